"""Cells of the gradebook's page: each share as a sign, a colour and a number, light enough for a large class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from webapp.analysis.school_grade import CellState, ColumnResult
from webapp.domain.people import SchoolClass
from webapp.interchange.spreadsheet import Cell, CellLink, Column, Table
from webapp.store.protocols.class_reports import ColumnTotals
from webapp.web.framework.i18n import N_, Said, digits, pair, points
from webapp.web.teacher.gradebook.columns import GradeColumn
from webapp.web.teacher.gradebook.grades import ClassGrades, LearnerGrades, is_done
from webapp.web.teacher.results.class_results import learner_url
from webapp.web.teacher.results.table_view import column, number


@dataclass(frozen=True)
class Band:
    """Shares from ``least`` on (0 to 1), up to the next band: the sign, and the class of the colour."""

    least: float
    sign: str
    tint: str
    said: Said


BANDS = (
    Band(0.85, "●", "tint-4", pair("85% and more")),
    Band(0.7, "◕", "tint-3", pair("70% to 84%")),
    Band(0.5, "◑", "tint-2", pair("50% to 69%")),
    Band(0.25, "◔", "tint-1", pair("25% to 49%")),
    Band(0.0, "○", "tint-0", pair("less than 25%")),
)
STATES: dict[CellState, tuple[str, Said]] = {
    "waiting": ("…", pair("Waits for a mark")),
    "missing": ("✗", pair("Not handed in: counts as 0")),
    "open": ("·", pair("Nothing yet")),
    "excused": ("⊘", pair("Excused")),
    "not-theirs": ("–", pair("Not given to this learner")),
}
"""Signs of the cells that are not simply counted."""


@dataclass(frozen=True)
class GradeCell:
    """A cell on the page; ``value`` is for sorting, ``query`` leads to the learner's answers in the text."""

    sign: str
    text: str
    said: str
    tint: str
    note: str
    value: str
    query: str


@dataclass(frozen=True)
class GradeRow:
    """One learner: the name with the address of the report, the grade, what it does not hold yet, and the cells."""

    name: str
    address: str
    grade: str
    value: str
    final: bool
    left: str
    cells: tuple[GradeCell, ...]


def band_of(share: float) -> Band:
    """The band of a share, as the whole percent that the page shows."""
    shown = int(100 * share + 0.5) / 100
    return next(band for band in BANDS if shown >= band.least)


def grade_rows(klass: SchoolClass, grades: ClassGrades) -> list[GradeRow]:
    """Rows of the page."""
    percents: dict[float, str] = {}
    queries = [f"?text={quote(column.lesson.slug)}" for column in grades.columns]
    return [_row(klass, grades, row, queries, percents) for row in grades.learners]


def grade_table(grades: ClassGrades) -> Table:
    """The gradebook as a table for files, and for sorting; a share is from 0 to 1."""
    columns = (
        column("learner", N_("Learner"), "link", own=True),
        column("grade", N_("Grade out of %(n)s"), "number", n=grades.rule.out_of),
        column("left", N_("Not in the grade yet")),
        *(Column(of.name, ar=of.title, en=of.title, kind="percent", own=True) for of in grades.columns),
    )
    rows = [
        (CellLink(row.member.name, ""), row.grade.number, left_words(row), *map(_file_cell, row.results))
        for row in grades.learners
    ]
    return Table(str(pair("Gradebook")), columns, tuple(rows))


def left_words(row: LearnerGrades) -> str:
    """Columns that the grade does not hold, and those that it counts as 0, in words."""
    counts = (
        (row.grade.waiting, N_("waiting for a mark: %(n)s")),
        (row.grade.open, N_("nothing yet: %(n)s")),
        (row.grade.missing, N_("not handed in, counted as 0: %(n)s")),
    )
    return str(pair(" · ")).join(str(pair(message, n=count)) for count, message in counts if count)


def _file_cell(result: ColumnResult) -> Cell:
    if result.state in ("excused", "not-theirs"):
        return str(STATES[result.state][1])
    return 0.0 if result.state == "missing" else result.share


def _row(
    klass: SchoolClass, grades: ClassGrades, row: LearnerGrades, queries: Sequence[str], percents: dict[float, str]
) -> GradeRow:
    number_of = row.grade.number
    return GradeRow(
        row.member.name,
        learner_url(klass, row.member.learner),
        "" if number_of is None else points(number_of),
        "" if number_of is None else repr(number_of),
        row.grade.final,
        left_words(row),
        tuple(
            _cell(result, of_column, totals, query, percents)
            for result, of_column, totals, query in zip(row.results, grades.columns, row.totals, queries, strict=True)
        ),
    )


def _cell(
    result: ColumnResult, of: GradeColumn, totals: ColumnTotals | None, query: str, percents: dict[float, str]
) -> GradeCell:
    share, state = result.share, result.state
    if share is None or state in ("excused", "not-theirs"):
        sign, said = STATES["open" if state == "counted" else state]
        return GradeCell(sign, "", str(said), "", "", "0.0" if state == "missing" else "", query if totals else "")
    if share not in percents:
        percents[share] = number(share, "percent")
    band = band_of(share)
    note = "" if totals is None or is_done(of, totals) else f"{digits(totals.required)}/{digits(of.required)}"
    if state != "counted":
        sign, said = STATES[state]
        return GradeCell(sign, percents[share], str(said), band.tint, note, repr(share), query)
    return GradeCell(band.sign, percents[share], "", band.tint, note, repr(share), query)
