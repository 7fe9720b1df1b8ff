"""The learner of a request: an id in the signed cookie. The row in the store is created with the first answer."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from flask import g, session

from webapp.assessment.progress import Pace, Progress
from webapp.content import Lesson
from webapp.store.protocols.live_lessons import LiveLesson
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.services import current_services, school_store

_ID = re.compile(r"^[A-Za-z0-9_-]{16,64}$")


def reader_id() -> str | None:
    """Learner's id in the cookie, if there is one; for a merged record, the canonical record's."""
    learner = session.get("reader")
    return canonical_learner_id(learner) if isinstance(learner, str) and _ID.match(learner) else None


def canonical_learner_id(learner: str) -> str:
    """Id of the canonical record of a learner; most often the same id."""
    known_here: dict[str, str] = g.setdefault("whole", {})
    if learner not in known_here:
        services = current_services()
        try:
            row = services.store.learner(services.config.school, learner)
        except StoreUnavailable:  # the error page is drawn for a reader too
            return learner
        known_here[learner] = row.id if row else learner
    return known_here[learner]


def reader_or_new() -> str:
    """Learner's id in the cookie, or a new one that is set: a form must know whose answers it will carry."""
    learner = reader_id()
    if learner is None:
        learner = secrets.token_urlsafe(16)
        become(learner)
    return learner


def has_record(learner: str) -> bool:
    """Tell whether anything is recorded of this learner."""
    store, school = school_store()
    return store.learner(school, learner) is not None


def become(learner: str) -> None:
    """Make this device read as this learner from now on."""
    session["reader"] = learner
    session.permanent = True
    renew()


def renew() -> None:
    """Renew the cookie once a month, so that a regular reader's never expires."""
    month = f"{current_services().config.now():%Y-%m}"
    if session.get("month") != month:
        session["month"] = month


def progress_of(lesson: Lesson, learner: str | None) -> Progress:
    """The reader's progress; that of a newcomer where the reader is unknown."""
    if learner is None:
        return Progress(lesson, ())
    store, school = school_store()
    tries = store.tries(school, learner, lesson.slug)
    drafts = store.drafts(school, learner, lesson.slug) if lesson.settings.exam else ()
    marks = store.marks(school, learner, lesson.slug) if tries else {}
    return Progress(lesson, tries, drafts, marks, pace_of(store.live.lessons_of_learner(school, learner, lesson.slug)))


def pace_of(lessons: Sequence[LiveLesson]) -> Pace | None:
    """Pace of a learner whose classes have these lessons on one text; None without any.

    A lesson holds its own class alone: what one class has opened, or does not hold, another one does not close.
    """
    if not lessons:
        return None
    bounds = [lesson.max_step for lesson in lessons if lesson.max_step is not None]
    max_step = max(bounds) if len(bounds) == len(lessons) else None
    return Pace(max(lesson.unlocked_step for lesson in lessons), max_step)
