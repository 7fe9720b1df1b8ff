"""Grades for Moodle and Google Classroom, read back as those programs read them."""

from __future__ import annotations

import csv
import io
from datetime import date

from webapp.interchange.exports.grade_files import GRADE_FILES, GradeSheet, ItemColumn

SHEET = GradeSheet(
    [ItemColumn("الدرجة /20", None, 20), ItemColumn('=قمة; "حلب"', date(2026, 11, 29), 100)],
    [("ليلى بنت حسن", [17.5, 80.0]), ("عمر", [None, 0.0]), ("=cmd|' /C calc'!A0 خالد", [3.0, None])],
)


def rows(kind: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(GRADE_FILES[kind](SHEET).decode("utf-8-sig"))))


def test_moodle_finds_a_learner_in_each_row_and_an_item_in_each_column() -> None:
    head, *learners = rows("moodle")
    assert head[:4] == ["First name", "Last name", "ID number", "Email address"]
    assert len(head) == len(set(head)) == 6
    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in learners}
    assert by_name["ليلى"]["Last name"] == "بنت حسن"
    assert float(by_name["ليلى"]["الدرجة /20"]) == 17.5
    assert by_name["عمر"]["الدرجة /20"] == ""  # no grade, which Moodle passes over
    assert by_name["عمر"][head[5]] == "0.0"


def test_classroom_has_dates_and_points_in_two_rows_below_the_heading() -> None:
    head, due, points, *learners = rows("classroom")
    assert head[:3] == ["Last Name", "First Name", "Email Address"]
    assert due == ["Date", "", "", "", "2026-11-29"]
    assert points == ["Points", "", "", "20", "100"]
    assert learners[0] == ["بنت حسن", "ليلى", "", "17.5", "80.0"]


def test_no_name_and_no_title_is_run_as_a_formula() -> None:
    for kind in GRADE_FILES:
        for row in rows(kind):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row), row
