"""Times of an exam's learners at the desk: began, ends, handed in; and answers that came after the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.assigned_lesson import assigned_lesson
from webapp.content import Lesson
from webapp.domain.assignment import Assignment, LearnersAssignment
from webapp.domain.people import Teacher
from webapp.domain.ruling_assignment import exams_beside
from webapp.domain.sitting import sitting_end
from webapp.store.protocols.sittings import Decided, HandIn, LateAnswer, Reopening
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.questions.exam_time import record_answers
from webapp.web.teacher.access import bp
from webapp.web.teacher.assignments.assignment_rights import SeenAssignment, with_learner
from webapp.web.teacher.assignments.learners_work import LearnersWork
from webapp.web.teacher.class_audit import log_for_class
from webapp.web.teacher.given_answers import response_as_given


@dataclass(frozen=True)
class ShownLate:
    """A late answer in words. ``in_time``: its question was answered before the end."""

    number: int
    label: str
    in_time: bool
    late: LateAnswer


@dataclass(frozen=True)
class LearnersTime:
    """One learner's time for an exam; ``over``: it has ended."""

    started: datetime | None
    ends: datetime | None
    over: bool
    hand_in: HandIn | None
    late: tuple[ShownLate, ...]
    reopenings: tuple[Reopening, ...] = ()

    @property
    def began(self) -> datetime | None:
        """The time at which the learner began first."""
        return self.reopenings[0].began if self.reopenings else self.started

    @property
    def waiting(self) -> bool:
        """The teacher has not decided on late answers yet."""
        return any(shown.late.decided is None for shown in self.late)

    @property
    def minutes_late(self) -> int:
        """Minutes from the end to the last late answer, a begun one counted whole."""
        if not (self.late and self.ends):
            return 0
        return max(1, -int((self.ends - max(shown.late.at for shown in self.late)).total_seconds() // 60))


def times_of(seen: SeenAssignment, lesson: Lesson, works: Sequence[LearnersWork]) -> dict[str, LearnersTime]:
    """Times of all learners of an exam, by learner. Three statements in all, and more for late answers."""
    store, school = school_store()
    given, now = seen.assignment, current_services().config.now()
    learners = [work.member.learner for work in works]
    hand_ins = store.sittings.hand_ins(school, learners, given.text, given.exam_since, given.id)
    late = _late_by_learner(given, lesson, learners)
    reopened = store.sittings.reopenings(school, given.id)
    times = {}
    for work in works:
        learner, began = work.member.learner, work.started
        ends = sitting_end(work.own, began)
        over = ends is not None and now > ends
        again = tuple(reopened.get(learner, ()))
        times[learner] = LearnersTime(began, ends, over, hand_ins.get(learner), late.get(learner, ()), again)
    return times


@bp.post("/assignments/<slug:assignment_id>/learners/<slug:learner>/late")
@with_learner
def decide_late_answers(teacher: Teacher, seen: SeenAssignment, learner: str) -> Reply:
    """Take in a learner's late answers at questions that have none (``what=take``), or leave them.

    Late answers are of the exam that rules the text for the learner: where that is another one, its teacher decides.
    """
    lesson = current_services().library.lesson(seen.assignment.text)
    own = lesson and exam_in_force(seen, lesson, learner)
    if not (lesson and own):
        abort(404)
    store, school = school_store()
    late = store.sittings.late_answers(school, [learner], lesson.slug)
    waiting = [answer for answer in late if answer.decided is None]
    taken = _take_in(own, lesson, waiting) if request.form.get("what") == "take" else set()
    decisions: tuple[tuple[Decided, list[str]], ...] = (
        ("taken", [answer.question for answer in waiting if answer.question in taken]),
        ("left", [answer.question for answer in waiting if answer.question not in taken]),
    )
    for decided, questions in decisions:
        store.sittings.decide_late(school, learner, lesson.slug, questions, decided, teacher.id)
    for own_class in seen.classes:
        if any(member.learner == learner for member in own_class.members):
            log_for_class("late-answers-decided", teacher, own_class.klass, lesson.settings.title)
    notify("late-taken" if taken else "late-left")
    return redirect(url_for("desk.assignment", assignment_id=seen.assignment.id, _anchor="late"), 303)


def exam_in_force(seen: SeenAssignment, lesson: Lesson, learner: str) -> LearnersAssignment | None:
    """This assignment for a learner, where it is the exam that rules the text for them; None where it is not."""
    (store, school), now = school_store(), current_services().config.now()
    beside = exams_beside(store.assignments.of_learner(school, learner, lesson.slug), now)
    own = next((own for own in beside if own.assignment.id == seen.assignment.id), None)
    return own if own and assigned_lesson(lesson, own).settings.exam else None


def _take_in(own: LearnersAssignment, lesson: Lesson, waiting: Sequence[LateAnswer]) -> set[str]:
    """Record late answers as attempts of the time at which they came; return their questions."""
    (store, school), learner = school_store(), own.learner
    exam = assigned_lesson(lesson, own)
    attempts = store.tries(school, learner, lesson.slug)
    tried = {attempt.question for attempt in attempts if exam.counts(attempt.question, attempt.at)}
    new = {late.question: late for late in waiting if late.question not in tried and exam.item(late.question)}
    if new:
        last = max(late.at for late in new.values())
        store.exams.note_hand_in(
            school, learner, lesson.slug, last, "teacher", own.assignment.exam_since, own.assignment.id
        )
        answers = {name: late.response for name, late in new.items()}
        record_answers(
            exam, learner, answers, f"late-{own.assignment.id}", {name: late.at for name, late in new.items()}
        )
    return set(new)


def _late_by_learner(given: Assignment, lesson: Lesson, learners: Sequence[str]) -> Mapping[str, tuple[ShownLate, ...]]:
    store, school = school_store()
    answers = store.sittings.late_answers(school, learners, lesson.slug)
    if not answers:
        return {}
    ruling = store.assignments.in_force(school, lesson.slug)
    answers = [late for late in answers if late.learner in ruling and ruling[late.learner].assignment.id == given.id]
    whose = sorted({late.learner for late in answers})
    answered = {
        (of, name) for (of, _), by in store.reports.standings(school, whose, lesson.slug).items() for name in by
    }
    shown: dict[str, tuple[ShownLate, ...]] = {}
    for late in answers:
        item = lesson.item(late.question)
        if item is not None:
            in_time = (late.learner, late.question) in answered and late.decided != "taken"
            label = response_as_given(item, late.response, item.question.classify(late.response))
            line = ShownLate(lesson.numbers[late.question], label, in_time, late)
            shown[late.learner] = (*shown.get(late.learner, ()), line)
    return shown
