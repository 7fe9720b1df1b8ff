"""The versions of a text's files: who saved each, when and why, what it changed; and putting one back as a draft."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.line_difference import DifferenceLine, line_difference
from webapp.assessment.authoring.source_changes import SourceChange, source_changes
from webapp.assessment.authoring.working_copy import AuthoredText
from webapp.domain.people import Teacher
from webapp.domain.problem import both
from webapp.store.protocols.content_versions import ASIDE, FileKind, FileOfText, VersionEntry
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.i18n import N_
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.question_forms.form_view import of_both
from webapp.web.teacher.texts.editing_rights import author, authored_text_or_404, barrier, maker_only, may_see
from webapp.web.teacher.texts.forms import RestoreVersionForm
from webapp.web.teacher.texts.text_tabs import tabs_of_text, text_title
from webapp.web.teacher.texts.yaml_tab import MAX_SAVES

PAGE = 50
FILES: dict[FileKind, str] = {"questions": N_("Questions"), "text": N_("Text"), "words": N_("Words")}
"""Files whose versions are kept, with their names."""


@dataclass(frozen=True)
class History:
    """The versions of one file of a text, as far as a teacher may see them."""

    teacher: Teacher
    text: AuthoredText
    of: FileOfText

    def entries(self, limit: int | None = None, offset: int = 0) -> list[VersionEntry]:
        """Versions, the latest first."""
        return self.text.versions.entries(self.text.school, self.of, limit, offset)

    def entry_or_404(self, number: int) -> VersionEntry:
        """The version with this number."""
        entry = self.text.versions.entry(self.text.school, self.of, number) if number < 2**31 else None
        return entry if entry and self.sees(entry) else abort(404)

    def content(self, entry: VersionEntry | None) -> bytes:
        """Content of a version; nothing where there is none."""
        raw = self.text.versions.content(self.text.school, self.of, entry.number) if entry else None
        return raw or b""

    def sees(self, entry: VersionEntry) -> bool:
        """Tell whether this teacher may see a version."""
        return may_see(self.teacher, self.text.slug, entry)

    def before(self, entry: VersionEntry) -> VersionEntry | None:
        """The version that this one went on from, as far as it may be seen: for a draft, the latest before it."""
        earlier = (
            other
            for other in self.entries()
            if other.number < entry.number and other.base != ASIDE and self.sees(other)
        )
        return next((other for other in earlier if entry.state == "draft" or other.state != "draft"), None)


@bp.get("/texts/<slug:slug>/versions")
@teacher_only
def text_versions(teacher: Teacher, slug: str) -> str:
    """All versions of a file, the latest first."""
    history = _history_or_404(teacher, slug, request.args.get("file", "questions"))
    history.text.working()  # what another program wrote becomes a version
    page = min(max(request.args.get("page", 1, int), 1), 10_000)
    entries = history.entries(PAGE + 1, (page - 1) * PAGE)
    return render_template(
        "teacher/texts/versions.html",
        text=history.text,
        slug=slug,
        title=text_title(history.text),
        kind=history.of.kind,
        files=_files(history),
        entries=[entry for entry in entries[:PAGE] if history.sees(entry)],
        page=page,
        more=len(entries) > PAGE,
    )


@bp.get("/texts/<slug:slug>/versions/<int:number>")
@teacher_only
def text_version(teacher: Teacher, slug: str, number: int) -> str:
    """One version: what it changed, and the way back to it."""
    history = _history_or_404(teacher, slug, request.args.get("file", "questions"))
    entry = history.entry_or_404(number)
    before = history.before(entry)
    copy = history.text.working()
    return render_template(
        "teacher/texts/version.html",
        text=history.text,
        slug=slug,
        title=text_title(history.text),
        kind=history.of.kind,
        entry=entry,
        before=before,
        changes=_changes(history, before, entry),
        difference=_difference(history, before, entry),
        barrier=barrier(teacher, history.text),
        base=copy.digest if copy else "",
        in_both=of_both,
    )


@bp.post("/texts/<slug:slug>/versions/<int:number>/restore")
@maker_only
def restore_text_version(teacher: Teacher, slug: str, number: int) -> Reply:
    """Make a draft of a version. What was saved meanwhile is seen first."""
    form = RestoreVersionForm()
    history = _history_or_404(teacher, slug, form.file.data or "questions")
    entry, text, kind = history.entry_or_404(number), history.text, history.of.kind
    back = redirect(url_for("desk.text_version", slug=slug, number=number, file=_file(kind)), 303)
    if barrier(teacher, text) or not reserve_failures({f"text saves {teacher.id}": MAX_SAVES}):
        notify("text-not-restored")
        return back
    copy = text.working()
    if form.base.data != (copy.digest if copy else ""):
        notify("text-changed-meanwhile")
        return back
    raw = history.content(entry)
    why = both(en=f"version {number} restored", ar=f"استعادة النسخة {number}")
    if kind == "text":
        saved = text.save_text(raw, form.base.data, author(teacher), why)
    elif kind == "words":
        saved = text.save_words(lambda _: raw, form.base.data, author(teacher), why)
    else:
        saved = text.save(lambda _: raw, form.base.data, author(teacher), why)
    if saved.outcome not in ("saved", "unchanged"):
        notify("text-not-restored")
        return back
    notify("text-restored" if saved.outcome == "saved" else "text-unchanged")
    return redirect(tabs_of_text(slug)[0].address, 303)


def _history_or_404(teacher: Teacher, slug: str, kind: str) -> History:
    text = authored_text_or_404(teacher, slug)
    of_kind = next((own for own in FILES if own == kind), None)
    return History(teacher, text, FileOfText(slug, of_kind)) if of_kind else abort(404)


def _files(history: History) -> list[tuple[FileKind, str]]:
    """Files of the text that have versions, with their names; the question file in any case."""
    versions, school, slug = history.text.versions, history.text.school, history.text.slug
    kept = {kind for kind in FILES if kind == "questions" or versions.entries(school, FileOfText(slug, kind), 1)}
    return [(kind, name) for kind, name in FILES.items() if kind in kept]


def _file(kind: FileKind) -> str | None:
    """The value by which an address names a file; the question file needs none."""
    return None if kind == "questions" else kind


def _changes(history: History, before: VersionEntry | None, entry: VersionEntry) -> tuple[SourceChange, ...] | None:
    """Changes by question; None for other files, for the first version, and where a file cannot be read."""
    if history.of.kind != "questions" or before is None:
        return None
    return source_changes(history.content(before), history.content(entry))


def _difference(history: History, before: VersionEntry | None, entry: VersionEntry) -> list[DifferenceLine]:
    old, new = history.content(before), history.content(entry)
    return line_difference(old.decode("utf-8", "replace"), new.decode("utf-8", "replace"))
