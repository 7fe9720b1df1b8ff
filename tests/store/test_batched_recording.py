"""Answers that are recorded together: the same as one after the other, in fewer statements."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from store.helpers import START, S, judged, submission
from webapp.domain.access_codes import new_code
from webapp.domain.attempt import Attempt
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Judge, Judged, Recorded, Store, Submission
from webapp.store.sql.attempts.record_attempts import record, record_forms
from webapp.store.sql.engine.bulk_insert import MAX_ROWS_PER_INSERT
from webapp.store.sqlite.engine.connections import SqliteConnections

LEARNERS = ("salma", "omar", "again", "layla\ud83d")
TEXTS = ("putin", "frog")


def weigh(answer: str) -> Judge:
    """As questions do: nothing after three tries, the same answer is no try."""

    def judge(previous: Sequence[Attempt]) -> Judged | Attempt | None:
        if len(previous) == 3:
            return None
        said = next((one for one in previous if one.response == answer), None)
        return said or judged("accepted" if answer == "نعم" else "refused", rules=f"r{len(previous)}")

    return judge


def handed_in(seed: int, count: int) -> list[tuple[Submission, Judge]]:
    """Answers of a few learners to a few questions: new ones, forms sent twice, answers said again, tries used up."""
    chance, found = random.Random(seed), list[tuple[Submission, Judge]]()
    for n in range(count):
        answer, learner, text, question = (
            chance.choice(some) for some in (("نعم", "لا", "ربما", "كلا"), LEARNERS, TEXTS, ("q1", "q2", "q3"))
        )
        form = chance.choice((n, n, n // 2))  # some forms are sent twice, with another answer perhaps
        made = submission(
            f"f{form}.{question}",
            learner=learner,
            text=text,
            question=question,
            response=answer,
            version=chance.choice(("v1", "v2")),
        )
        found.append((made, weigh(answer)))
    return found


def opened(path: Path) -> Store:
    """A store with a draft, hints, and a record that another was merged into."""
    store = open_store(sqlite_url(path), lambda: START)
    for learner in ("salma", "again"):
        store.record(submission("before", learner=learner), weigh("لا"))
    store.people.merge(S, "salma", "again")
    store.save_drafts(S, "omar", "putin", {"q1": "كنت أكتب"})
    store.add_hint(S, "omar", "putin", "q2", 2)
    return store


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    made = (opened(tmp_path / "one.db"), opened(tmp_path / "together.db"))
    yield made
    for store in made:
        store.close()


def connections(store: Store) -> SqliteConnections:
    return store._connections  # type: ignore[attr-defined]


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    tables = ("tries", "standings", "text_counts", "question_versions", "drafts", "hints")
    with connections(store).read() as conn:
        found = {name: sorted(conn.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in tables}
        found["learners"] = sorted(conn.execute("SELECT school, id, created FROM learners").fetchall())
    return found


@pytest.mark.parametrize("seed", range(12))
def test_together_they_become_what_they_would_one_by_one(stores: tuple[Store, Store], seed: int) -> None:
    one, other = stores
    pairs = handed_in(seed, 3 * MAX_ROWS_PER_INSERT + seed)
    alone = [one.record(*pair) for pair in pairs]
    with connections(other).write() as conn:
        together = record(conn, [(*pair, START) for pair in pairs])
    assert together == alone
    assert everything(other) == everything(one)


def test_each_form_hears_of_its_own_answers(stores: tuple[Store, Store]) -> None:
    store = stores[0]
    pairs = [(submission(f"f.{name}", question=name, learner="new"), weigh("نعم")) for name in ("q1", "q2", "q3")]
    forms = [[(*pair, START) for pair in some] for some in (pairs[:2], [], pairs[2:])]
    with connections(store).write() as conn:
        told = record_forms(conn, forms)
    assert [[one.try_.question for one in some if one.try_] for some in told] == [["q1", "q2"], [], ["q3"]]


def test_a_code_that_somebody_has_is_not_given_twice(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = stores[0]
    taken = store.add_learner(S, "salma").code
    codes = iter([taken, "ABCD2345", taken])
    monkeypatch.setattr("webapp.store.sql.learners.create_learner.new_code", lambda: next(codes, None) or new_code())
    pairs = [(submission(f"f.{name}", learner=name), weigh("نعم"), START) for name in ("first", "second")]
    with connections(store).write() as conn:
        record(conn, pairs)
    found = [store.learner(S, name) for name in ("salma", "first", "second")]
    assert len({one.code for one in found if one}) == 3


def test_a_batch_says_what_it_has_to_say_in_few_statements(stores: tuple[Store, Store]) -> None:
    store, ran = stores[0], list[str]()
    pairs = [(submission(f"f{n}", learner=f"learner-{n}"), weigh("نعم"), START) for n in range(MAX_ROWS_PER_INSERT)]
    with connections(store).write() as conn:
        conn.set_trace_callback(ran.append)
        told = record(conn, pairs)
        conn.set_trace_callback(None)
    assert all(isinstance(one, Recorded) and one.try_ for one in told)
    # One to look (also for the place in the order of recording), and one for each of
    # learners, tries, standings and counts; a trigger tells of its own again.
    assert len(set(ran)) == 5
