"""The question file of a text as it is written: with line numbers, its problems, drafts of it, and checking."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.line_difference import line_difference
from webapp.assessment.authoring.text_check import CheckedText
from webapp.assessment.authoring.working_copy import AuthoredText, SavedDraft, WorkingCopy
from webapp.content.files.question_files import display_path
from webapp.content.yaml_writer import read_file, typed_bytes
from webapp.domain.people import Teacher
from webapp.store.protocols.content_versions import VersionEntry
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.i18n import N_
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.texts.editing_rights import (
    author,
    authored_text_or_404,
    barrier,
    keeps_what_was_typed,
    maker_only,
    may_see,
)
from webapp.web.teacher.texts.file_view import file_text, file_view
from webapp.web.teacher.texts.forms import YamlForm

MAX_SAVES = 150
"""Saves and checks of one teacher within ``Config.code_window_seconds``."""
TOO_MANY_SAVES = N_("Too many saves in a short time. Wait a few minutes, then save again. Nothing is lost.")
TOO_LARGE = N_("The file is too large to save. Split the text or remove questions.")
LATEST = 5
"""Versions that the page of the file lists; all of them have a page of their own."""


@dataclass(frozen=True)
class Source:
    """Contents of a file's page: ``text`` was typed or read, ``base`` names the state that it began from."""

    text: str
    base: str
    checked: CheckedText | None = None
    version: VersionEntry | None = None
    """The version that is shown in place of the working copy."""
    saved: SavedDraft | None = None
    """A save that was refused, since others had changed the same."""


@bp.get("/texts/<slug:slug>/yaml")
@teacher_only
def text_yaml(teacher: Teacher, slug: str) -> str:
    """The working copy, or the version that the address names."""
    text = authored_text_or_404(teacher, slug)
    copy = text.working()
    version = version_or_404(teacher, text, request.args.get("version", type=int) or 0) if request.args else None
    base = copy.digest if copy else ""
    if version:
        shown = text.versions.content(text.school, text.questions.of, version.number) or b""
        return _page(teacher, text, Source(file_text(shown), base, _check(text, copy, shown), version), YamlForm())
    if copy is None:
        return _page(teacher, text, Source("", base), YamlForm())
    return _page(teacher, text, Source(file_text(copy.questions), base, text.check(copy)), YamlForm())


@bp.post("/texts/<slug:slug>/yaml")
@keeps_what_was_typed
@maker_only
def save_text_yaml(teacher: Teacher, slug: str) -> Reply | str | tuple[str, int]:
    """Keep what was typed as a draft, or only check it."""
    if "text" not in request.form:
        abort(400)
    text, form = authored_text_or_404(teacher, slug), YamlForm()
    copy = text.working()
    raw = typed_bytes(form.text.data, copy.questions if copy else b"")
    source = Source(file_text(raw), form.base.data)
    stopped = barrier(teacher, text)
    if stopped and not form.check.data:
        return _page(teacher, text, source, form, stopped), 403
    if not reserve_failures({f"text saves {teacher.id}": MAX_SAVES}):
        return _page(teacher, text, source, form, TOO_MANY_SAVES), 429
    if form.check.data:
        return _page(teacher, text, Source(source.text, source.base, _check(text, copy, raw)), form)
    saved = text.save(lambda _: raw, form.base.data, author(teacher), form.why.data)
    if saved.outcome == "too-large":
        return _page(teacher, text, source, form, TOO_LARGE), 413
    if saved.outcome == "stale":
        now = saved.copy.digest if saved.copy else ""
        shown = Source(source.text, now, _check(text, saved.copy, raw), saved=saved)
        return _page(teacher, text, shown, form), 409
    return after_saving(text, saved)


def after_saving(text: AuthoredText, saved: SavedDraft) -> Reply:
    """Tell the outcome on the page of the working copy."""
    if saved.outcome == "unchanged":
        notify("text-unchanged")
    else:
        is_sound = saved.copy is not None and text.check(saved.copy).lesson is not None
        notify("text-saved" if is_sound else "text-draft")
    return redirect(url_for("desk.text_yaml", slug=text.slug), 303)


def version_or_404(teacher: Teacher, text: AuthoredText, number: int) -> VersionEntry:
    """The version of the question file with this number, if this teacher may see it."""
    entry = text.versions.entry(text.school, text.questions.of, number) if 0 < number < 2**31 else None
    return entry if entry and may_see(teacher, text.slug, entry) else abort(404)


def _check(text: AuthoredText, copy: WorkingCopy | None, raw: bytes) -> CheckedText:
    """The check of a question file in place of that of the working copy."""
    return text.check(replace(copy, questions=raw) if copy else WorkingCopy(raw, b"", "", is_draft=True))


def _page(teacher: Teacher, text: AuthoredText, source: Source, form: YamlForm, refused: str = "") -> str:
    latest = text.versions.entries(text.school, text.questions.of, limit=50)
    entries = [entry for entry in latest if may_see(teacher, text.slug, entry)]
    copy, raw, saved = text.working(), read_file(text.path), source.saved
    path = display_path(text.path, text.content)
    lesson = current_services().library.lesson(text.slug)
    title = lesson or (source.checked.lesson if source.checked else None)
    return render_template(
        "teacher/texts/yaml.html",
        text=text,
        view=file_view(path, source.text, source.checked.problems if source.checked else ()),
        lesson=lesson,
        title=title.settings.title if title else text.slug,
        copy=copy,
        source=source,
        form=form,
        barrier=barrier(teacher, text),
        refused=refused,
        broken=raw is not None and _check(text, None, raw).lesson is None,
        gone=raw is None and text.is_published(),
        unpublished=raw is None and not text.is_published(),
        in_file=next((entry for entry in entries if entry.state != "draft"), None),
        entries=entries[:LATEST],
        current=file_text(saved.theirs) if saved else "",
        difference=line_difference(file_text(saved.theirs), source.text) if saved else [],
    )
