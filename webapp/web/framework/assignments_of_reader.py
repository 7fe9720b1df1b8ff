"""Assignments of a request's reader, and the lessons by their rules: what every page of a text is drawn from.

They are read once a request, and only for a learner who has any: the record that the cookie names says so. A page of
one text reads those of this text alone: over a term a class is given many.
"""

from __future__ import annotations

from flask import Flask, g, request

from webapp.assessment.assigned_lesson import assigned_lesson
from webapp.content import Lesson
from webapp.domain.assignment import LearnersAssignment
from webapp.domain.ruling_assignment import exams_beside, in_force
from webapp.web.framework.closed_texts import TextClosed
from webapp.web.framework.current_learner import own_record, reader_id, reading_state, record_of
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.exam_sitting import ExamClock, exam_clock, started_at, time_is_over
from webapp.web.framework.services import current_services, lesson_or_404, school_store


def init_app(app: Flask) -> None:
    """Let templates name the assignment that rules a text for this reader, and its state."""
    app.jinja_env.globals["assignment_of"] = _assignment_of_reader
    app.jinja_env.globals["exam_clock"] = _clock_of_reader
    app.jinja_env.globals["assignment_state"] = lambda own: own.state(current_services().config.now())


def assignments_of_reader() -> list[LearnersAssignment]:
    """All assignments of this reader, the earliest due first; texts that are gone may be among them."""
    return assignments_of(reader_id())


def has_assignments(learner: str | None) -> bool:
    """Tell whether a learner has any assignment: known from the look-up of the record."""
    return learner is not None and record_of(learner).assigned


def assignments_of(learner: str | None, text: str | None = None) -> list[LearnersAssignment]:
    """Assignments of a learner: all of them, or at least those of a text, if they have any."""
    if learner is None or not has_assignments(learner):
        return []
    known: dict[tuple[str, str | None], list[LearnersAssignment]] = g.setdefault("assignments", {})
    key = learner, None if (learner, None) in known else text
    if key not in known:
        store, school = school_store()
        known[key] = store.assignments.of_learner(school, *key)
    return known[key]


def assignment_in_force(slug: str, learner: str | None) -> LearnersAssignment | None:
    """The assignment that rules a text for a learner; a page asks for it four times."""
    if learner is None or not has_assignments(learner):
        return None
    known: dict[tuple[str, str], LearnersAssignment | None] = g.setdefault("in_force", {})
    if (slug, learner) not in known:
        of_text = _of_text(slug, learner)
        known[slug, learner] = in_force(of_text, current_services().config.now()) if of_text else None
    return known[slug, learner]


def exams_of(slug: str, learner: str | None) -> list[LearnersAssignment]:
    """The assignment that rules a text for a learner, and exams of its other paragraphs."""
    of_text = _of_text(slug, learner) if has_assignments(learner) else []
    return exams_beside(of_text, current_services().config.now()) if of_text else []


def _of_text(slug: str, learner: str | None) -> list[LearnersAssignment]:
    """The assignments of a text: on a page of its own they alone are read, else all of the learner's."""
    page_of = (request.view_args or {}).get("slug")
    own_and_others = assignments_of(learner, slug if slug == page_of else None)
    return [own for own in own_and_others if own.text == slug]


def as_assigned(lesson: Lesson, learner: str | None) -> Lesson:
    """The lesson by the rules that it has for a learner, whether it is open or not."""
    return assigned_lesson(lesson, assignment_in_force(lesson.slug, learner))


def lesson_of_reader_or_404(slug: str, *, before: bool = False, after: bool = False) -> Lesson:
    """The lesson with this slug by this reader's rules; TextClosed where the reader may not open it now.

    ``before``: for the page on which an exam is begun. ``after``: for answers, which are taken, and kept apart, also
    after the end.
    """
    return open_lesson(lesson_or_404(slug), reader_id(), before=before, after=after)


def open_lesson(lesson: Lesson, learner: str | None, *, before: bool = False, after: bool = False) -> Lesson:
    """The lesson by a learner's rules; TextClosed where the learner may not open it now."""
    record = record_of(learner) if learner is not None else None
    if record is None or not (record.assigned or record.shelf == "assigned"):
        return lesson
    own = assignment_in_force(lesson.slug, learner)
    derived = assigned_lesson(lesson, own)
    if signed_in() is None:
        if own:
            _check_times(derived, own, record.learner, before, after)
        elif record.shelf == "assigned":
            _check_shelf(lesson, record.learner)
    return derived


def is_offered(slug: str, learner: str | None) -> bool:
    """Tell whether the shelf offers a text to a learner: all texts, or the assigned ones of a class that reads these.

    What was begun, or is read in a live lesson now, stays open, but is no longer offered.
    """
    if learner is None or record_of(learner).shelf == "all" or signed_in() is not None:
        return True
    return assignment_in_force(slug, learner) is not None


def _check_times(lesson: Lesson, own: LearnersAssignment, learner: str, before: bool, after: bool) -> None:
    if own.state(current_services().config.now()) == "not-open":
        raise TextClosed("not-open", own.opens)
    if not lesson.settings.exam:
        return
    closed: TextClosed | None
    if own.left:
        closed = TextClosed("in-exam")
    elif time_is_over(own):
        closed = None if after else TextClosed("exam-closed")
    else:
        to_begin = own.minutes is not None and started_at(own) is None
        closed = TextClosed("not-begun") if to_begin and not before else None
    if closed and not _has_handed_in(lesson, learner):  # what was handed in stays open to its learner
        raise closed


def _has_handed_in(lesson: Lesson, learner: str) -> bool:
    return any(lesson.counts(attempt.question, attempt.at) for attempt in reading_state(lesson, learner).attempts)


def _assignment_of_reader(slug: str) -> LearnersAssignment | None:
    record = own_record()
    return assignment_in_force(slug, record.learner) if record and record.assigned else None


def _clock_of_reader(lesson: Lesson) -> ExamClock | None:
    """The time of an exam for this reader; None for practice, and for an exam that nobody has assigned."""
    own = assignment_in_force(lesson.slug, reader_id()) if lesson.settings.exam else None
    return exam_clock(own) if own else None


def _check_shelf(lesson: Lesson, learner: str) -> None:
    recorded = reading_state(lesson, learner)
    if not (recorded.attempts or recorded.drafts or recorded.lessons):
        raise TextClosed("not-assigned")
