"""The versions of a question file: who saved each, when and why, what it changed; and putting one back."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.line_difference import DifferenceLine, line_difference
from webapp.assessment.authoring.text_file import TextFile
from webapp.content.yaml_writer import file_digest
from webapp.domain.people import Teacher
from webapp.domain.problem import both
from webapp.store.protocols.content_versions import VersionEntry
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.texts.editing_rights import author, barrier, maker_only, may_see, text_file_or_404
from webapp.web.teacher.texts.forms import RestoreVersionForm
from webapp.web.teacher.texts.yaml_tab import MAX_SAVES, after_saving

PAGE = 50


@bp.get("/texts/<slug:slug>/versions")
@teacher_only
def text_versions(teacher: Teacher, slug: str) -> str:
    """All versions of a file, the latest first."""
    file = text_file_or_404(teacher, slug)
    page = min(max(request.args.get("page", 1, int), 1), 10_000)
    entries = file.versions.entries(file.school, file.of, PAGE + 1, (page - 1) * PAGE)
    return render_template(
        "teacher/texts/versions.html",
        file=file,
        entries=[entry for entry in entries[:PAGE] if may_see(teacher, file.of.text, entry)],
        page=page,
        more=len(entries) > PAGE,
    )


@bp.get("/texts/<slug:slug>/versions/<int:number>")
@teacher_only
def text_version(teacher: Teacher, slug: str, number: int) -> str:
    """One version: what it changed, and the way back to it."""
    file = text_file_or_404(teacher, slug)
    entry = _entry_or_404(teacher, file, number)
    before = _in_file_before(file, entry)
    return render_template(
        "teacher/texts/version.html",
        file=file,
        entry=entry,
        before=before,
        difference=_difference(file, before, entry),
        barrier=barrier(teacher, file),
        base=file_digest(file.read()),
    )


@bp.post("/texts/<slug:slug>/versions/<int:number>/restore")
@maker_only
def restore_text_version(teacher: Teacher, slug: str, number: int) -> Reply:
    """Save a version again, as a new one. What another program wrote meanwhile is seen first."""
    file, form = text_file_or_404(teacher, slug), RestoreVersionForm()
    entry = _entry_or_404(teacher, file, number)
    raw = file.versions.content(file.school, file.of, entry.number)
    back = redirect(url_for("desk.text_version", slug=slug, number=number), 303)
    if raw is None or barrier(teacher, file) or not reserve_failures({f"text saves {teacher.id}": MAX_SAVES}):
        notify("text-not-restored")
        return back
    if form.base.data != file_digest(file.read()):
        notify("text-changed-meanwhile")
        return back
    why = both(en=f"version {number} again", ar=f"استعادة النسخة {number}")
    try:
        saved = file.save(raw, form.base.data, author(teacher), why)
    except OSError:
        notify("text-not-restored")
        return back
    return after_saving(file, saved)


def _entry_or_404(teacher: Teacher, file: TextFile, number: int) -> VersionEntry:
    entry = file.versions.entry(file.school, file.of, number) if number < 2**31 else None
    return entry if entry and may_see(teacher, file.of.text, entry) else abort(404)


def _in_file_before(file: TextFile, entry: VersionEntry) -> VersionEntry | None:
    """The version that was in the file before this one."""
    entries = file.versions.entries(file.school, file.of)
    return next((other for other in entries if other.number < entry.number and other.state != "draft"), None)


def _difference(file: TextFile, before: VersionEntry | None, entry: VersionEntry) -> list[DifferenceLine]:
    old = file.versions.content(file.school, file.of, before.number) if before else b""
    new = file.versions.content(file.school, file.of, entry.number)
    return line_difference((old or b"").decode("utf-8", "replace"), (new or b"").decode("utf-8", "replace"))
