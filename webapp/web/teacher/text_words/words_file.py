"""The words file of a text as it is written, for who mends in it what its table cannot show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.line_difference import line_difference
from webapp.assessment.authoring.working_copy import SavedDraft
from webapp.content.editing.question_edits import UneditableFile
from webapp.content.editing.source_file import SourceFile
from webapp.content.files.question_files import display_path
from webapp.content.yaml_writer import typed_bytes
from webapp.domain.people import Teacher
from webapp.domain.problem import Problem
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp
from webapp.web.teacher.editor.open_text import OpenText, may_save, open_text_or_404
from webapp.web.teacher.kept_forms import keeps_what_was_typed
from webapp.web.teacher.texts.editing_rights import NOT_TEXT, author, barrier, is_text, maker_only
from webapp.web.teacher.texts.file_view import FileView, file_text, file_view
from webapp.web.teacher.texts.forms import YamlForm
from webapp.web.teacher.texts.text_tabs import text_title
from webapp.web.teacher.texts.yaml_tab import TOO_LARGE, TOO_MANY_SAVES


@dataclass(frozen=True)
class WrittenFile:
    """The words file as it was typed or read; ``base`` names the state that it began from."""

    raw: bytes
    base: str
    stale: SavedDraft | None = None
    """A save that was refused, since others had changed the same."""


@bp.get("/texts/<slug:slug>/words/yaml")
@maker_only
def words_file(teacher: Teacher, slug: str) -> Reply | str:
    """The words file with its problems; a text that has none yet has its table."""
    opened = open_text_or_404(teacher, slug)
    if opened.copy.words is None:
        return redirect(url_for("desk.text_words", slug=slug), 303)
    return _page(teacher, opened, WrittenFile(opened.copy.words, opened.copy.digest), YamlForm())


@bp.post("/texts/<slug:slug>/words/yaml")
@keeps_what_was_typed
@maker_only
def save_words_file(teacher: Teacher, slug: str) -> Reply | str | tuple[str, int]:
    """Keep what was typed as a draft, or only check it."""
    opened, form = open_text_or_404(teacher, slug), YamlForm()
    if "text" not in request.form or opened.copy.words is None:
        abort(400)
    raw = typed_bytes(form.text.data, opened.copy.words)
    file = WrittenFile(raw, form.base.data)
    stopped = _barrier(teacher, opened)
    if stopped and not form.check.data:
        return _page(teacher, opened, file, form, stopped), 403
    if not may_save(teacher):
        return _page(teacher, opened, file, form, TOO_MANY_SAVES), 429
    if form.check.data:
        return _page(teacher, opened, file, form)
    saved = opened.authored.save_words(lambda _: raw, form.base.data, author(teacher), form.why.data)
    if saved.outcome == "too-large":
        return _page(teacher, opened, file, form, TOO_LARGE), 413
    if saved.outcome == "stale":
        base = saved.copy.digest if saved.copy else ""
        return _page(teacher, open_text_or_404(teacher, slug), WrittenFile(raw, base, saved), form), 409
    return _after_saving(open_text_or_404(teacher, slug), saved)


def _after_saving(opened: OpenText, saved: SavedDraft) -> Reply:
    """Tell the outcome on the page of the table, or on that of the file where there can be no table."""
    raw = opened.copy.words or b""
    is_faulty = any(problem.severity == "error" for problem in words_problems(opened, raw))
    if saved.outcome == "unchanged":
        notify("text-unchanged")
    else:
        notify("text-draft" if is_faulty else "text-saved")
    page = "desk.words_file" if any(_unreadable(raw, "")) else "desk.text_words"
    return redirect(url_for(page, slug=opened.slug), 303)


def words_problems(opened: OpenText, raw: bytes) -> list[Problem]:
    """The problems of a words file; those that its table cannot be shown for also where the questions have errors."""
    copy = opened.copy
    path = display_path(copy.words_path, opened.authored.content) if copy.words_path else ""
    checked = opened.checked if raw == copy.words else opened.authored.check(replace(copy, words=raw))
    found = [problem for problem in checked.problems if problem.path == path]
    return found if any(problem.severity == "error" for problem in found) else [*_unreadable(raw, path), *found]


def _unreadable(raw: bytes, path: str) -> Iterator[Problem]:
    try:
        SourceFile(raw)
    except UneditableFile as fault:
        yield from (replace(problem, path=path) for problem in fault.problems)


def words_view(opened: OpenText, raw: bytes) -> FileView:
    """A words file as a page shows it."""
    path = display_path(opened.copy.words_path, opened.authored.content) if opened.copy.words_path else ""
    problems = (problem for problem in words_problems(opened, raw) if problem.rule != "not-reviewed")
    return file_view(path, file_text(raw), problems)


def _barrier(teacher: Teacher, opened: OpenText) -> str:
    stopped = barrier(teacher, opened.authored)
    return stopped or ("" if is_text(opened.copy.words or b"") else NOT_TEXT)


def _page(teacher: Teacher, opened: OpenText, file: WrittenFile, form: YamlForm, refused: str = "") -> str:
    theirs = file_text(file.stale.theirs) if file.stale else ""
    view = words_view(opened, file.raw)
    return render_template(
        "teacher/text_words/words_file.html",
        slug=opened.slug,
        title=text_title(opened.authored),
        copy=opened.copy,
        file=file,
        view=view,
        theirs=theirs,
        difference=line_difference(theirs, view.text) if file.stale else [],
        form=form,
        barrier=_barrier(teacher, opened),
        refused=refused,
    )
