"""Grades of a class: what each learner has in each column, and the number for the school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from webapp.analysis.school_grade import ColumnResult, SchoolGrade, school_grade
from webapp.domain.grade_rule import GradeRule
from webapp.domain.people import Membership, SchoolClass
from webapp.store.protocols.class_reports import ColumnTotals
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.gradebook.columns import GradeColumn, assignment_columns, text_columns
from webapp.web.teacher.gradebook.filters import GradebookFilter
from webapp.web.teacher.gradebook.totals_at_closing import Totals, at_closing, late_learners
from webapp.web.teacher.groups.group_filter import LearnerFilter
from webapp.web.teacher.marking.blind_marks import hidden_answers
from webapp.web.teacher.results.class_results import members_of


@dataclass(frozen=True)
class LearnerGrades:
    """One learner's results by column, in the order of the columns, and the grade."""

    member: Membership
    results: tuple[ColumnResult, ...]
    totals: tuple[ColumnTotals | None, ...]
    grade: SchoolGrade


@dataclass(frozen=True)
class ClassGrades:
    """The grades of the chosen learners in the chosen columns."""

    columns: tuple[GradeColumn, ...]
    rule: GradeRule
    learners: tuple[LearnerGrades, ...]
    members: int
    """Learners of the whole class."""

    @cached_property
    def mean(self) -> float | None:
        """Mean of the grades."""
        return _mean([row.grade.number for row in self.learners])

    def mean_share(self, place: int) -> float | None:
        """Mean share in a column, of those who have one."""
        return _mean([row.results[place].share for row in self.learners])

    def done(self, place: int) -> tuple[int, int]:
        """Number of learners who have answered all of a column, and of those whom it is for."""
        theirs = [row for row in self.learners if row.results[place].state not in ("not-theirs", "assigned", "excused")]
        return sum(is_done(self.columns[place], row.totals[place]) for row in theirs), len(theirs)


@dataclass(frozen=True)
class _Reading:
    """Records that the results of a class are worked out from."""

    klass: SchoolClass
    totals: Totals
    excused: frozenset[tuple[str, str]]
    assigned: frozenset[tuple[str, str]]
    """Learners to whom a text was given, with its slug."""
    rule: GradeRule
    now: datetime
    closed: frozenset[str]
    """Names of columns that have closed for all without an allowance."""


def class_grades(klass: SchoolClass, chosen: GradebookFilter) -> ClassGrades:
    """Read and weigh the work of a class, in as many statements whatever the number of its learners."""
    store, school = school_store()
    everybody = members_of(klass)
    members = chosen.learners.chosen(everybody)
    given, texts = _columns(klass, chosen)
    totals = _totals(klass, chosen, [*given, *texts], members)
    columns = [*given, *texts]
    assigned = frozenset(
        (member.learner, column.lesson.slug)
        for column in given
        for member in members
        if column.is_for(member.learner, klass.id)
    )
    used = {name for learner, name in totals if (learner, name.partition(":")[2]) not in assigned}
    kept = tuple(column for column in columns if column.assignment or column.name in used)
    now = current_services().config.now()
    reading = _Reading(
        klass,
        totals,
        store.grading.excused(school, klass.id),
        assigned,
        store.grading.rule(school, klass.id),
        now,
        frozenset(of.name for of in given if of.is_closed(now)),
    )
    return ClassGrades(kept, reading.rule, tuple(_learner(member, kept, reading) for member in members), len(everybody))


def whole_gradebook(klass: SchoolClass) -> ClassGrades:
    """The gradebook with nothing left out."""
    return class_grades(klass, GradebookFilter(LearnerFilter((), "", ""), (), "", None, None))


def is_done(column: GradeColumn, totals: ColumnTotals | None) -> bool:
    """All questions of a column that are no mere opinion are answered; in an exam handing in is enough."""
    return totals is not None and (column.exam or totals.answered >= column.required)


def _columns(klass: SchoolClass, chosen: GradebookFilter) -> tuple[list[GradeColumn], list[GradeColumn]]:
    """Columns of the assignments of a class, and of all texts."""
    (store, school), lessons = school_store(), current_services().library.snapshot.lessons
    given = store.assignments.of_class(school, klass.id)
    allowances = {assignment.id: store.assignments.allowances(school, assignment.id) for assignment in given}
    return (
        assignment_columns(given, lessons, allowances, chosen.process, chosen.texts),
        text_columns(lessons.values(), chosen.process, chosen.texts),
    )


def _totals(
    klass: SchoolClass, chosen: GradebookFilter, columns: Sequence[GradeColumn], members: Sequence[Membership]
) -> Totals:
    """Totals by learner and column: in an assignment that has closed, those of its closing."""
    store, school = school_store()
    ids = [member.learner for member in members]
    totals = store.reports.column_totals(
        school,
        ids,
        [question for column in columns for question in column.questions()],
        since=chosen.begins,
        before=chosen.ends,
        hidden=[answer.attempt.id for answer in hidden_answers(ids)],
    )
    late = late_learners(columns, members)
    kept = {key: of_column for key, of_column in totals.items() if key not in late}
    counted = kept | at_closing(klass, columns, members, late)
    practised = _practised(columns, members, counted)
    return {key: of_column for key, of_column in counted.items() if key not in practised}


def _practised(columns: Sequence[GradeColumn], members: Sequence[Membership], totals: Totals) -> set[tuple[str, str]]:
    """Learners who have joined after an exam was given, with answers from elsewhere and no hand-in, and its column."""
    store, school = school_store()
    practised = set[tuple[str, str]]()
    for column in columns:
        since = column.exam_since
        joined = [member.learner for member in members if since and member.joined > since]
        answered = [learner for learner in joined if (learner, column.name) in totals]
        if answered:
            handed_in = store.sittings.hand_ins(school, answered, column.lesson.slug, since)
            practised |= {(learner, column.name) for learner in answered if learner not in handed_in}
    return practised


def _learner(member: Membership, columns: Sequence[GradeColumn], reading: _Reading) -> LearnerGrades:
    own = tuple(reading.totals.get((member.learner, column.name)) for column in columns)
    results = tuple(
        _result(column, of_column, member.learner, reading) for column, of_column in zip(columns, own, strict=True)
    )
    return LearnerGrades(member, results, own, school_grade(results, reading.rule))


def _result(column: GradeColumn, totals: ColumnTotals | None, learner: str, reading: _Reading) -> ColumnResult:
    closed = False
    if column.assignment:
        if not column.is_for(learner, reading.klass.id):
            return ColumnResult(column.name, "not-theirs", None)
        closed = column.name in reading.closed
        # Few have one of their own.
        if learner in column.allowances and (own := column.own(learner, reading.klass.id)):
            if own.excused:
                return ColumnResult(column.name, "excused", None)
            closed = own.state(reading.now) == "closed"
    elif (learner, column.lesson.slug) in reading.assigned:
        return ColumnResult(column.name, "assigned", None)
    if (learner, column.name) in reading.excused:
        return ColumnResult(column.name, "excused", None)
    if totals is None:
        return ColumnResult(column.name, "missing" if closed else "open", None)
    possible = totals.possible
    if closed or column.exam:  # what was left unanswered earns nothing
        possible += max(0.0, column.points - totals.begun)
    share = totals.earned / possible if possible else None
    return ColumnResult(column.name, "waiting" if totals.waiting else "counted", share)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
