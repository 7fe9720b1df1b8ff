"""Questions of another program's file into a text that is there: looked at, added at its end, and taken back."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.imported_questions import with_imported
from webapp.assessment.authoring.text_state import QUESTIONS
from webapp.content.editing.question_edits import UneditableFile
from webapp.content.lesson_compiler import MAX_QUESTIONS
from webapp.domain.people import Teacher
from webapp.domain.problem import both
from webapp.domain.user_error import UserError
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.i18n import N_, Said
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp
from webapp.web.teacher.editor.open_text import OpenText, may_save, open_text_or_404, save
from webapp.web.teacher.exchange.file_form import NO_FILE, NOT_AS_SHOWN, TOO_LARGE, file_page
from webapp.web.teacher.exchange.forms import FileForm, TakeForm
from webapp.web.teacher.exchange.incoming import Incoming, held_questions, incoming, uploaded_lesson
from webapp.web.teacher.exchange.text_import import NO_QUESTION
from webapp.web.teacher.new_texts.new_text import MAX_NEW_TEXTS, TOO_MANY
from webapp.web.teacher.new_texts.text_outline import NOT_READABLE
from webapp.web.teacher.new_texts.upload_limits import PAGES_WHEN_TOO_LARGE
from webapp.web.teacher.texts.editing_rights import (
    NOT_WRITABLE,
    authored_text_or_404,
    barrier,
    is_maker,
    keeps_what_was_typed,
    maker_only,
)
from webapp.web.teacher.texts.text_tabs import text_title
from webapp.web.teacher.texts.yaml_tab import TOO_MANY_SAVES

STALE = N_("Nothing was imported: someone else changed this text at the same time. Try again.")
TOO_MUCH = N_("The text would have too many questions. Split it into two texts.")


@bp.get("/texts/<slug:slug>/import")
@maker_only
def import_questions(teacher: Teacher, slug: str) -> str:
    """The form for a file of questions."""
    return _choose(teacher, open_text_or_404(teacher, slug), FileForm())


@bp.post("/texts/<slug:slug>/import")
@maker_only
def preview_import(teacher: Teacher, slug: str) -> str | tuple[str, int]:
    """Show what of a file comes in, and what does not; nothing is kept."""
    opened, form = open_text_or_404(teacher, slug), FileForm()
    if stopped := _stopped(teacher, opened):
        return _choose(teacher, opened, form, stopped), 403
    if not reserve_failures({f"new texts {teacher.id}": MAX_NEW_TEXTS}):
        return _choose(teacher, opened, form, TOO_MANY), 429
    text, taken = opened.copy.text.decode("utf-8", "replace"), [source.id for source in opened.sources]
    try:
        came = uploaded_lesson(form.format.data, text, taken, opened.settings)
    except UserError as refusal:
        return _choose(teacher, opened, form, Said(ar=refusal.ar, en=refusal.en)), 422
    if came is None:
        return _choose(teacher, opened, form, NO_FILE), 422
    return _preview(opened, incoming(came))


@bp.post("/texts/<slug:slug>/import/take")
@keeps_what_was_typed
@maker_only
def take_import(teacher: Teacher, slug: str) -> Reply | str | tuple[str, int]:
    """Add the questions that the preview showed at the end of the draft, as one save."""
    opened, held = open_text_or_404(teacher, slug), held_questions(TakeForm().came.data)
    if held is None:
        return _choose(teacher, opened, FileForm(formdata=None), NOT_AS_SHOWN), 422
    if stopped := _stopped(teacher, opened):
        return _preview(opened, held, stopped), 403
    if not may_save(teacher):
        return _preview(opened, held, TOO_MANY_SAVES), 429
    number = len(held.questions)
    if len(opened.sources) + number > MAX_QUESTIONS:
        return _preview(opened, held, TOO_MUCH), 413
    why = both(en=f"questions imported from {held.format}: {number}", ar=f"أسئلة مستوردة من {held.format}: {number}")
    try:
        saved = save(opened, lambda raw: with_imported(raw, held.questions), "", teacher, why)
    except UneditableFile:
        return _preview(opened, held, NOT_READABLE), 422
    except OSError:
        return _preview(opened, held, NOT_WRITABLE), 403
    if saved.outcome == "too-large":
        return _preview(opened, held, TOO_MUCH), 413
    if saved.outcome == "stale" or saved.copy is None:
        return _preview(opened, held, STALE), 409
    before, after = opened.copy.digest[QUESTIONS], saved.copy.digest[QUESTIONS]
    notify("questions-taken-in", undo=url_for("desk.take_back_import", slug=slug, before=before, after=after))
    return redirect(url_for("desk.edit_text", slug=slug), 303)


@bp.post("/texts/<slug:slug>/import/undo")
@maker_only
def take_back_import(teacher: Teacher, slug: str) -> Reply:
    """Give the draft the questions back that it had before; only where nobody changed them since."""
    opened = open_text_or_404(teacher, slug)
    before, after = (request.args.get(name, "") for name in ("before", "after"))
    old = opened.authored.questions.content_of(before) if len(before) == QUESTIONS.stop else None
    if old is None or opened.copy.digest[QUESTIONS] != after or _stopped(teacher, opened) or not may_save(teacher):
        notify("import-not-taken-back")
    else:
        why = both(en="import undone", ar="تراجع عن الاستيراد")
        saved = save(opened, lambda _: old, "", teacher, why)
        notify("import-taken-back" if saved.outcome == "saved" else "import-not-taken-back")
    return redirect(url_for("desk.edit_text", slug=slug), 303)


def _stopped(teacher: Teacher, opened: OpenText) -> str:
    """The reason why nothing is taken in here; empty where nothing is in the way."""
    return barrier(teacher, opened.authored) or (NOT_READABLE if opened.unreadable else "")


def _choose(teacher: Teacher, opened: OpenText, form: FileForm, refused: str | Said = "") -> str:
    return file_page(form, refused, _stopped(teacher, opened), opened.slug, text_title(opened.authored))


def _preview(opened: OpenText, came: Incoming, refused: str | Said = "") -> str:
    return render_template(
        "teacher/exchange/preview.html",
        came=came,
        form=TakeForm(formdata=None),
        refused=refused or ("" if came.questions else NO_QUESTION),
        slug=opened.slug,
        title=text_title(opened.authored),
        base=opened.copy.digest,
    )


def _too_large() -> str:
    signed, slug = signed_in(), str((request.view_args or {}).get("slug", ""))
    teacher = signed[0] if signed else abort(404)
    if not is_maker(teacher, slug):
        abort(404)
    authored = authored_text_or_404(teacher, slug)
    return file_page(FileForm(formdata=None), TOO_LARGE, "", slug, text_title(authored))


PAGES_WHEN_TOO_LARGE["desk.preview_import"] = _too_large
