"""Intervals: they hold the figure, tell the truth about a few attempts, and repeat."""

from __future__ import annotations

import random

import pytest

from analysis.score_tables import class_marks
from webapp.analysis import item_statistics
from webapp.analysis.confidence_intervals import ITEM_FIGURES, TEXT_FIGURES, Interval, intervals, mean_interval
from webapp.analysis.minimum_sample_sizes import FOR_DISCRIMINATION, FOR_FACILITY

MARKS = class_marks(40, 6)


def test_every_figure_of_a_class_has_an_interval_around_it() -> None:
    found, plain = intervals(MARKS, [1] * 6), item_statistics(MARKS, [1] * 6)
    for own, item in zip(found.items, plain["items"], strict=True):
        for figure in ITEM_FIGURES:
            assert own[figure].low <= item[figure] <= own[figure].high, figure
    for figure in TEXT_FIGURES:
        assert found.text[figure].low < found.text[figure].high


def test_the_interval_of_a_facility_is_about_as_wide_as_theory_says() -> None:
    share = item_statistics(MARKS, [1] * 6)["items"][0]["facility"]
    own = intervals(MARKS, [1] * 6).items[0]["facility"]
    assert own.high - own.low == pytest.approx(2 * 1.96 * (share * (1 - share) / 40) ** 0.5, rel=0.2)


def test_the_same_seed_gives_the_same_and_the_order_of_attempts_does_not_matter() -> None:
    mixed = random.Random(1).sample(MARKS, len(MARKS))
    assert intervals(MARKS, [1] * 6, seed=7) == intervals(mixed, [1] * 6, seed=7)
    assert intervals(MARKS, [1] * 6, seed=7) != intervals(MARKS, [1] * 6, seed=8)


def test_below_eight_attempts_there_is_none() -> None:
    found = intervals(MARKS[: FOR_FACILITY - 1], [1] * 6)
    assert {own[figure] for own in found.items for figure in ITEM_FIGURES} == {None}
    assert set(found.text.values()) == {None}


def test_below_twenty_attempts_only_what_is_counted_has_one() -> None:
    found = intervals(MARKS[: FOR_DISCRIMINATION - 1], [1] * 6)
    assert isinstance(found.items[0]["facility"], Interval)
    assert isinstance(found.text["mean"], Interval)
    assert found.items[0]["discrimination_index"] is None
    assert found.text["cic"] is None


def test_an_item_that_everybody_solved_has_no_discrimination_to_be_sure_of() -> None:
    own = intervals([[1, *row] for row in MARKS], [1] * 7).items[0]
    assert own["facility"] == Interval(1, 1)
    assert own["discrimination_index"] is None


def test_an_empty_table_and_items_without_points_do_no_harm() -> None:
    assert intervals([], [1]).items[0]["facility"] is None
    assert intervals([[]] * 9, []).items == ()
    assert intervals([[0.0]] * 30, [0]).items[0]["facility"] is None


def test_a_wider_level_gives_a_wider_interval() -> None:
    narrow, wide = (intervals(MARKS, [1] * 6, level=level).text["mean"] for level in (0.5, 0.99))
    assert wide.low < narrow.low
    assert narrow.high < wide.high


def test_many_attempts_give_narrow_intervals_at_the_same_cost() -> None:
    marks = class_marks(3000, 3)
    few, many = intervals(marks[:100], [1] * 3, resamples=200), intervals(marks, [1] * 3, resamples=200)
    assert many.items[0]["facility"].high - many.items[0]["facility"].low == pytest.approx(4 * 0.5 / 3000**0.5, rel=0.3)
    assert many.text["cic"].high - many.text["cic"].low < few.text["cic"].high - few.text["cic"].low


def test_the_interval_of_a_mean_needs_eight_values_too() -> None:
    assert mean_interval([1.0] * 7) is None
    assert mean_interval([0.5] * 8) == Interval(0.5, 0.5)
    found = mean_interval([0.0, 1.0] * 10)
    assert found.low < 0.5 < found.high
