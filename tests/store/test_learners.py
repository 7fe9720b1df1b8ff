"""Learners and their codes, hints, drafts, and failed codes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.helpers import NUL, START, Clock, S, always, submission
from webapp.domain import access_codes
from webapp.store.protocols.store import Store
from webapp.store.sql.learners import create_learner


def test_a_learner_is_made_once(store: Store, clock: Clock) -> None:
    made = store.add_learner(S, "salma")
    clock.move(days=1)
    assert store.add_learner(S, "salma") == made == store.learner(S, "salma")
    assert made.created == START
    assert len(made.code) == 12
    assert set(made.code) <= set(access_codes.ALPHABET)
    assert store.learner(S, "omar") is None
    assert store.learner("nur", "salma") is None


def test_a_code_that_is_taken_is_not_given_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["AAAA", "AAAA", "AAAA", "CCCC", "AAAA"])
    monkeypatch.setattr(create_learner, "new_code", lambda: next(drawn))
    made = [store.add_learner(S, "salma"), store.add_learner(S, "omar"), store.add_learner("nur", "omar")]
    assert [one.code for one in made] == ["AAAA", "CCCC", "AAAA"]


def test_no_sign_of_a_code_looks_like_another() -> None:
    assert not set(access_codes.ALPHABET) & set("0O1IL2Z5S8B")


@pytest.mark.parametrize(
    "typed",
    ["34679ACDEFGH", "34679acdefgh", " 3467-9acd-efgh\n", "٣٤٦٧٩acdefgh", "۳۴۶۷۹ACDEFGH", "\u200f3467–9ACD EFGH\u202c"],
)
def test_a_code_is_known_however_it_is_typed(store: Store, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr(create_learner, "new_code", lambda: "34679ACDEFGH")
    made = store.add_learner(S, "salma")
    assert store.learner_by_code(S, typed) == made
    assert store.learner_by_code("nur", typed) is None


@pytest.mark.parametrize("typed", ["", " ", "%", "\ud800", "\0", "ACDEFGH", "A" * 10_000])
def test_a_code_that_is_nobodys(store: Store, typed: str) -> None:
    store.add_learner(S, "salma")
    assert store.learner_by_code(S, typed) is None


def test_hints_never_go_beyond_the_most(store: Store) -> None:
    assert store.add_hint(S, "salma", "putin", "q1", 0) == 0
    assert store.learner(S, "salma") is None
    assert [store.add_hint(S, "salma", "putin", "q1", 2) for _ in range(4)] == [1, 2, 2, 2]
    assert store.add_hint(S, "salma", "putin", "q2", 5) == 1
    assert store.hint_counts(S, "salma", "putin") == {"q1": 2, "q2": 1}
    assert store.hint_counts(S, "salma", "other") == {}
    assert store.learner(S, "salma") is not None
    # One was taken out of the file since.
    assert store.add_hint(S, "salma", "putin", "q1", 1) == 1


def test_a_hint_after_a_try_shows_in_the_standing(store: Store) -> None:
    store.record(submission(), always("refused"))
    store.add_hint(S, "salma", "putin", "q1", 2)
    assert store.standings(S, "salma", "putin")["q1"].hints == 1
    assert store.tries(S, "salma", "putin")[0].hints == 0


def test_drafts_come_and_go(store: Store, engine: str) -> None:
    store.save_drafts(S, "salma", "putin", {})
    store.save_drafts(S, "salma", "putin", {"q1": " ", "q2": [], "q3": {"1": ""}})
    assert store.learner(S, "salma") is None
    store.save_drafts(S, "salma", "putin", {"q1": "بو\0\ud800", "q2": ["a", ""], "q3": {"1": "", "2": "x"}})
    assert store.learner(S, "salma") is not None
    typed = f"بو{NUL[engine]}\ufffd"
    assert store.drafts(S, "salma", "putin") == {"q1": typed, "q2": ["a", ""], "q3": {"1": "", "2": "x"}}
    store.save_drafts(S, "salma", "putin", {"q1": "بوتين", "q2": [""]})
    assert store.drafts(S, "salma", "putin") == {"q1": "بوتين", "q3": {"1": "", "2": "x"}}
    assert store.drafts(S, "omar", "putin") == {}


def test_texts_the_latest_first(store: Store) -> None:
    for n, text in enumerate(["a", "b", "a", "c"]):
        store.record(submission(f"f{n}", text=text, at=START + timedelta(minutes=n)), always("refused"))
    store.record(submission("x", learner="omar", text="d"), always())
    assert store.texts_of(S, "salma") == ["c", "a", "b"]
    assert store.texts_of(S, "nobody") == []


def test_failed_codes_are_counted_by_address_and_forgotten(store: Store, clock: Clock) -> None:
    for _ in range(3):
        store.code_failure(S, "192.0.2.1")
    clock.move(minutes=10)
    store.code_failure(S, "192.0.2.1")
    store.code_failure(S, "192.0.2.2")
    assert store.code_failures_since(S, "192.0.2.1", START) == 4
    assert store.code_failures_since(S, "192.0.2.1", START + timedelta(seconds=1)) == 1
    assert store.code_failures_since("nur", "192.0.2.1", START) == 0
    clock.move(days=2)
    store.code_failure(S, "192.0.2.3")
    assert store.code_failures_since(S, "192.0.2.1", START) == 0
    assert store.check()["counts"]["code_failures"] == 1


def test_what_was_reserved_and_taken_back_leaves_no_row(store: Store) -> None:
    """A member who sends the form of joining again and again, or a right password, must not fill the database."""
    for _ in range(5):
        assert store.reserve_code_failures(S, {"joined c": 60}, START)
        store.take_back_code_failures(S, ["joined c"])
    assert store.check()["counts"]["code_failures"] == 0
