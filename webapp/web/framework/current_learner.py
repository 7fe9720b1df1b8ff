"""The learner of a request: an id and its epoch in the signed cookie. The row is created with the first answer.

A cookie of another epoch than the learner's present one names nobody, and so does one of a deleted record.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from flask import g, session
from werkzeug.wrappers import Response as Reply

from webapp.assessment.progress import Pace, Progress
from webapp.content import Lesson
from webapp.store.protocols.live_lessons import LiveLesson
from webapp.store.protocols.reading_state import ReadingState
from webapp.store.protocols.record_access import NamedRecord
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.services import current_services, school_store

_ID = re.compile(r"^[A-Za-z0-9_-]{16,64}$")


def reader_id() -> str | None:
    """Learner's id in the cookie, if there is one; for a merged record, the canonical record's."""
    named = named_reader()
    return _look_up(*named).learner if named else None


def named_reader() -> tuple[str, str] | None:
    """Learner's id and epoch as they stand in the cookie, if they still count."""
    learner, epoch = session.get("reader"), session.get("epoch", "")
    if not (isinstance(learner, str) and _ID.match(learner) and isinstance(epoch, str)):
        return None
    return (learner, epoch) if is_valid(learner, epoch) else None


def is_valid(learner: str, epoch: str) -> bool:
    """Tell whether what was signed for a learner in this epoch still counts."""
    return _look_up(learner, epoch).valid


def _look_up(learner: str, epoch: str) -> NamedRecord:
    """The record of a learner, looked up once a request."""
    records = _records()
    if (learner, epoch) not in records:
        store, school = school_store()
        try:
            records[learner, epoch] = store.access.named(school, learner, epoch)
        except StoreUnavailable:  # the error page is drawn for a reader too
            return NamedRecord(learner, valid=True, exists=False)
    return records[learner, epoch]


def _records() -> dict[tuple[str, str], NamedRecord]:
    records: dict[tuple[str, str], NamedRecord] = g.setdefault("records", {})
    return records


def epoch_of(learner: str) -> str:
    """The present epoch of a learner, for what is signed now."""
    store, school = school_store()
    try:
        return store.access.epoch(school, learner)
    except StoreUnavailable:
        return ""


def canonical_learner_id(learner: str) -> str:
    """Id of the canonical record of a learner; most often the same id."""
    return _look_up(learner, "").learner


def reader_or_new() -> str:
    """Learner's id in the cookie, or a new one that is set: a form must know whose answers it will carry."""
    learner = reader_id()
    if learner is None:
        learner = secrets.token_urlsafe(16)
        become(learner)
    return learner


def has_record(learner: str) -> bool:
    """Tell whether anything was recorded of this learner when the request began."""
    for record in _records().values():
        if record.learner == learner:
            return record.exists
    store, school = school_store()
    return store.learner(school, learner) is not None


def become(learner: str) -> None:
    """Make this device read as this learner from now on."""
    session["reader"] = learner
    session.pop("epoch", None)
    epoch = epoch_of(learner)
    if epoch:
        session["epoch"] = epoch
    session.permanent = True
    renew()


def switch_to(learner: str) -> None:
    """Make a shared device read as another learner; forms that are open for the one before end with their session."""
    session.clear()
    become(learner)


def switched(reply: Reply) -> Reply:
    """Let the browser forget pages that it holds for the reader before; answers that wait there are kept.

    A script of the next page deletes that reader's copies and drafts (webapp/static/offline/offline_queue.js).
    """
    reply.headers["Clear-Site-Data"] = '"cache"'
    return reply


def renew() -> None:
    """Renew the cookie once a month, so that a regular reader's never expires."""
    month = f"{current_services().config.now():%Y-%m}"
    if session.get("month") != month:
        session["month"] = month


def progress_of(lesson: Lesson, learner: str | None) -> Progress:
    """The reader's progress; that of a newcomer where the reader is unknown."""
    return progress_in(lesson, reading_state(lesson, learner))


def reading_state(lesson: Lesson, learner: str | None) -> ReadingState:
    """Everything that is recorded of the reader in a text; nothing where the reader is unknown."""
    if learner is None:
        return ReadingState()
    store, school = school_store()
    return store.reading_state(school, learner, lesson.slug)


def progress_in(lesson: Lesson, state: ReadingState) -> Progress:
    """The progress that follows from a reader's state."""
    return Progress(lesson, state.attempts, state.drafts, state.marks, pace_of(state.lessons))


def pace_of(lessons: Sequence[LiveLesson]) -> Pace | None:
    """Pace of a learner whose classes have these lessons on one text; None without any.

    A lesson holds its own class alone: what one class has opened, or does not hold, another one does not close.
    """
    if not lessons:
        return None
    bounds = [lesson.max_step for lesson in lessons if lesson.max_step is not None]
    max_step = max(bounds) if len(bounds) == len(lessons) else None
    return Pace(max(lesson.unlocked_step for lesson in lessons), max_step)
