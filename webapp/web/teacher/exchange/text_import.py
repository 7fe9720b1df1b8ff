"""A new text out of a file of another program: its questions are looked at, and kept as the draft of a text."""

from __future__ import annotations

from pathlib import PurePath

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.begun_text import NewText
from webapp.domain.people import Teacher
from webapp.domain.user_error import UserError
from webapp.interchange.lesson_formats.sheet import sheet_template
from webapp.interchange.spreadsheet import XLSX_TYPE
from webapp.interchange.text_sources import pasted_text
from webapp.interchange.text_sources.source_text import MAX_TITLE
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.i18n import N_, Said
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.exchange.file_form import NO_FILE, NOT_AS_SHOWN, TOO_LARGE, file_page
from webapp.web.teacher.exchange.files import attachment
from webapp.web.teacher.exchange.forms import FileForm, TakeForm
from webapp.web.teacher.exchange.incoming import Incoming, held_questions, incoming, uploaded_lesson
from webapp.web.teacher.new_texts.forms import LEVELS
from webapp.web.teacher.new_texts.new_text import (
    DEFAULT_LEVEL,
    MAX_NEW_TEXTS,
    TOO_MANY,
    barrier_to_new_texts,
    begin_draft,
)
from webapp.web.teacher.new_texts.upload_limits import PAGES_WHEN_TOO_LARGE
from webapp.web.teacher.texts.editing_rights import NOT_WRITABLE, keeps_what_was_typed

NO_TEXT = N_("The file contains questions but no text. Paste the text they are about.")
NO_QUESTION = N_("No question in this file can be imported.")


@bp.get("/texts/import")
@teacher_only
def import_text(teacher: Teacher) -> str:
    """The form for a file of questions."""
    return _choose(FileForm())


@bp.post("/texts/import")
@teacher_only
def preview_text_import(teacher: Teacher) -> str | tuple[str, int]:
    """Show what of a file comes in, and what does not; nothing is kept."""
    form = FileForm()
    if stopped := barrier_to_new_texts():
        return _choose(form, stopped), 403
    if not reserve_failures({f"new texts {teacher.id}": MAX_NEW_TEXTS}):
        return _choose(form, TOO_MANY), 429
    typed = form.text.data.strip()
    try:
        came = uploaded_lesson(form.format.data, typed or None)
    except UserError as refusal:
        return _choose(form, Said(ar=refusal.ar, en=refusal.en)), 422
    if came is None:
        return _choose(form, NO_FILE), 422
    shown = TakeForm(formdata=None, title=_title(came.title), text=typed or came.text)
    return _preview(incoming(came), shown)


@bp.post("/texts/import/take")
@keeps_what_was_typed
@teacher_only
def take_text_import(teacher: Teacher) -> Reply | str | tuple[str, int]:
    """Begin a text with the questions that the preview showed."""
    form = TakeForm()
    held = held_questions(form.came.data)
    if held is None:
        return _choose(FileForm(formdata=None), NOT_AS_SHOWN), 422
    if stopped := barrier_to_new_texts():
        return _preview(held, form, stopped), 403
    if not reserve_failures({f"new texts {teacher.id}": MAX_NEW_TEXTS}):
        return _preview(held, form, TOO_MANY), 429
    if not form.text.data.strip():
        return _preview(held, form, NO_TEXT), 422
    try:
        source = pasted_text(form.text.data, form.title.data)
        # The questions name paragraphs by the lines as they are, so broken ones are not joined.
        blocks = source.as_pasted or source.blocks
        level = form.level.data or DEFAULT_LEVEL
        slug, _ = begin_draft(teacher, NewText(source.title, level, blocks, questions=held.questions))
    except UserError as refusal:
        return _preview(held, form, Said(ar=refusal.ar, en=refusal.en)), 422
    except OSError:
        return _preview(held, form, NOT_WRITABLE), 403
    notify("text-taken-in")
    return redirect(url_for("desk.edit_text", slug=slug), 303)


@bp.get("/texts/import/sheet")
@teacher_only
def question_sheet(teacher: Teacher) -> Reply:
    """The workbook that a teacher fills in with questions."""
    return attachment(sheet_template(), "fahm-questions.xlsx", XLSX_TYPE)


def _title(of_file: str) -> str:
    """The title of the file, or its name."""
    upload = request.files.get("file")
    return (of_file or PurePath(upload.filename or "" if upload else "").stem)[:MAX_TITLE]


def _choose(form: FileForm, refused: str | Said = "") -> str:
    return file_page(form, refused, barrier_to_new_texts())


def _preview(came: Incoming, form: TakeForm, refused: str | Said = "") -> str:
    return render_template(
        "teacher/exchange/preview.html",
        came=came,
        form=form,
        levels=LEVELS,
        level=form.level.data or DEFAULT_LEVEL,
        refused=refused or ("" if came.questions else NO_QUESTION),
        slug="",
        needs_text=not form.text.data.strip(),
    )


PAGES_WHEN_TOO_LARGE["desk.preview_text_import"] = lambda: _choose(FileForm(formdata=None), TOO_LARGE)
