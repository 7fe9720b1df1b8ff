"""Grades of a class: what each learner has in each column, and the number for the school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from webapp.analysis.school_grade import ColumnResult, SchoolGrade, school_grade
from webapp.domain.grade_rule import GradeRule
from webapp.domain.people import Membership, SchoolClass
from webapp.store.protocols.class_reports import ColumnTotals
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.gradebook.columns import GradeColumn, text_columns
from webapp.web.teacher.gradebook.filters import GradebookFilter
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
        theirs = [row for row in self.learners if row.results[place].state not in ("not-theirs", "excused")]
        return sum(is_done(self.columns[place], row.totals[place]) for row in theirs), len(theirs)


def class_grades(klass: SchoolClass, chosen: GradebookFilter) -> ClassGrades:
    """Read and weigh the work of a class, in as many statements whatever its size."""
    (store, school), library = school_store(), current_services().library
    everybody = members_of(klass)
    members = chosen.learners.chosen(everybody)
    ids = [member.learner for member in members]
    columns = text_columns(library.snapshot.lessons.values(), chosen.process, chosen.texts)
    totals = store.reports.column_totals(
        school,
        ids,
        [question for column in columns for question in column.questions],
        since=chosen.begins,
        before=chosen.ends,
        hidden=[answer.attempt.id for answer in hidden_answers(ids)],
    )
    used = {column for _, column in totals}
    kept = tuple(column for column in columns if column.name in used)
    excused, rule = store.grading.excused(school, klass.id), store.grading.rule(school, klass.id)
    rows = tuple(_learner(member, kept, totals, excused, rule) for member in members)
    return ClassGrades(kept, rule, rows, len(everybody))


def whole_gradebook(klass: SchoolClass) -> ClassGrades:
    """The gradebook with nothing left out."""
    return class_grades(klass, GradebookFilter(LearnerFilter((), "", ""), (), "", None, None))


def is_done(column: GradeColumn, totals: ColumnTotals | None) -> bool:
    """All questions of a column that are no mere opinion are answered; in an exam handing in is enough."""
    return totals is not None and (column.lesson.settings.exam or totals.answered >= column.required)


def _learner(
    member: Membership,
    columns: Sequence[GradeColumn],
    totals: Mapping[tuple[str, str], ColumnTotals],
    excused: frozenset[tuple[str, str]],
    rule: GradeRule,
) -> LearnerGrades:
    own = tuple(totals.get((member.learner, column.name)) for column in columns)
    results = tuple(
        _result(column, of_column, (member.learner, column.name) in excused)
        for column, of_column in zip(columns, own, strict=True)
    )
    return LearnerGrades(member, results, own, school_grade(results, rule))


def _result(column: GradeColumn, totals: ColumnTotals | None, excused: bool) -> ColumnResult:
    if excused:
        return ColumnResult(column.name, "excused", None)
    if totals is None:
        return ColumnResult(column.name, "open", None)
    possible = totals.possible
    if column.lesson.settings.exam:  # what an exam that was handed in leaves unanswered earns nothing
        possible += max(0.0, column.points - totals.begun)
    share = totals.earned / possible if possible else None
    return ColumnResult(column.name, "waiting" if totals.waiting else "counted", share)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
