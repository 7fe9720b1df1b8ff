"""The learner of a request: an id, its epoch and a session in the signed cookie. The first answer creates the row.

A cookie of another epoch than the learner's present one names nobody, and so does one of a deleted record, or of a
session that was signed out of, on whatever device a copy of it is.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace

from flask import Flask, abort, g, request, session
from werkzeug.wrappers import Response as Reply

from webapp.assessment.progress import Pace, Progress
from webapp.content import Lesson
from webapp.domain.access_codes import new_record_id
from webapp.store.protocols.exams import ResultsWait
from webapp.store.protocols.live_lessons import LiveLesson
from webapp.store.protocols.reading_state import ReadingState
from webapp.store.protocols.record_access import NamedRecord, ReadersClass
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework import kept_record
from webapp.web.framework.closed_texts import TextClosed
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.notices import BACKGROUND
from webapp.web.framework.services import UNASKED, current_services, school_store
from webapp.web.framework.unused_claims import GivenBack, give_back_unused

LEFT = "left"
"""Key of the session under which the reader who was switched from can come back for a moment."""
_ID = re.compile(r"^[A-Za-z0-9_-]{16,64}$")


def reader_id() -> str | None:
    """Learner's id in the cookie, if there is one; for a merged record, the canonical record's."""
    record = own_record()
    return record.learner if record else None


def own_record() -> NamedRecord | None:
    """The record of this device's reader, with what each page says of it; looked up once a request."""
    own: NamedRecord | None = kept_record.kept_record()
    return _find_own_record() if own is UNASKED else own


def _find_own_record() -> NamedRecord | None:
    cookie = _cookie()
    record = _look_up(*cookie) if cookie else None
    own = record if record and record.valid else None
    if record is None or cookie in _records():
        kept_record.keep_record(own)
    return own


def classes_of_reader() -> tuple[ReadersClass, ...]:
    """Classes of the reader of this request, known from the look-up of the cookie: no statement of their own."""
    record = own_record()
    return record.classes if record else ()


def named_reader() -> tuple[str, str] | None:
    """Learner's id and epoch as they stand in the cookie, if they still count."""
    return (session["reader"], session.get("epoch", "")) if own_record() else None


def named_session() -> tuple[str, str, str] | None:
    """The same with the session."""
    cookie = _cookie()
    return cookie if cookie and _look_up(*cookie).valid else None


def _cookie() -> tuple[str, str, str] | None:
    """Learner's id, epoch and session as they stand in the cookie, whether they still count or not."""
    learner, epoch = session.get("reader"), session.get("epoch", "")
    if not (isinstance(learner, str) and _ID.match(learner) and isinstance(epoch, str)):
        return None
    return learner, epoch, _session_id()


def forget_reader() -> None:
    """Make this device nobody's."""
    session.clear()
    kept_record.forget_record()


def is_valid(learner: str, epoch: str, session_id: str | None = None) -> bool:
    """Tell whether what was signed for a learner in this epoch, and for this session if it names one, still counts."""
    return _look_up(learner, epoch, session_id).valid


def _look_up(learner: str, epoch: str = "", session_id: str | None = None) -> NamedRecord:
    """The record of a learner, looked up once a request."""
    records, signed = _records(), (learner, epoch, session_id)
    if signed not in records:
        store, school = school_store()
        try:
            records[signed] = store.access.named(school, *signed)
        except StoreUnavailable:  # the error page is drawn for a reader too
            return NamedRecord(learner, valid=True, exists=False)
    return records[signed]


def _records() -> dict[tuple[str, str, str | None], NamedRecord]:
    records: dict[tuple[str, str, str | None], NamedRecord] = g.setdefault("records", {})
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
    return _look_up(learner).learner


def reader_or_new() -> str:
    """Learner's id in the cookie, or a new one that is set: a form must know whose answers it will carry.

    A page that a script fetches ahead makes nobody a reader: whoever left this device may still come back to it.
    """
    learner = reader_id()
    if learner is None:
        if BACKGROUND in request.headers:
            abort(403)
        learner = new_record_id()
        become(learner)
    return learner


def has_record(learner: str) -> bool:
    """Tell whether anything was recorded of this learner when the request began."""
    record = _known_record(learner)
    if record:
        return record.exists
    store, school = school_store()
    return store.learner(school, learner) is not None


def record_of(learner: str) -> NamedRecord:
    """The record with this id, as it was when the request began."""
    return _known_record(learner) or _look_up(learner)


def _known_record(learner: str) -> NamedRecord | None:
    """The record with this id, where this request has looked it up: most often that of the reader."""
    own = own_record()
    if own and own.learner == learner:
        return own
    return next((record for record in _records().values() if record.learner == learner), None)


def become(learner: str) -> None:
    """Make this device read as this learner from now on."""
    kept_record.forget_record()
    session["reader"] = learner
    session["session"] = secrets.token_urlsafe(9)
    session.pop("epoch", None)
    session.pop(LEFT, None)
    epoch = epoch_of(learner)
    if epoch:
        session["epoch"] = epoch
    session.permanent = True
    renew()


def switch_to(learner: str) -> None:
    """Make a shared device read as another learner; forms that are open for the one before end with their session."""
    end_session(going_on_as=learner)
    become(learner)


def end_session(going_on_as: str = "") -> list[GivenBack]:
    """Make this device nobody's; copies of its cookie end as well, the reader's other devices stay signed in.

    Names that the reader took from a class's list and answered nothing under go back to it, and are returned; not so
    where the device goes on as the same learner.
    """
    named, reader, given = named_reader(), reader_id(), list[GivenBack]()
    if named and has_record(named[0]):
        store, school = school_store()
        if reader and reader != going_on_as:
            given = give_back_unused(reader, classes_of_reader())
        store.access.end_session(school, named[0], _session_id())
    forget_reader()
    return given


def _session_id() -> str:
    """Session of the cookie; empty in one of an earlier Fahm."""
    session_id = session.get("session", "")
    return session_id if isinstance(session_id, str) else ""


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


def progress_of(lesson: Lesson, learner: str | None, even_closed: bool = False) -> Progress:
    """The reader's progress; that of a newcomer where the reader is unknown.

    TextClosed where the text is closed to the reader, unless it is not opened here (``even_closed``).
    """
    if even_closed and learner is None:
        return progress_in(lesson, learner, ReadingState())
    state = reading_state(lesson, learner)
    return progress_in(lesson, learner, replace(state, in_exam=False) if even_closed else state)


def reading_state(lesson: Lesson, learner: str | None) -> ReadingState:
    """Everything that is recorded of the reader in a text; nothing where the reader is unknown."""
    store, school = school_store()
    if learner is None:
        return ReadingState(in_exam=store.assignments.is_closed_to_others(school, lesson.slug))
    return store.reading_state(school, learner, lesson.slug, lesson.typed_since)


def progress_in(lesson: Lesson, learner: str | None, state: ReadingState) -> Progress:
    """The progress that follows from a reader's state. Whoever is signed in at the desk may read every page.

    TextClosed where a class writes an exam that is made of the text, and this reader is in none.
    """
    if state.in_exam and not lesson.settings.exam and signed_in() is None:
        raise TextClosed("in-exam")
    wait = results_wait(lesson, learner)
    attempts = state.attempts
    if wait and learner and attempts:  # the attempts that count of merged records would tell which are right
        store, school = school_store()
        attempts = store.exams.handed_in_attempts(school, learner, lesson.slug)
    # A lesson of another class neither holds a learner back in an exam nor opens its gates.
    pace = None if lesson.settings.exam else pace_of(state.lessons)
    at_desk = signed_in() is not None
    return Progress(lesson, attempts, state.drafts, state.marks, pace, wait, at_desk, state.in_class)


def results_wait(lesson: Lesson, learner: str | None) -> ResultsWait:
    """Classes that the results of an exam wait for before this reader may see them; empty for practice."""
    if not lesson.settings.exam:
        return ""
    store, school = school_store()
    try:
        return store.exams.results_wait(school, learner or "", lesson.slug)
    except StoreUnavailable:
        if learner is None:  # who has answered nothing is shown no result anyway
            return ""
        raise


def pace_of(lessons: Sequence[LiveLesson]) -> Pace | None:
    """Pace of a learner whose classes have these lessons on one text; None without any.

    A lesson holds its own class alone: what one class has opened, or does not hold, another one does not close.
    """
    if not lessons:
        return None
    bounds = [lesson.max_step for lesson in lessons if lesson.max_step is not None]
    max_step = max(bounds) if len(bounds) == len(lessons) else None
    return Pace(max(lesson.unlocked_step for lesson in lessons), max_step)


def init_app(app: Flask) -> None:
    """Keep the reader of each request, and add the reader's classes to the templates."""
    kept_record.init_app(app)
    app.jinja_env.globals.update(classes_of_reader=classes_of_reader)
