"""Grades of a class as CSV in the shapes of other programs: Moodle's import, and Google Classroom's table."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from webapp.interchange.spreadsheet import csv_cell, csv_writer

MOODLE_HEAD = ("First name", "Last name", "ID number", "Email address")
"""Columns by which Moodle's import finds a learner: the teacher maps one of them, and fills in what Fahm does not
know."""
CLASSROOM_HEAD = ("Last Name", "First Name", "Email Address")
Row = Sequence[str | float | None]
CLASSROOM_DATE, CLASSROOM_POINTS = "Date", "Points"
"""First cells of the two rows below Classroom's heading: when each item is due, and its full marks."""


@dataclass(frozen=True)
class ItemColumn:
    """A graded item: its title, the day on which it is due, where there is one, and its full marks."""

    title: str
    due: date | None
    points: float


@dataclass(frozen=True)
class GradeSheet:
    """Items, and for each learner a grade in each of them; None where there is no grade."""

    items: Sequence[ItemColumn]
    rows: Sequence[tuple[str, Sequence[float | None]]]


def moodle_csv(sheet: GradeSheet) -> bytes:
    """Write grades for Moodle (Grades → Import → CSV file): one row a learner, one column an item."""
    head = [*MOODLE_HEAD, *(item.title for item in sheet.items)]
    rows: list[Row] = [[*_names(name), "", "", *grades] for name, grades in sheet.rows]
    return _csv([head, *rows])


def classroom_csv(sheet: GradeSheet) -> bytes:
    """Write grades in the table that Google Classroom gives and Google Sheets opens."""
    blank = [""] * (len(CLASSROOM_HEAD) - 1)
    head = [*CLASSROOM_HEAD, *(item.title for item in sheet.items)]
    due = [CLASSROOM_DATE, *blank, *(item.due.isoformat() if item.due else "" for item in sheet.items)]
    most: Row = [CLASSROOM_POINTS, *blank, *(item.points for item in sheet.items)]
    rows: list[Row] = [[*reversed(_names(name)), "", *grades] for name, grades in sheet.rows]
    return _csv([head, due, most, *rows])


GRADE_FILES: Mapping[str, Callable[[GradeSheet], bytes]] = {"moodle": moodle_csv, "classroom": classroom_csv}
"""Writers of grades by the name of the program."""


def _names(name: str) -> tuple[str, str]:
    """First name and last name: the first word, and the others."""
    first, _, last = name.partition(" ")
    return first, last.strip()


def _csv(rows: Sequence[Row]) -> bytes:
    out = io.StringIO(newline="")
    csv_writer(out).writerows([csv_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
