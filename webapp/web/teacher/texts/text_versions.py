"""The versions of a question file: who saved each, when and why, what it changed; and putting one back."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.line_difference import line_difference
from webapp.assessment.authoring.working_copy import AuthoredText
from webapp.content.editing.question_difference import question_difference
from webapp.domain.people import Teacher
from webapp.domain.problem import both
from webapp.store.protocols.content_versions import ASIDE, VersionEntry
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.texts.editing_rights import author, authored_text_or_404, barrier, maker_only, may_see
from webapp.web.teacher.texts.forms import RestoreVersionForm
from webapp.web.teacher.texts.yaml_tab import MAX_SAVES, after_saving, version_or_404

PAGE = 50


@bp.get("/texts/<slug:slug>/versions")
@teacher_only
def text_versions(teacher: Teacher, slug: str) -> str:
    """All versions of a file, the latest first."""
    text = authored_text_or_404(teacher, slug)
    text.working()  # what another program wrote becomes a version
    page = min(max(request.args.get("page", 1, int), 1), 10_000)
    entries = text.versions.entries(text.school, text.questions.of, PAGE + 1, (page - 1) * PAGE)
    return render_template(
        "teacher/texts/versions.html",
        text=text,
        entries=[entry for entry in entries[:PAGE] if may_see(teacher, slug, entry)],
        page=page,
        more=len(entries) > PAGE,
    )


@bp.get("/texts/<slug:slug>/versions/<int:number>")
@teacher_only
def text_version(teacher: Teacher, slug: str, number: int) -> str:
    """One version: what it changed, and the way back to it."""
    text = authored_text_or_404(teacher, slug)
    copy, entry = text.working(), version_or_404(teacher, text, number)
    before = _before(text, entry)
    contents = [_content(text, version) for version in (before, entry)]
    return render_template(
        "teacher/texts/version.html",
        text=text,
        entry=entry,
        before=before,
        difference=line_difference(*(_text(raw) for raw in contents)),
        by_question=question_difference(*contents) if before else None,
        barrier=barrier(teacher, text),
        base=copy.digest if copy else "",
    )


@bp.post("/texts/<slug:slug>/versions/<int:number>/restore")
@maker_only
def restore_text_version(teacher: Teacher, slug: str, number: int) -> Reply:
    """Keep a version again, as a draft. What others changed meanwhile is seen first."""
    text, form = authored_text_or_404(teacher, slug), RestoreVersionForm()
    entry = version_or_404(teacher, text, number)
    raw = text.versions.content(text.school, text.questions.of, entry.number)
    back = redirect(url_for("desk.text_version", slug=slug, number=number), 303)
    if raw is None or barrier(teacher, text) or not reserve_failures({f"text saves {teacher.id}": MAX_SAVES}):
        notify("text-not-restored")
        return back
    copy = text.working()
    if form.base.data != (copy.digest if copy else ""):
        notify("text-changed-meanwhile")
        return back
    why = both(en=f"version {number} again", ar=f"استعادة النسخة {number}")
    saved = text.save(lambda _: raw, form.base.data, author(teacher), why)
    if saved.outcome in ("stale", "too-large"):
        notify("text-changed-meanwhile" if saved.outcome == "stale" else "text-not-restored")
        return back
    return after_saving(text, saved)


def _before(text: AuthoredText, entry: VersionEntry) -> VersionEntry | None:
    """The version that this one went on from."""
    entries = text.versions.entries(text.school, text.questions.of)
    earlier = (other for other in entries if other.number < entry.number and other.base != ASIDE)
    return next((other for other in earlier if entry.state == "draft" or other.state != "draft"), None)


def _content(text: AuthoredText, entry: VersionEntry | None) -> bytes:
    return (text.versions.content(text.school, text.questions.of, entry.number) if entry else None) or b""


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
