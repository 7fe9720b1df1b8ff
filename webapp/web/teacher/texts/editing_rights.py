"""Rights to change a text at the desk, and what stands in the way of it.

A text's makers and all admins change it and see its drafts. Other teachers see published texts and their published
versions; a text that was never published does not exist for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from flask import abort, g
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.drafted_file import Author
from webapp.assessment.authoring.working_copy import AuthoredText
from webapp.config import PACKAGED_CONTENT
from webapp.content.yaml_writer import can_write, read_file
from webapp.domain.people import Teacher
from webapp.store.protocols.content_versions import VersionEntry
from webapp.web.framework.desk_session import acting
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.access import teacher_only
from webapp.web.teacher.kept_forms import keeps_what_was_typed as keeps_what_was_typed

P = ParamSpec("P")
R = TypeVar("R")

MAKERS_EDIT = N_("Only this text’s editors can change it. You can read it here.")
SWITCHED_OFF = N_("Files on this server cannot be edited in the browser. Only its administrator can change them.")
WITH_THE_PACKAGE = N_(
    "This text is built into Fahm. To change it, start Fahm with your own content folder and put it there."
)
NOT_WRITABLE = N_(
    "Fahm has no permission to write to this folder. The server administrator can allow it; until "
    "then, change files on the server."
)
NOT_TEXT = N_(
    "This file is not in UTF-8, so it cannot be shown in full. Save it as UTF-8 in the program it was written in."
)


def is_maker(teacher: Teacher, slug: str) -> bool:
    """Tell whether a teacher may change a text: as one of its makers, or as an admin."""
    known: dict[str, bool] = g.setdefault("maker_of", {})
    if slug not in known:
        store, school = school_store()
        known[slug] = teacher.is_admin or store.makers.is_maker(school, slug, teacher.id)
    return known[slug]


def look_makers_up(teacher: Teacher, slugs: Iterable[str]) -> None:
    """Look up of many texts at once whether a teacher may change them."""
    store, school = school_store()
    own = frozenset() if teacher.is_admin else store.makers.texts_of(school, teacher.id)
    g.setdefault("maker_of", {}).update({slug: teacher.is_admin or slug in own for slug in slugs})


def begin_as_maker(teacher: Teacher, slug: str) -> None:
    """Make the teacher who begins a text its maker."""
    store, school = school_store()
    store.makers.add(school, slug, teacher.id, acting(teacher))
    g.pop("maker_of", None)


def maker_only(view: Callable[Concatenate[Teacher, str, P], R]) -> Callable[..., R | Reply]:
    """Decorate a view that changes the text ``slug``: its arguments are the teacher and the slug; else the 404."""

    @wraps(view)
    def guarded(teacher: Teacher, slug: str, *args: P.args, **kwargs: P.kwargs) -> R:
        return view(teacher, slug, *args, **kwargs) if is_maker(teacher, slug) else abort(404)

    return teacher_only(guarded)


def makers_barrier(teacher: Teacher, slug: str) -> str:
    """The reason why this teacher may change nothing of a text; empty where nothing is in the way."""
    if not is_maker(teacher, slug):
        return MAKERS_EDIT
    return "" if current_services().config.web_editing else SWITCHED_OFF


def authored_text(teacher: Teacher, slug: str) -> AuthoredText:
    """A text with its drafts, whether there is one of this name or not."""
    store, school = school_store()
    return AuthoredText(
        store.versions, school, current_services().library, slug, is_maker(teacher, slug), partial(is_maker, teacher)
    )


def authored_text_or_404(teacher: Teacher, slug: str) -> AuthoredText:
    """A text with its drafts; a 404 where this teacher knows none of this name."""
    text = authored_text(teacher, slug)
    known = text.is_published() or (text.sees_drafts and text.working() is not None)
    return text if known else abort(404)


def barrier(teacher: Teacher, text: AuthoredText) -> str:
    """The reason why this teacher cannot change the text here; empty where nothing is in the way."""
    config = current_services().config
    if stopped := makers_barrier(teacher, text.slug):
        return stopped
    if config.content.resolve() == PACKAGED_CONTENT.resolve():
        return WITH_THE_PACKAGE
    if not can_write(text.path):
        return NOT_WRITABLE
    return "" if is_text(read_file(text.path) or b"") else NOT_TEXT


def is_text(raw: bytes) -> bool:
    """Tell whether a file is in UTF-8."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def may_see(teacher: Teacher, slug: str, entry: VersionEntry) -> bool:
    """Tell whether a teacher may see a version of a text: a draft is for its makers and admins."""
    return entry.state != "draft" or is_maker(teacher, slug)


def author(teacher: Teacher) -> Author:
    """The teacher as a version names its author."""
    return Author(teacher.id, teacher.name)
