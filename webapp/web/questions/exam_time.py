"""The end of an exam's time: what was saved is handed in by whoever asks next, with the time of the end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from flask import Flask, request

from webapp.assessment.answer_marking import grade_alone, judge, submission
from webapp.assessment.assigned_lesson import assigned_lesson
from webapp.content import Lesson
from webapp.domain.assignment import LearnersAssignment
from webapp.domain.question import Response
from webapp.domain.ruling_assignment import exams_beside
from webapp.domain.sitting import is_over, sitting_end
from webapp.store.protocols.sittings import How
from webapp.web.framework.assignments_of_reader import exams_of
from webapp.web.framework.current_learner import own_record, reader_id
from webapp.web.framework.exam_sitting import end_of, time_is_over
from webapp.web.framework.services import current_services, school_store

MOST_AT_ONCE = 20
"""Learners whose exams one page of the desk hands in: marking takes time."""
AT_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def init_app(app: Flask) -> None:
    """End an exam that is over before any page of its text is drawn for its learner, and before an answer is taken."""
    app.before_request(_end_before_page)


def end_if_over(lesson: Lesson, learner: str | None) -> None:
    """Hand in what a learner has saved of an exam whose time is over; nothing for everybody else."""
    for own in exams_of(lesson.slug, learner):
        exam = assigned_lesson(lesson, own)
        end = end_of(own) if exam.settings.exam and time_is_over(own) else None
        if end:
            hand_in_saved(exam, own, end)


def end_overdue(class_id: str, slug: str, most: int | None = None) -> int:
    """Hand in what the learners of a class have saved of a text, where their time is over; return how many remain."""
    (store, school), lesson = school_store(), current_services().library.lesson(slug)
    most = MOST_AT_ONCE if most is None else most
    given = store.assignments.kinds(school, slug) if lesson else []
    if lesson is None or not any(lesson.settings.exam or own.assignment.rules.exam for own in given):
        return 0
    members = [member.learner for member in store.people.members(school, class_id)]
    # Nearly always nothing is left over; all assignments of all learners are read only where something is.
    if not store.sittings.unfinished(school, members, slug, AT_ANY_TIME):
        return 0
    of_learners = store.assignments.of_learners(school, class_id, slug)
    over = _over(lesson, _with_saved(of_learners))
    for own, end in over[:most]:
        hand_in_saved(assigned_lesson(lesson, own), own, end)
    return max(0, len(over) - most)


def end_overdue_of_class(class_id: str) -> int:
    """Do the same for all texts that a class has as exams, until of one there are learners that remain."""
    store, school = school_store()
    remaining, library = 0, current_services().library
    given = store.assignments.of_class(school, class_id)
    exams = {
        assignment.text
        for assignment in given
        if assignment.rules.exam or assignment.rules.minutes or assignment.closes
    }
    for slug in sorted(slug for slug in exams if library.lesson(slug)):
        remaining += end_overdue(class_id, slug, 0 if remaining else None)
    return remaining


def record_answers(
    lesson: Lesson, learner: str, answers: Mapping[str, Response], form_id: str, times: Mapping[str, datetime]
) -> None:
    """Record answers as attempts of these times, by question, without a form that the learner has sent."""
    store, school = school_store()
    pairs = []
    for name, answer in answers.items():
        item = lesson.item(name)
        if item is None:
            continue
        alone = grade_alone(item.question, answer)
        sent = submission(
            lesson,
            item,
            answer,
            form=form_id,
            school=school,
            learner=learner,
            seconds=0.0,
            at=times[name],
            alone=alone,
        )
        pairs.append((sent, judge(lesson, item, answer, alone)))
    store.record_all(pairs)


def _end_before_page() -> None:
    slug = (request.view_args or {}).get("slug")
    record = own_record() if slug and request.blueprint != "desk" else None
    lesson = current_services().library.lesson(slug) if slug and record and record.assigned else None
    if lesson:
        end_if_over(lesson, reader_id())


def _with_saved(of_learners: Mapping[str, list[LearnersAssignment]]) -> list[LearnersAssignment]:
    """Assignments in force of the learners who have saved answers of them that are not handed in."""
    (store, school), now = school_store(), current_services().config.now()
    ruling = [own for several in of_learners.values() for own in exams_beside(several, now)]
    saved = list[LearnersAssignment]()
    for given in {own.assignment.id: own.assignment for own in ruling}.values():
        having = {own.learner: own for own in ruling if own.assignment.id == given.id}
        unfinished = store.sittings.unfinished(school, list(having), given.text, given.exam_since)
        saved += [having[learner] for learner in unfinished]
    return saved


def _over(lesson: Lesson, ruling: Collection[LearnersAssignment]) -> list[tuple[LearnersAssignment, datetime]]:
    """Exams of a text whose time is over, each with its end."""
    (store, school), now = school_store(), current_services().config.now()
    exams = [own for own in ruling if assigned_lesson(lesson, own).settings.exam]
    limited = {own.assignment.id for own in exams if own.minutes is not None}
    starts = {assignment_id: store.sittings.of_assignment(school, assignment_id) for assignment_id in limited}
    started = [starts.get(own.assignment.id, {}).get(own.learner) for own in exams]
    ends = [
        sitting_end(own, began) if is_over(own, began, now) else None for own, began in zip(exams, started, strict=True)
    ]
    return [(own, end) for own, end in zip(exams, ends, strict=True) if end]


def hand_in_saved(lesson: Lesson, own: LearnersAssignment, end: datetime, how: How = "time") -> None:
    """Hand in saved answers at questions that have no attempt.

    The hand-in is noted first: where this breaks off in between, the next who asks does the rest. Each question has one
    form id for all who ask, so that it is one attempt.
    """
    (store, school), learner = school_store(), own.learner
    drafts = store.drafts(school, learner, lesson.slug, lesson.typed_since)
    saved = {item.question.id: drafts[item.question.id] for item in lesson.items if item.question.id in drafts}
    if not saved:
        return
    attempts = store.tries(school, learner, lesson.slug)
    tried = {attempt.question for attempt in attempts if lesson.counts(attempt.question, attempt.at)}
    answers = {name: answer for name, answer in saved.items() if name not in tried}
    if answers:
        store.exams.note_hand_in(school, learner, lesson.slug, end, how, own.assignment.exam_since, own.assignment.id)
        record_answers(lesson, learner, answers, f"{how}-{own.assignment.id}", dict.fromkeys(answers, end))
