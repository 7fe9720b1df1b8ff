"""Rights to change a question file at the desk, and what stands in the way of it.

Admins edit every text; other teachers see the texts and their published versions. A draft is seen by who made it and
by admins.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import abort, render_template, request
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.drafted_file import Author
from webapp.assessment.authoring.text_file import TextFile
from webapp.assessment.authoring.working_copy import AuthoredText
from webapp.config import PACKAGED_CONTENT
from webapp.content.yaml_writer import can_write
from webapp.domain.people import Teacher
from webapp.store.protocols.content_versions import VersionEntry
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services, school_store

P = ParamSpec("P")
R = TypeVar("R")

ADMINS_EDIT = N_("Admins change the files; you can read them here.")
SWITCHED_OFF = N_("On this server, files are not changed in the browser: whoever looks after it changes them.")
WITH_THE_PACKAGE = N_(
    "This text comes with Fahm itself. To change it, start Fahm with a content folder of your own and put it there."
)
NOT_WRITABLE = N_(
    "Fahm may not write into the folder of this file. Whoever looks after the server can allow it; until then, files "
    "are changed there."
)
NOT_TEXT = N_("This file is not in UTF-8, so it cannot be shown whole. Save it as UTF-8 where it was written.")


def text_file_or_404(slug: str) -> TextFile:
    """The question file of a text; a 404 where there is none, and never was one here."""
    store, school = school_store()
    file = TextFile(store.versions, school, current_services().config.content, slug)
    return file if file.is_known() else abort(404)


def is_maker(teacher: Teacher, slug: str) -> bool:
    """Tell whether a teacher is one of a text's makers: they see its drafts, and edit it."""
    return teacher.is_admin


def authored_text(teacher: Teacher, slug: str) -> AuthoredText:
    """A text with its drafts, whether there is one of this name or not."""
    store, school = school_store()
    return AuthoredText(store.versions, school, current_services().library, slug, is_maker(teacher, slug))


def authored_text_or_404(teacher: Teacher, slug: str) -> AuthoredText:
    """A text with its drafts; a 404 where this teacher knows none of this name."""
    text = authored_text(teacher, slug)
    known = text.is_published() or (text.sees_drafts and text.working() is not None)
    return text if known else abort(404)


def barrier(teacher: Teacher, file: TextFile) -> str:
    """The reason why this teacher cannot change the file here; empty where nothing is in the way."""
    config = current_services().config
    if not teacher.is_admin:
        return ADMINS_EDIT
    if not config.web_editing:
        return SWITCHED_OFF
    if config.content.resolve() == PACKAGED_CONTENT.resolve():
        return WITH_THE_PACKAGE
    if not can_write(file.path):
        return NOT_WRITABLE
    return "" if _is_text(file.read() or b"") else NOT_TEXT


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def may_see(teacher: Teacher, entry: VersionEntry) -> bool:
    """Tell whether a teacher may see a version."""
    return entry.state != "draft" or teacher.is_admin or entry.teacher == teacher.id


def author(teacher: Teacher) -> Author:
    """The teacher as a version names its author."""
    return Author(teacher.id, teacher.name)


def keeps_what_was_typed(view: Callable[P, R]) -> Callable[P, R | Reply | tuple[str, int]]:
    """Decorate a view that saves a file: where the session has ended, the page holds what was typed."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Reply | tuple[str, int]:
        if "text" in request.form and signed_in() is None:
            return render_template("teacher/texts/session_ended.html", typed=request.form), 401
        return view(*args, **kwargs)

    return guarded
