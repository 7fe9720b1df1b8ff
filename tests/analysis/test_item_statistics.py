"""Item statistics: Moodle's figures, what cannot be known, and what must not change them."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from statistics import correlation as plain_correlation
from statistics import variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.score_tables import class_marks
from webapp.analysis import item_statistics

SET_A = json.loads((Path(__file__).parent / "data" / "set-a.json").read_text(encoding="utf-8"))
ITEM_KEYS = {
    "facility": "facility",
    "sd": "sd",
    "discrimination_index": "discriminationindex",
    "discriminative_efficiency": "discriminativeefficiency",
    "effective_weight": "effectiveweight",
}
TEXT_KEYS = {
    "mean": "mean",
    "median": "median",
    "sd": "standarddeviation",
    "skewness": "skewness",
    "kurtosis": "kurtosis",
    "cic": "cic",
    "error_ratio": "errorratio",
    "standard_error": "standarderror",
}
SIZES = st.tuples(st.integers(0, 12), st.integers(0, 6))
TABLES = SIZES.flatmap(
    lambda size: st.lists(
        st.lists(st.sampled_from([None, 0, 0.1, 1 / 3, 0.5, 1, 2]), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    ).map(lambda rows: (rows, [2.0] * size[1]))
)


def close(value, expected) -> bool:
    if value is None or expected is None:
        return value is expected
    return math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("ours, theirs", ITEM_KEYS.items())
def test_the_items_of_moodles_own_test_come_out_as_moodle_has_them(ours: str, theirs: str) -> None:
    found = item_statistics(SET_A["marks"], [1] * 7)
    assert found["attempts"] == 25
    assert [item[ours] for item in found["items"]] == pytest.approx([one[theirs] for one in SET_A["items"]], rel=1e-5)


@pytest.mark.parametrize("ours, theirs", TEXT_KEYS.items())
def test_so_do_the_figures_of_the_whole(ours: str, theirs: str) -> None:
    assert item_statistics(SET_A["marks"], [1] * 7)["text"][ours] == pytest.approx(SET_A["quiz"][theirs], rel=1e-5)


def test_the_formulas_hold_for_items_of_different_points() -> None:
    maxima = [1, 2, 5, 10]
    dice = random.Random(4)
    marks = [[dice.uniform(0, maximum) for maximum in maxima] for _ in range(30)]
    found, totals = item_statistics(marks, maxima), [sum(row) for row in marks]
    for at, item in enumerate(found["items"]):
        column = [row[at] for row in marks]
        rest = [total - mark for total, mark in zip(totals, column, strict=True)]
        assert item["facility"] == pytest.approx(sum(column) / 30 / maxima[at])
        assert item["sd"] == pytest.approx(math.sqrt(variance(column)))
        assert item["discrimination_index"] == pytest.approx(100 * plain_correlation(column, rest))
        best = plain_correlation(sorted(column), sorted(rest))
        assert item["discriminative_efficiency"] == pytest.approx(item["discrimination_index"] / best)
        assert item["intended_weight"] == pytest.approx(100 * maxima[at] / 18)
    alpha = 100 * 4 / 3 * (1 - sum(variance([row[at] for row in marks]) for at in range(4)) / variance(totals))
    assert found["text"]["cic"] == pytest.approx(alpha)


def test_weights_may_be_meant_otherwise_than_by_points() -> None:
    items = item_statistics([[1, 1]], [1, 1], weights=[3, 1])["items"]
    assert [item["intended_weight"] for item in items] == [75, 25]


def test_what_was_not_answered_counts_as_nothing_earned() -> None:
    assert item_statistics([[None, 1], [1, float("nan")]], [1, 1]) == item_statistics([[0, 1], [1, 0]], [1, 1])


def test_an_item_against_the_totals_is_left_out_of_the_weights_and_flagged() -> None:
    marks = [[n, n, 1 - n] for n in (0, 1)] * 5 + [[0.5, 0.4, 0.5]]
    items = item_statistics(marks, [1, 1, 1])["items"]
    assert [item["negative_covariance"] for item in items] == [False, False, True]
    assert items[2]["effective_weight"] is None
    assert items[0]["effective_weight"] + items[1]["effective_weight"] == pytest.approx(100)


def test_of_an_item_of_no_points_nothing_is_known() -> None:
    for marks in ([[0, 1], [0, 0]], [[0, 1], [0, 0.5]]):
        item, other = item_statistics(marks, [0, 1])["items"]
        assert other["effective_weight"] == 100
        figures = ("facility", "sd", "discrimination_index", "discriminative_efficiency", "effective_weight")
        assert [item[name] for name in figures] == [None] * 5  # type: ignore[literal-required]
        assert not item["negative_covariance"]


def test_without_attempts_nothing_is_known() -> None:
    found = item_statistics([], [1, 1])
    assert found["attempts"] == 0
    assert found["items"][0]["facility"] is None
    assert found["items"][0]["intended_weight"] == 50
    assert set(found["text"].values()) == {None}


def test_one_attempt_has_a_mean_and_no_spread() -> None:
    found = item_statistics([[1, 0.5]], [1, 1])
    assert found["items"][1]["facility"] == 0.5
    assert found["text"]["mean"] == found["text"]["median"] == 1.5
    for key in ("sd", "discrimination_index", "discriminative_efficiency", "effective_weight"):
        assert found["items"][0][key] is None
    for key in ("sd", "skewness", "kurtosis", "cic", "error_ratio", "standard_error"):
        assert found["text"][key] is None


def test_where_nothing_varies_there_is_no_discrimination() -> None:
    found = item_statistics([[0.1, 0.2, 0.7]] * 3, [1, 1, 1])
    assert [item["sd"] for item in found["items"]] == [0, 0, 0]
    assert [item["discrimination_index"] for item in found["items"]] == [None] * 3
    assert [item["effective_weight"] for item in found["items"]] == [None] * 3
    assert found["text"]["sd"] == 0
    assert found["text"]["cic"] is None


def test_a_total_that_only_rounding_moves_does_not_vary() -> None:
    assert item_statistics([[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]], [1, 1])["text"]["sd"] == 0


def test_no_weight_is_meant_where_there_are_no_points() -> None:
    assert item_statistics([[0], [0]], [0])["items"][0]["intended_weight"] is None


@pytest.mark.parametrize("marks", [[[1]], [[1, 1], [1]], [[1, math.inf]]])
def test_a_crooked_table_is_refused(marks: list[list[float]]) -> None:
    with pytest.raises(ValueError):
        item_statistics(marks, [1, 1])


def test_very_small_and_very_large_marks_stay_in_range() -> None:
    marks = class_marks(20, 4)
    plain = item_statistics(marks, [1] * 4)
    for factor in (1e-160, 1e160):
        scaled = item_statistics([[mark * factor for mark in row] for row in marks], [factor] * 4)
        assert scaled["text"]["kurtosis"] == pytest.approx(plain["text"]["kurtosis"])
        assert scaled["items"][0]["discrimination_index"] == pytest.approx(plain["items"][0]["discrimination_index"])


@given(TABLES)
def test_every_figure_is_a_plain_number_or_not_known(table) -> None:
    json.dumps(item_statistics(*table), allow_nan=False)


@given(TABLES)
def test_every_figure_keeps_its_bounds(table) -> None:
    found = item_statistics(*table)
    for item in found["items"]:
        assert item["facility"] is None or 0 <= item["facility"] <= 1
        assert item["sd"] is None or item["sd"] >= 0
        assert item["discrimination_index"] is None or -100 <= item["discrimination_index"] <= 100
        assert item["discriminative_efficiency"] is None or item["discriminative_efficiency"] <= 100
    known = [item["effective_weight"] for item in found["items"] if item["effective_weight"] is not None]
    assert not known or math.isclose(sum(known), 100)
    text = found["text"]
    assert text["cic"] is None or text["cic"] <= 100
    assert text["standard_error"] is None or text["standard_error"] >= 0


@given(TABLES, st.randoms())
def test_the_order_of_the_attempts_changes_nothing(table, dice: random.Random) -> None:
    marks, maxima = table
    mixed = dice.sample(marks, len(marks))
    one, other = item_statistics(marks, maxima), item_statistics(mixed, maxima)
    assert all(close(one["text"][key], other["text"][key]) for key in one["text"])
    for item, again in zip(one["items"], other["items"], strict=True):
        assert all(close(item[key], again[key]) for key in ITEM_KEYS)


@given(TABLES, st.sampled_from([0.01, 0.3, 2, 7, 1000]))
def test_counting_in_other_points_changes_no_ratio(table, factor: float) -> None:
    marks, maxima = table
    scaled = [[mark and mark * factor for mark in row] for row in marks]
    one, other = item_statistics(marks, maxima), item_statistics(scaled, [one * factor for one in maxima])
    ratios = ("facility", "discrimination_index", "discriminative_efficiency", "effective_weight", "intended_weight")
    for item, again in zip(one["items"], other["items"], strict=True):
        assert all(close(item[key], again[key]) for key in ratios)
    assert all(close(one["text"][key], other["text"][key]) for key in ("skewness", "kurtosis", "cic", "error_ratio"))


@given(TABLES, st.sampled_from([0.25, 3, 10]))
def test_an_items_own_ratios_do_not_depend_on_its_points(table, factor: float) -> None:
    """Discrimination compares an item with the rest, so that its own scale falls out."""
    marks, maxima = table
    if not maxima:
        return
    scaled = [[row[0] and row[0] * factor, *row[1:]] for row in marks]
    one = item_statistics(marks, maxima)["items"][0]
    other = item_statistics(scaled, [maxima[0] * factor, *maxima[1:]])["items"][0]
    assert all(close(one[key], other[key]) for key in ("facility", "discrimination_index", "discriminative_efficiency"))
