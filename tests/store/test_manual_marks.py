"""Marks given by hand: the latest counts, and none is lost."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from store.helpers import NUL, START, Clock, S, always, at_once, submission, taken_back_to
from webapp.domain.attempt import Attempt, ManualMark
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Store, StoreUnavailable
from webapp.store.sqlite.schema import migrations


def hand_in(store: Store, id_: str = "f1.q1", **changes: Any) -> Attempt:
    """An open answer, worth up to 3 points, that waits for its mark."""
    judge = always("pending", earned=0.0, possible=3.0, standing_earned=0.0, settled=True)
    one = store.record(submission(id_, **changes), judge).try_
    assert one is not None
    return one


def test_a_mark_is_read_as_it_was_given(store: Store, path: Path, clock: Clock) -> None:
    one = hand_in(store)
    before = store.standings(S, "salma", "putin")["q1"]
    counts = store.counts(S, "putin")
    clock.move(days=1)
    mark = store.add_mark(S, "salma", one.id, 2.5, "أحسنتِ، وينقص الدليل", "huda")
    at = START + timedelta(days=1)
    assert mark == ManualMark(mark.id, S, "salma", "putin", "q1", one.id, 2.5, "أحسنتِ، وينقص الدليل", "huda", at)
    assert store.marks(S, "salma", "putin") == {one.id: mark}
    assert store.standings(S, "salma", "putin") == {"q1": replace(before, earned=2.5)}
    assert store.tries(S, "salma", "putin") == [one]
    assert store.counts(S, "putin") == counts
    again = open_store(sqlite_url(path))
    assert again.marks(S, "salma", "putin") == {one.id: mark}
    again.close()


def test_marks_belong_to_one_learner_and_text(store: Store) -> None:
    for n, place in enumerate([{}, {"learner": "omar"}, {"school": "nur"}, {"text": "other", "id_": "f2.q1"}]):
        one = hand_in(store, **place)
        store.add_mark(one.school, one.learner, one.id, n / 2, "", "huda")
    found = [store.marks(*place) for place in ((S, "salma", "putin"), (S, "omar", "putin"), ("nur", "salma", "putin"))]
    assert [{id_: mark.points for id_, mark in one.items()} for one in found] == [{"f1.q1": n / 2} for n in range(3)]
    assert store.marks(S, "salma", "other")["f2.q1"].points == 1.5
    assert store.marks(S, "nobody", "putin") == {}


def test_the_later_mark_wins_and_both_stay(store: Store, path: Path, clock: Clock) -> None:
    one = hand_in(store)
    first = store.add_mark(S, "salma", one.id, 3, "", "huda")
    # The clock goes backwards: the order is that of marking.
    clock.move(hours=-1)
    second = store.add_mark(S, "salma", one.id, 0, "نُقلت", "omar")
    assert store.marks(S, "salma", "putin") == {one.id: second}
    assert store.standings(S, "salma", "putin")["q1"].earned == 0
    db = Database(path)
    assert [(row["id"], row["points"]) for row in db.query("SELECT * FROM marks ORDER BY number")] == [
        (first.id, 3.0),
        (second.id, 0.0),
    ]
    db.close()


def test_marks_given_at_once_are_all_kept(store: Store) -> None:
    one = hand_in(store)
    given = at_once(8, lambda n: store.add_mark(S, "salma", one.id, n % 4, "", f"m{n}"), 40)
    last = store.marks(S, "salma", "putin")[one.id]
    assert last in given
    assert store.standings(S, "salma", "putin")["q1"].earned == last.points
    assert store.check()["counts"]["marks"] == len({mark.id for mark in given}) == 40


def test_a_mark_of_an_earlier_try_leaves_the_standing(store: Store) -> None:
    one = hand_in(store)
    store.record(submission("f2.q1"), always("partial", earned=0.5, standing_earned=0.5))
    mark = store.add_mark(S, "salma", one.id, 3, "", "huda")
    assert store.marks(S, "salma", "putin") == {one.id: mark}
    assert store.standings(S, "salma", "putin")["q1"].earned == 0.5


@pytest.mark.parametrize("key", [(S, "salma", "f9.q1"), (S, "omar", "f1.q1"), ("nur", "salma", "f1.q1"), ("", "", "")])
def test_a_try_that_is_unknown_gets_no_mark(store: Store, key: tuple[str, str, str]) -> None:
    hand_in(store)
    with pytest.raises(ValueError, match="no try"):
        store.add_mark(*key, 1, "", "huda")
    assert store.check()["counts"]["marks"] == 0
    assert store.standings(S, "salma", "putin")["q1"].earned == 0


@pytest.mark.parametrize("points", [-0.5, 3.01, math.nan, math.inf, -math.inf])
def test_points_out_of_range_are_refused(store: Store, points: float) -> None:
    one = hand_in(store)
    kept = store.add_mark(S, "salma", one.id, 2, "", "huda")
    with pytest.raises(ValueError, match="not between"):
        store.add_mark(S, "salma", one.id, points, "", "huda")
    assert store.marks(S, "salma", "putin") == {one.id: kept}
    assert store.standings(S, "salma", "putin")["q1"].earned == 2


@pytest.mark.parametrize("nasty", ["\0", "a\0b", "\ud800", "\ufeff\ud800a", "' OR 1=1 --", ""])
def test_any_text_can_stand_in_a_mark(store: Store, engine: str, nasty: str) -> None:
    kept = nasty.replace("\ud800", "\ufffd").replace("\0", NUL[engine])
    hand_in(store, nasty, learner=nasty, text=nasty)
    mark = store.add_mark(S, nasty, nasty, 1, nasty, nasty)
    assert (mark.learner, mark.try_id, mark.comment, mark.marker) == (kept, kept, kept, kept)
    assert store.marks(S, nasty, nasty) == {kept: mark}
    assert store.unmarked(S, nasty) == []


def test_what_waits_the_oldest_first(store: Store) -> None:
    for id_, hours, changes in (
        ("c", 3, {}),
        ("b", 1, {"learner": "omar"}),
        ("a", 2, {"text": "other"}),
        ("d", 0, {"school": "nur"}),
    ):
        hand_in(store, id_, at=START + timedelta(hours=hours), **changes)
    store.record(submission("e", question="q2"), always("refused"))
    assert [one.id for one in store.unmarked(S)] == ["b", "a", "c"]
    assert [one.id for one in store.unmarked(S, "putin")] == ["b", "c"]
    assert store.unmarked(S, "nothing") == []
    store.add_mark(S, "omar", "b", 0, "", "huda")
    assert [one.id for one in store.unmarked(S)] == ["a", "c"]
    assert store.unmarked(S, "other") == store.tries(S, "salma", "other")
    assert [one.id for one in store.unmarked("nur")] == ["d"]


def test_what_waits_is_found_by_its_index(store: Store, path: Path) -> None:
    from webapp.store.sql.attempts.manual_marks import FIND_UNMARKED

    db = Database(path)
    plan = " ".join(row[3] for row in db.conn.execute(f"EXPLAIN QUERY PLAN {FIND_UNMARKED}", [S, None]))
    db.close()
    assert "tries_pending" in plan
    assert "SCAN" not in plan


def test_a_mark_cannot_be_changed_nor_hang_on_nothing(store: Store) -> None:
    one = hand_in(store)
    mark = store.add_mark(S, "salma", one.id, 2, "", "huda")
    with pytest.raises(StoreUnavailable, match="never changed"), store._connections.write() as conn:  # type: ignore[attr-defined]
        conn.execute("UPDATE marks SET points = 3")
    with pytest.raises(StoreUnavailable, match=r"(?i)foreign key"), store._connections.write() as conn:  # type: ignore[attr-defined]
        conn.execute(
            "INSERT INTO marks VALUES ('x', 'default', 'salma', 'putin', 'q1', 'f9', 1, 1, '', 'huda', '', '[]')"
        )
    assert store.marks(S, "salma", "putin") == {one.id: mark}


def test_an_old_database_is_brought_up_to_date(store: Store, path: Path, clock: Clock) -> None:
    tries = [hand_in(store), hand_in(store, "f1.q2", question="q2")]
    standings, learner = store.standings(S, "salma", "putin"), store.learner(S, "salma")
    store.close()
    taken_back_to(path, 1)
    again = open_store(sqlite_url(path), clock)
    assert again.check()["schema_version"] == migrations.SCHEMA_VERSION
    assert again.check()["quick_check"] == "ok"
    assert again.tries(S, "salma", "putin") == again.unmarked(S) == tries
    assert again.standings(S, "salma", "putin") == standings
    assert again.learner(S, "salma") == learner
    mark = again.add_mark(S, "salma", "f1.q2", 1, "", "huda")
    assert again.marks(S, "salma", "putin") == {"f1.q2": mark}
    assert again.unmarked(S) == tries[:1]
    again.close()
