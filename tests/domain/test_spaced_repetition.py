"""Spaced repetition: deterministic, longer intervals for easier words, and no clock but the given one."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.spaced_repetition import (
    NEW_CARDS_PER_DAY,
    RATINGS,
    Rating,
    new_cards_left,
    preview_intervals,
    review,
)

START = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_a_new_word_known_well_comes_back_within_the_hour_and_an_easy_one_in_days() -> None:
    delays = preview_intervals(None, START)
    assert delays["again"] == timedelta(minutes=1)
    assert delays["good"] == timedelta(minutes=10)
    assert delays["easy"] > timedelta(days=3)


def test_a_word_known_each_time_stays_away_longer_and_longer() -> None:
    state, at, delays = None, START, []
    for _ in range(6):
        state, due = review(state, "good", at)
        delays.append(due - at)
        at = due
    assert delays == sorted(delays)
    assert delays[-1] > timedelta(days=30)


def test_a_forgotten_word_is_back_in_minutes() -> None:
    state, due = review(None, "easy", START)
    assert review(state, "again", due)[1] - due == timedelta(minutes=10)


@given(st.lists(st.sampled_from(RATINGS), max_size=8), st.integers(0, 400))
def test_the_better_the_rating_the_later_and_never_by_chance(ratings: list[Rating], late: int) -> None:
    state, at = None, START
    for rating in ratings:
        state, due = review(state, rating, at)
        assert due > at
        at = due + timedelta(days=late)
    delays = preview_intervals(state, at)
    assert list(delays) == list(RATINGS)
    assert delays["again"] <= delays["hard"] <= delays["good"] <= delays["easy"]
    assert preview_intervals(state, at) == delays


@given(st.lists(st.sampled_from(RATINGS), min_size=1, max_size=6))
def test_a_state_survives_being_written_as_json(ratings: list[Rating]) -> None:
    kept, written, at = None, None, START
    for rating in ratings:
        kept, due = review(kept, rating, at)
        written, same = review(json.loads(json.dumps(written)), rating, at)
        assert (written, same) == (kept, due)
        at = due


def test_the_state_given_is_left_as_it_was() -> None:
    state, due = review(None, "good", START)
    before = dict(state)
    review(state, "again", due)
    assert state == before


def test_another_time_zone_is_the_same_time() -> None:
    there = START.astimezone(timezone(timedelta(hours=3)))
    assert review(None, "easy", there) == review(None, "easy", START)


def test_what_says_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="none of"):
        review(None, "perfect", START)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="zone"):
        review(None, "good", START.replace(tzinfo=None))


def test_a_day_has_room_for_so_many_new_words() -> None:
    assert new_cards_left(0) == NEW_CARDS_PER_DAY
    assert new_cards_left(NEW_CARDS_PER_DAY - 1) == 1
    assert new_cards_left(NEW_CARDS_PER_DAY + 5) == 0


def test_starting_up_does_not_load_the_scheduler() -> None:
    code = "import sys, webapp, webapp.web.vocabulary.review; sys.exit('fsrs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
