"""Who is reading: an id in the signed cookie. The row in the store comes with the first answer."""

from __future__ import annotations

import re
import secrets

from flask import session

from webapp.content import Lesson
from webapp.pages.services import services
from webapp.progress import Progress

_ID = re.compile(r"^[A-Za-z0-9_-]{16,64}$")


def reader_id() -> str | None:
    """The id in the cookie, if there is one."""
    found = session.get("reader")
    return found if isinstance(found, str) and _ID.match(found) else None


def reader_or_new() -> str:
    """The id in the cookie, or a new one put there: a form must know whose answers it will carry."""
    found = reader_id()
    if found is None:
        found = secrets.token_urlsafe(16)
        become(found)
    return found


def become(learner: str) -> None:
    """Read as this learner from now on, on this device."""
    session["reader"] = learner
    session.permanent = True


def progress_of(lesson: Lesson, learner: str | None) -> Progress:
    """The reader's progress; that of a newcomer when nobody is known."""
    if learner is None:
        return Progress(lesson, ())
    here = services()
    tries = here.store.tries(here.config.school, learner, lesson.slug)
    drafts = here.store.drafts(here.config.school, learner, lesson.slug) if lesson.settings.exam else ()
    marks = here.store.marks(here.config.school, learner, lesson.slug)
    return Progress(lesson, tries, drafts, marks)
