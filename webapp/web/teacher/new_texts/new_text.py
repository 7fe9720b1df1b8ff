"""A new text: pasted, or out of a file."""

from __future__ import annotations

from functools import partial

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.begun_text import NewText, TakenNames, begin_text
from webapp.assessment.authoring.working_copy import AuthoredText
from webapp.config import PACKAGED_CONTENT
from webapp.content.yaml_writer import can_write
from webapp.domain.people import Teacher
from webapp.domain.user_error import UserError
from webapp.interchange.text_sources import MAX_UPLOAD_BYTES, SourceText, pasted_text, text_of_file
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.i18n import N_, Said, pair
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.new_texts import upload_limits
from webapp.web.teacher.new_texts.forms import LEVELS, NewTextForm
from webapp.web.teacher.new_texts.mark_examples import MARK_EXAMPLES
from webapp.web.teacher.texts.editing_rights import (
    NOT_WRITABLE,
    SWITCHED_OFF,
    author,
    begin_as_maker,
    keeps_what_was_typed,
)

MAX_NEW_TEXTS = 60
"""Texts that a teacher begins within ``Config.code_window_seconds``, and files that are refused."""
TOO_MANY = N_("Too many attempts in a short time. Wait a few minutes, then try again.")
TOO_LARGE = pair(
    "The file is larger than %(n)s MB: choose a smaller one, or paste the text.", n=MAX_UPLOAD_BYTES // 1024 // 1024
)
NOTHING = N_("Paste a text, or choose a file.")
OWN_FOLDER = N_(
    "Fahm is running with its built-in texts, which cannot be extended. Start it with your own content folder."
)
DEFAULT_LEVEL = "B1"


@bp.get("/texts/new")
@teacher_only
def new_text(teacher: Teacher) -> str:
    """The form of a new text."""
    return _page(NewTextForm())


@bp.post("/texts/new")
@keeps_what_was_typed
@teacher_only
def begin_new_text(teacher: Teacher) -> Reply | str | tuple[str, int]:
    """Read the text and keep it as a draft; its outline is looked at next."""
    form = NewTextForm()
    if stopped := barrier_to_new_texts():
        return _page(form, stopped), 403
    if not reserve_failures({f"new texts {teacher.id}": MAX_NEW_TEXTS}):
        return _page(form, TOO_MANY), 429
    try:
        source = _source(form)
    except UserError as refusal:
        return _page(form, Said(ar=refusal.ar, en=refusal.en)), 422
    if source is None:
        return _page(form, NOTHING), 422
    return _begun(teacher, source, form)


def _begun(teacher: Teacher, source: SourceText, form: NewTextForm) -> Reply | tuple[str, int]:
    text = NewText(source.title, form.level.data or DEFAULT_LEVEL, source.blocks, source.as_pasted)
    try:
        slug, as_pasted = begin_draft(teacher, text)
    except OSError:
        return _page(form, NOT_WRITABLE), 403
    notify("lines-joined" if as_pasted else "text-begun")
    return redirect(url_for("desk.text_outline", slug=slug, undo=as_pasted or None), 303)


def begin_draft(teacher: Teacher, text: NewText) -> tuple[str, str]:
    """Begin a text of this teacher's; return its slug and the name of its state with Lines as pasted.

    OSError where it cannot be written.
    """
    store, school = school_store()
    services = current_services()
    open_text = partial(AuthoredText, store.versions, school, services.library)
    taken = TakenNames(services.config.content, store.versions, school, store.makers.names(school))
    authored, as_pasted = begin_text(text, taken, open_text, author(teacher))
    begin_as_maker(teacher, authored.slug)
    return authored.slug, as_pasted


def _source(form: NewTextForm) -> SourceText | None:
    """The text that was sent, out of a file if there is one; None where there is nothing."""
    upload = request.files.get("file")
    raw = upload.stream.read(MAX_UPLOAD_BYTES + 1) if upload else b""
    if raw:
        return text_of_file(raw, form.title.data)
    return pasted_text(form.text.data, form.title.data) if form.text.data.strip() else None


def barrier_to_new_texts() -> str:
    """The reason why no text can be begun here; empty where nothing is in the way."""
    config = current_services().config
    if not config.web_editing:
        return SWITCHED_OFF
    if config.content.resolve() == PACKAGED_CONTENT.resolve():
        return OWN_FOLDER
    return "" if can_write(config.content / "questions" / "new.yaml") else NOT_WRITABLE


def _page(form: NewTextForm, refused: str | Said = "") -> str:
    return render_template(
        "teacher/new_texts/new.html",
        form=form,
        level=form.level.data or DEFAULT_LEVEL,
        levels=LEVELS,
        barrier=barrier_to_new_texts(),
        refused=refused,
        most=MAX_UPLOAD_BYTES // 1024 // 1024,
        most_bytes=MAX_UPLOAD_BYTES,
        too_large=TOO_LARGE,
        mark_examples=MARK_EXAMPLES,
    )


upload_limits.PAGES_WHEN_TOO_LARGE["desk.begin_new_text"] = lambda: _page(NewTextForm(formdata=None), TOO_LARGE)
