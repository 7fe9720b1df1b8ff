"""Cells of the gradebook's page: each share as a sign, a colour and a number, light enough for a large class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from flask import get_template_attribute
from markupsafe import Markup, escape

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
    Band(0.85, "●", "tint-4", pair("85% or more")),
    Band(0.7, "◕", "tint-3", pair("70% to 84%")),
    Band(0.5, "◑", "tint-2", pair("50% to 69%")),
    Band(0.25, "◔", "tint-1", pair("25% to 49%")),
    Band(0.0, "○", "tint-0", pair("less than 25%")),
)
STATES: dict[CellState, tuple[str, Said]] = {
    "waiting": ("…", pair("Answer awaiting marking")),
    "missing": ("✗", pair("Not submitted: counts as 0")),
    "open": ("·", pair("Nothing yet")),
    "excused": ("⊘", pair("Excused")),
    "not-theirs": ("–", pair("Not assigned to this learner")),
    "assigned": ("↤", pair("Counts for its assignment")),
}
"""Signs of the cells that are not simply counted."""
NOTHING_MORE = Said(ar="", en="")


class GradeCell(NamedTuple):
    """A cell, which many learners have alike; ``value`` is for sorting. ``linked``: it leads to the answers."""

    sign: str
    text: str
    said: str
    tint: str
    note: str
    value: str
    linked: bool


ADDRESS = "@address@"
"""Stands in a drawn cell for the address that it leads to, which each learner has another of."""
Draw = Callable[[ColumnResult, str, bool], str]


@dataclass(frozen=True)
class GradeRow:
    """One learner: the name with the address of the report, the grade, what it does not hold yet, and drawn cells."""

    name: str
    address: Markup
    grade: str
    value: str
    final: bool
    """Nothing is still to come; else the grade is drawn as provisional."""
    left: str
    cells: Markup


def band_of(share: float) -> Band:
    """The band of a share, as the whole percent that the page shows."""
    shown = int(100 * share + 0.5) / 100
    return next(band for band in BANDS if shown >= band.least)


def grade_rows(klass: SchoolClass, grades: ClassGrades) -> list[GradeRow]:
    """Rows of the page. A cell is drawn once for all who have the same: a large class has thousands."""
    macro = get_template_attribute("teacher/gradebook/cell.html", "grade_cell")

    @cache
    def drawn(result: ColumnResult, note: str, linked: bool) -> str:
        return str(macro(_cell(result, note, linked), ADDRESS)).strip()

    queries = [f"?text={quote(column.lesson.slug)}" for column in grades.columns]
    return [_row(klass, grades, row, queries, drawn) for row in grades.learners]


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
        (row.grade.waiting, N_("awaiting marking: %(n)s")),
        (row.grade.open, N_("no answers yet: %(n)s")),
        (row.grade.missing, N_("not submitted, counted as 0: %(n)s")),
    )
    return " · ".join(str(pair(message, n=count)) for count, message in counts if count)


def _file_cell(result: ColumnResult) -> Cell:
    if result.state in ("excused", "not-theirs", "assigned"):
        return str(STATES[result.state][1])
    return 0.0 if result.state == "missing" else result.share


def _row(klass: SchoolClass, grades: ClassGrades, row: LearnerGrades, queries: Sequence[str], drawn: Draw) -> GradeRow:
    number_of, address = row.grade.number, str(escape(learner_url(klass, row.member.learner)))
    cells = (
        drawn(result, _note(of_column, totals), totals is not None).replace(ADDRESS, address + query)
        for result, of_column, totals, query in zip(row.results, grades.columns, row.totals, queries, strict=True)
    )
    return GradeRow(
        row.member.name,
        Markup(address),
        "" if number_of is None else points(number_of),
        "" if number_of is None else repr(number_of),
        row.grade.final,
        left_words(row),
        Markup("".join(cells)),
    )


def _note(column: GradeColumn, totals: ColumnTotals | None) -> str:
    """Number of a column's questions that are answered; empty where all are, or none."""
    done = totals is None or is_done(column, totals)
    return "" if done or totals is None else f"{digits(totals.answered)}/{digits(column.required)}"


def _cell(result: ColumnResult, note: str, linked: bool) -> GradeCell:
    share, state = result.share, result.state
    if share is None:
        sign, said = STATES["open" if state == "counted" else state]
        return GradeCell(sign, "", str(said), "", "", "0.0" if state == "missing" else "", linked)
    band = band_of(share)
    sign, said = STATES[state] if state != "counted" else (band.sign, NOTHING_MORE)
    return GradeCell(sign, number(share, "percent"), str(said), band.tint, note, repr(share), linked)
