"""Points that learners had when an assignment closed: what they practised later counts no more for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from webapp.assessment.assigned_lesson import assigned_lesson
from webapp.assessment.recomputed_standing import recomputed_standing
from webapp.content import Lesson
from webapp.domain.assignment import LearnersAssignment
from webapp.domain.attempt import Attempt
from webapp.domain.people import Membership, SchoolClass
from webapp.store.protocols.class_reports import ColumnTotals
from webapp.store.protocols.store import Standing
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.gradebook.columns import GradeColumn
from webapp.web.teacher.marking.blind_marks import visible_marks
from webapp.web.teacher.results.class_results import Work

Totals = dict[tuple[str, str], ColumnTotals]


def at_closing(
    klass: SchoolClass, columns: Sequence[GradeColumn], members: Sequence[Membership], late: Collection[tuple[str, str]]
) -> Totals:
    """Totals of the ``late`` learners at the closing, by learner and column; those who had nothing are left out."""
    found: Totals = {}
    for column in columns:
        learners = sorted(learner for learner, name in late if name == column.name)
        if learners:
            found |= _of_column(klass, column, [member for member in members if member.learner in learners])
    return found


def late_learners(columns: Sequence[GradeColumn], members: Sequence[Membership]) -> set[tuple[str, str]]:
    """Learners who answered a question of a column after it had closed for the class, with the column; one statement.

    Those with a closing time of their own are among them where they answered after that of the class.
    """
    store, school = school_store()
    now = current_services().config.now()
    closed = [
        question
        for column in columns
        if column.assignment and column.assignment.closes and column.assignment.closes < now
        for question in column.questions(column.assignment.closes)
    ]
    ids = [member.learner for member in members]
    return set(store.reports.column_totals(school, ids, closed)) if closed else set()


def _of_column(klass: SchoolClass, column: GradeColumn, members: Sequence[Membership]) -> Totals:
    (store, school), slug = school_store(), column.lesson.slug
    ids = [member.learner for member in members]
    attempts: dict[str, list[Attempt]] = {learner: [] for learner in ids}
    for attempt in store.reports.tries(school, ids, slug):
        attempts[attempt.learner].append(attempt)
    marked = visible_marks(store.reports.marks(school, ids, slug), ids, slug)
    lesson = replace(column.lesson, items=column.items)
    found: Totals = {}
    for learner in ids:
        own = column.own(learner, klass.id)
        if own and own.closes:
            standings = _standings(column.lesson, own, attempts[learner], own.closes)
            if standings:
                work = Work(lesson, members, {learner: standings}, marked)
                found[learner, column.name] = _totals(work, learner)
    return found


def _standings(
    lesson: Lesson, own: LearnersAssignment, attempts: Sequence[Attempt], closes: datetime
) -> Mapping[str, Standing]:
    """Standings from the attempts up to a time, by the rules of the assignment."""
    by_question: dict[str, list[Attempt]] = {}
    counts = assigned_lesson(lesson, own).counts
    for attempt in attempts:
        if attempt.at <= closes and counts(attempt.question, attempt.at):
            by_question.setdefault(attempt.question, []).append(attempt)
    settings = assigned_lesson(lesson, own).settings
    standings = {}
    for name, tries in by_question.items():
        item = lesson.item(name)
        if item:
            again = recomputed_standing(settings.rules_of(item.question), tries)
            standings[name] = Standing(
                name, len(tries), 0, again.verdict, again.earned, again.possible, again.settled, again.last_try,
                tries[-1].at, again.rules,
            )  # fmt: skip
    return standings


def _totals(work: Work, learner: str) -> ColumnTotals:
    results = [(item, work.at(learner, item)) for item in work.lesson.items]
    total = work.sum_of(learner)
    begun = sum(item.question.points for item, _ in results if item.question.id in work.standings[learner])
    answered = sum(result.answered for item, result in results if item.question.holds_gate)
    decided = sum(result.possible for _, result in results if result.earned is not None and result.answered)
    return ColumnTotals(total.earned, decided, begun, answered, total.waiting)
