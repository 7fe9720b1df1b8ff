"""One number for the school: weighed, rounded, and nothing guessed."""

from __future__ import annotations

import pytest

from webapp.analysis.school_grade import CellState, ColumnResult, rounded_grade, school_grade
from webapp.domain.grade_rule import GradeRule, Rounding, assignment_column, text_column


def result(column: str, share: float | None, state: CellState = "counted") -> ColumnResult:
    return ColumnResult(column, state, share)


def test_equal_weights_give_the_mean() -> None:
    assert school_grade([result("a", 0.5), result("b", 1.0)], GradeRule()).number == 75


def test_weights_and_columns_left_out() -> None:
    rule = GradeRule(weights={"a": 3, "c": 0})
    grade = school_grade([result("a", 0.5), result("b", 1.0), result("c", 0.0)], rule)
    assert grade.number == 63  # (3 × 0.5 + 1) ÷ 4 = 62.5
    assert school_grade([result("c", 0.2)], rule).number is None


@pytest.mark.parametrize(
    ("out_of", "rounding", "share", "expected"),
    [(100, "whole", 0.625, 63), (100, "half", 0.6249, 62.5), (20, "half", 0.6125, 12.5), (10, "tenth", 0.6449, 6.4),
     (20, "whole", 1.0, 20), (10, "whole", 0.0, 0), (10, "tenth", 0.29, 2.9)],
)  # fmt: skip
def test_rounding(out_of: int, rounding: Rounding, share: float, expected: float) -> None:
    assert rounded_grade(share, GradeRule(out_of, rounding)) == expected  # type: ignore[arg-type]


def test_what_is_missing_counts_as_nothing_earned_and_nothing_else_is_guessed() -> None:
    results = [
        result("a", 1.0),
        result("b", None, "missing"),
        result("c", None, "open"),
        result("d", None, "excused"),
        result("e", None, "not-theirs"),
        result("f", 0.5, "waiting"),
        result("g", None, "waiting"),
    ]
    grade = school_grade(results, GradeRule())
    assert (grade.number, grade.waiting, grade.open, grade.missing) == (50, 2, 1, 1)
    assert not grade.final
    assert school_grade(results[:2], GradeRule()).final
    left_out = school_grade(results, GradeRule(weights={"c": 0, "f": 0, "g": 0}))
    assert left_out.final


def test_columns_of_texts_and_assignments_have_names_of_their_own() -> None:
    assert text_column("x") != assignment_column("x")
