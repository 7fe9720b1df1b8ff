"""Words to keep and their reviews: one card a lemma, each review written down once, and what is due."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from store.helpers import START, Clock, S, always, at_once, submission, taken_back_to
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Store, StoreUnavailable, WordHome
from webapp.store.sql import vocabulary
from webapp.store.sqlite.schema import migrations

ACCEPTANCE = WordHome("putin", 1, 5, "قبول", "قَبُول")
INVITED = WordHome("putin", 1, 10, "دعوة", "دَعْوَة")


def keep(store: Store, home: WordHome = ACCEPTANCE, learner: str = "salma", school: str = S) -> bool:
    return store.keep_word(school, learner, home, "kept")


def keys(store: Store, learner: str = "salma") -> list[str]:
    return [one.key for one in store.kept_words(S, learner)]


def due(store: Store, at: datetime) -> list[str]:
    return [one.key for one in store.due_words(S, "salma", at)]


def in_days(days: float, clock: Clock) -> Any:
    """A scheduler that counts its reviews and sends the card away for so long."""
    return lambda state: ({"seen": (state or {"seen": 0})["seen"] + 1}, clock() + timedelta(days=days))


def test_a_kept_word_knows_its_home_and_is_due_at_once(store: Store) -> None:
    assert keep(store)
    (one,) = store.kept_words(S, "salma")
    assert (one.key, one.text, one.paragraph, one.position) == ("قَبُول", "putin", 1, 5)
    assert (one.word, one.lemma, one.origin, one.removed_at) == ("قبول", "قَبُول", "kept", None)
    assert (one.at, one.due, one.reviews) == (START, START, 0)
    assert store.learner(S, "salma")


def test_a_lemma_kept_twice_is_one_card_where_it_was_first_met(store: Store) -> None:
    assert keep(store)
    assert not keep(store, WordHome("other", 3, 7, "بقبول", "قَبُول"))
    (one,) = store.kept_words(S, "salma")
    assert (one.text, one.paragraph, one.word) == ("putin", 1, "قبول")


def test_a_word_without_a_lemma_goes_by_its_letters(store: Store) -> None:
    keep(store, WordHome("putin", 1, 5, "قبول", ""))
    assert keys(store) == ["قبول"]


def test_a_dropped_word_is_gone_and_comes_back_with_its_reviews(store: Store, clock: Clock) -> None:
    keep(store)
    store.review_word(S, "salma", "قَبُول", "r1", "good", in_days(3, clock))
    assert store.drop_word(S, "salma", "قَبُول")
    assert not store.drop_word(S, "salma", "قَبُول")
    assert keys(store) == due(store, START + timedelta(days=9)) == []
    dropped = store.kept_word(S, "salma", "قَبُول")
    assert dropped
    assert dropped.removed_at == START
    assert keep(store, WordHome("other", 2, 1, "القبول", "قَبُول"))
    (one,) = store.kept_words(S, "salma")
    assert (one.text, one.reviews, one.due) == ("other", 1, START + timedelta(days=3))


def test_a_missed_word_comes_once_and_never_against_a_drop(store: Store) -> None:
    assert store.keep_word(S, "salma", ACCEPTANCE, "missed")
    assert not store.keep_word(S, "salma", ACCEPTANCE, "missed")
    store.drop_word(S, "salma", "قَبُول")
    assert not store.keep_word(S, "salma", ACCEPTANCE, "missed")
    assert keys(store) == []
    keep(store)
    assert store.kept_words(S, "salma")[0].origin == "missed"


def test_everybody_has_words_of_their_own(store: Store) -> None:
    keep(store)
    keep(store, INVITED, "omar")
    keep(store, INVITED, "salma", "nur")
    assert keys(store) == ["قَبُول"]
    assert keys(store, "omar") == ["دَعْوَة"]
    assert not store.drop_word(S, "omar", "قَبُول")
    assert store.kept_word(S, "omar", "قَبُول") is None


def test_a_review_follows_the_state_before_it(store: Store, clock: Clock) -> None:
    keep(store)
    first = store.review_word(S, "salma", "قَبُول", "r1", "hard", in_days(1, clock))
    clock.move(days=1)
    second = store.review_word(S, "salma", "قَبُول", "r2", "good", in_days(4, clock))
    assert first
    assert second
    assert (first.number, first.rating, first.state, first.at) == (1, "hard", {"seen": 1}, START)
    assert (second.number, second.state, second.due) == (2, {"seen": 2}, clock() + timedelta(days=4))
    assert store.reviews(S, "salma") == store.reviews(S, "salma", "قَبُول") == [first, second]
    assert store.reviews(S, "salma", "دَعْوَة") == []
    (one,) = store.kept_words(S, "salma")
    assert (one.due, one.reviews) == (second.due, 2)


def test_the_same_form_twice_is_one_review(store: Store, clock: Clock) -> None:
    keep(store)
    first = store.review_word(S, "salma", "قَبُول", "r1", "again", in_days(1, clock))
    clock.move(hours=1)
    assert store.review_word(S, "salma", "قَبُول", "r1", "easy", in_days(9, clock)) == first
    assert store.reviews(S, "salma") == [first]


def test_the_same_form_at_once_is_one_review(store: Store, clock: Clock) -> None:
    keep(store)
    done = at_once(8, lambda n: store.review_word(S, "salma", "قَبُول", f"r{n % 2}", "good", in_days(1, clock)), 16)
    assert len({one.id for one in done}) == 2
    assert [one.number for one in store.reviews(S, "salma")] == [1, 2]


def test_a_word_that_is_not_kept_has_no_review(store: Store, clock: Clock) -> None:
    assert store.review_word(S, "salma", "قَبُول", "r1", "good", in_days(1, clock)) is None
    keep(store)
    store.drop_word(S, "salma", "قَبُول")
    assert store.review_word(S, "salma", "قَبُول", "r1", "good", in_days(1, clock)) is None
    assert store.reviews(S, "salma") == []


def test_a_scheduler_that_fails_leaves_nothing_behind(store: Store) -> None:
    def fails(state: object) -> Any:
        raise ValueError("no")

    keep(store)
    with pytest.raises(ValueError):
        store.review_word(S, "salma", "قَبُول", "r1", "good", fails)
    assert store.reviews(S, "salma") == []
    assert store.kept_words(S, "salma")[0].reviews == 0


def test_the_most_overdue_comes_first(store: Store, clock: Clock) -> None:
    keep(store)
    clock.move(minutes=1)
    keep(store, INVITED)
    assert due(store, clock()) == ["قَبُول", "دَعْوَة"]
    store.review_word(S, "salma", "قَبُول", "r1", "good", in_days(2, clock))
    assert due(store, clock()) == ["دَعْوَة"]
    assert due(store, clock() + timedelta(days=2)) == ["دَعْوَة", "قَبُول"]
    assert due(store, START - timedelta(seconds=1)) == []


def test_first_reviews_are_counted_by_the_time_of_day(store: Store, clock: Clock) -> None:
    keep(store)
    keep(store, INVITED)
    store.review_word(S, "salma", "قَبُول", "r1", "good", in_days(1, clock))
    clock.move(days=1)
    store.review_word(S, "salma", "قَبُول", "r2", "good", in_days(1, clock))
    store.review_word(S, "salma", "دَعْوَة", "r3", "good", in_days(1, clock))
    assert store.first_reviews_since(S, "salma", START) == 2
    assert store.first_reviews_since(S, "salma", clock()) == 1
    assert store.first_reviews_since(S, "omar", START) == 0


@pytest.mark.parametrize(
    "sql, values, index",
    [
        (vocabulary.ALL_DUE, [S, "salma", ""], "kept_words_due"),
        (vocabulary.COUNT_FIRST, [S, "salma", ""], "reviews_first"),
    ],
)
def test_what_is_due_is_found_by_its_index(store: Store, path: Path, sql: str, values: list[str], index: str) -> None:
    db = Database(path)
    plan = " ".join(row[3] for row in db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", values))
    db.close()
    assert index in plan
    # A learner's own records are listed first ("part"), and read through; no table is.
    assert set(re.findall(r"SCAN (.+?)(?= SCAN| SEARCH| RECURSIVE| USE|$)", plan)) <= {"part", "CONSTANT ROW"}


def test_a_review_hangs_on_a_kept_word(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match=r"(?i)foreign key"), store._connections.write() as conn:  # type: ignore[attr-defined]
        conn.execute("INSERT INTO reviews VALUES ('default', 'salma', 'r1', 'x', 1, 'good', '', '', '{}', 1)")


def test_support_goes_with_its_try(store: Store) -> None:
    store.record(submission(support=("tashkeel:all", "word:1.12")), always())
    store.record(submission("f2"), always())
    assert [one.support for one in store.tries(S, "salma", "putin")] == [("tashkeel:all", "word:1.12"), ()]
    assert [one.support for one in store.all_tries()] == [("tashkeel:all", "word:1.12"), ()]


def test_a_database_of_schema_two_becomes_three_and_loses_nothing(store: Store, path: Path, clock: Clock) -> None:
    store.record(submission(), always())
    store.record(submission("f2.q2", question="q2"), always("pending", earned=0.0, possible=3.0))
    mark = store.add_mark(S, "salma", "f2.q2", 2, "", "huda")
    store.add_hint(S, "salma", "putin", "q1", 2)
    store.save_drafts(S, "salma", "putin", {"q3": "مسودة"})
    tries, standings = store.tries(S, "salma", "putin"), store.standings(S, "salma", "putin")
    counts, learner = store.counts(S, "putin"), store.learner(S, "salma")
    store.close()
    taken_back_to(path, 2)
    again = open_store(sqlite_url(path), clock)
    found = again.check()
    assert (found["schema_version"], found["quick_check"]) == (migrations.SCHEMA_VERSION, "ok")
    assert again.tries(S, "salma", "putin") == tries
    assert again.standings(S, "salma", "putin") == standings
    assert again.counts(S, "putin") == counts
    assert again.learner(S, "salma") == learner
    assert again.marks(S, "salma", "putin") == {"f2.q2": mark}
    assert again.hint_counts(S, "salma", "putin") == {"q1": 1}
    assert again.drafts(S, "salma", "putin") == {"q3": "مسودة"}
    assert keep(again)
    assert again.review_word(S, "salma", "قَبُول", "r1", "good", in_days(1, clock))
    with pytest.raises(StoreUnavailable, match="never changed"), again._connections.write() as conn:  # type: ignore[attr-defined]
        conn.execute("UPDATE tries SET support = '[]'")
    again.close()
