"""Regrades: rows beside the tries, all of a batch or none, and what is counted follows."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from forked_processes import processes
from store.helpers import Clock, S, always, at_once, submission, taken_back_to
from webapp.domain.attempt import Attempt
from webapp.domain.question import Part
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.regrades import Batch, Change, RecalculatedStanding, StaleRegrade, grades_fingerprint
from webapp.store.protocols.store import Store, StoreUnavailable
from webapp.store.sqlite.engine import connections
from webapp.store.sqlite.schema import migrations

BODIES = {"q1": ("v2", '{"prompt": "ماذا؟"}')}


def restand(question: str, tries: Sequence[Attempt]) -> RecalculatedStanding:
    last = tries[-1]
    return RecalculatedStanding(last.verdict, last.earned, last.possible, last.verdict == "accepted", last.id)


def answered(store: Store, *learners: str) -> None:
    for learner in learners:
        store.record(submission(f"{learner}.q1", learner=learner), always("refused"))


def changes_of(store: Store, scope: Sequence[str] | None = None) -> tuple[str, list[Change]]:
    """Everything is right now; and what that was worked out from."""
    tries = store.regrades.tries(S, "putin", ["q1"], scope)
    right = {"verdict": "accepted", "earned": 1.0, "why": "صار صوابًا", "parts": (Part("", 1.0, 1.0),)}
    return grades_fingerprint(tries), [Change(replace(one, **right), "v2", (0, 1), (1, 1)) for _, one in tries]


def apply(store: Store, batch: str = "b1", scope: Sequence[str] | None = None, restand=restand) -> bool:
    seen, changes = changes_of(store, scope)
    return store.regrades.apply(S, Batch(batch, "putin", "huda", "خطأ"), scope, ["q1"], seen, changes, BODIES, restand)


def test_the_latest_regrade_is_what_is_read(store: Store, path: Path, clock: Clock) -> None:
    answered(store, "salma")
    clock.move(days=1)
    assert apply(store)
    for one in (*store.tries(S, "salma", "putin"), *store.tries(S, "salma", "putin", "q1"), *store.all_tries(S)):
        assert (one.verdict, one.earned, one.why, one.version) == ("accepted", 1.0, "صار صوابًا", "v1")
        assert one.regraded
        assert (one.regraded.version, one.regraded.reason, one.regraded.at) == ("v2", "خطأ", clock())
    (one,) = store.reports.tries(S, ["salma"])
    assert one.verdict == "accepted"
    (one,) = store.reports.latest_tries(S, ["salma"], 3)
    assert one.verdict == "accepted"
    standing = store.standings(S, "salma", "putin")["q1"]
    assert (standing.verdict, standing.earned, standing.settled, standing.tries) == ("accepted", 1.0, True, 1)
    again = open_store(sqlite_url(path))
    assert again.tries(S, "salma", "putin") == store.tries(S, "salma", "putin")
    again.close()


def test_the_next_answer_is_judged_in_the_light_of_it(store: Store) -> None:
    answered(store, "salma")
    apply(store)
    seen: list[Sequence[Attempt]] = []
    store.record(submission("f2.q1"), lambda previous: seen.append(previous))
    assert [one.verdict for one in seen[0]] == ["accepted"]


def test_the_counters_follow_and_are_what_a_recount_gives(store: Store) -> None:
    answered(store, "salma", "omar")
    assert store.regrades.versions(S) == {("putin", "q1"): {"v1": 2}}
    apply(store, scope=["salma"])
    assert store.regrades.versions(S, "putin") == {("putin", "q1"): {"v1": 1, "v2": 1}}
    (old, new) = store.counts(S, "putin")
    assert (old.version, old.tries, old.accepted, old.earned) == ("v1", 1, 0, 0)
    assert (new.version, new.tries, new.accepted, new.first_accepted, new.earned) == ("v2", 1, 1, 1, 1)
    for learner in ("salma", "omar"):
        store.people.delete_learner(S, learner)
    assert store.counts(S, "putin") == []


def test_only_those_in_the_scope_are_touched(store: Store) -> None:
    answered(store, "salma", "omar")
    apply(store, scope=["salma"])
    assert [one.regraded is None for one in store.all_tries(S)] == [True, False]
    assert store.standings(S, "omar", "putin")["q1"].verdict == "refused"


def test_a_merged_record_goes_with_the_one_that_stays(store: Store) -> None:
    answered(store, "salma", "again")
    store.people.merge(S, "salma", "again")
    assert [root for root, _ in store.regrades.tries(S, "putin", ["q1"], ["salma"])] == ["salma", "salma"]
    apply(store, scope=["salma"])
    assert {one.verdict for one in store.all_tries(S)} == {"accepted"}
    assert store.standings(S, "salma", "putin")["q1"].earned == 1
    store.people.delete_learner(S, "salma")
    assert store.check()["counts"]["regrades"] == 0


def test_the_same_batch_is_applied_once_however_many_ask(store: Store) -> None:
    answered(store, "salma")
    seen, changes = changes_of(store)
    batch = Batch("b1", "putin", "huda", "خطأ")
    done = at_once(8, lambda n: store.regrades.apply(S, batch, None, ["q1"], seen, changes, BODIES, restand), 8)
    assert sorted(done) == [False] * 7 + [True]
    assert store.check()["counts"]["regrades"] == 1


@pytest.mark.parametrize("what", ["answer", "regrade", "learner"])
def test_what_came_in_between_refuses_all_of_it(store: Store, what: str) -> None:
    answered(store, "salma")
    seen, changes = changes_of(store)
    if what == "answer":
        store.record(submission("f2.q1"), always("refused"))
    elif what == "learner":
        answered(store, "omar")
    else:
        apply(store, "b0")
    before = list(store.all_tries(S)), store.counts(S, "putin"), store.standings(S, "salma", "putin")
    with pytest.raises(StaleRegrade):
        store.regrades.apply(S, Batch("b1", "putin", "huda", "خطأ"), None, ["q1"], seen, changes, BODIES, restand)
    assert (list(store.all_tries(S)), store.counts(S, "putin"), store.standings(S, "salma", "putin")) == before


def test_an_error_in_the_middle_leaves_nothing(store: Store) -> None:
    answered(store, "salma", "omar")
    before = list(store.all_tries(S)), store.counts(S, "putin"), store.standings(S, "omar", "putin")
    calls: list[str] = []

    def fails_at_the_second(question: str, tries: Sequence[Attempt]) -> RecalculatedStanding:
        calls.append(question)
        if len(calls) == 2:
            raise ArithmeticError
        return restand(question, tries)

    with pytest.raises(ArithmeticError):
        apply(store, restand=fails_at_the_second)
    assert (list(store.all_tries(S)), store.counts(S, "putin"), store.standings(S, "omar", "putin")) == before
    assert store.regrades.batches(S, "putin") == []
    assert apply(store)


def dies_in_the_middle(path: Path) -> None:
    def gone(question: str, tries: Sequence[Attempt]) -> RecalculatedStanding:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    apply(open_store(sqlite_url(path)), restand=gone)


def test_a_process_killed_in_the_middle_leaves_nothing(store: Store, path: Path) -> None:
    answered(store, "salma")
    process = processes.Process(target=dies_in_the_middle, args=(path,))  # type: ignore[attr-defined]
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert [one.verdict for one in store.all_tries(S)] == ["refused"]
    assert store.regrades.batches(S, "putin") == []
    assert apply(store)


def test_a_mark_by_hand_goes_before_a_regrade(store: Store) -> None:
    store.record(submission("a.q1"), always("pending", earned=0.0, standing_earned=0.0, settled=True))
    store.add_mark(S, "salma", "a.q1", 0.5, "", "huda")
    tries = store.regrades.tries(S, "putin", ["q1"], None)
    changes = [Change(one, "v2", (0.5, 1), (0.5, 1)) for _, one in tries]
    store.regrades.apply(
        S, Batch("b1", "putin", "", "خطأ"), None, ["q1"], grades_fingerprint(tries), changes, BODIES, restand
    )
    assert store.standings(S, "salma", "putin")["q1"].earned == 0.5
    assert store.marks(S, "salma", "putin")["a.q1"].points == 0.5


def test_batches_the_latest_first_with_what_was_before(store: Store) -> None:
    answered(store, "salma", "omar")
    apply(store)
    seen, changes = changes_of(store)
    store.regrades.apply(S, Batch("b2", "putin", "", "رجوع", "b1"), None, ["q1"], seen, changes, {}, restand)
    found = store.regrades.batches(S, "putin")
    assert [(one.batch.id, one.batch.undoes, one.undone) for one in found] == [("b2", "b1", False), ("b1", None, True)]
    assert [(one.tries, one.learners) for one in found] == [(2, 2)] * 2
    assert [row["old"].verdict for row in store.regrades.rows(S, "b1")] == ["refused", "refused"]
    assert [row["old"].version for row in store.regrades.rows(S, "b2")] == ["v2", "v2"]


def test_a_regrade_cannot_be_changed(store: Store) -> None:
    answered(store, "salma")
    apply(store)
    for table in ("regrades", "regrade_batches"):
        with pytest.raises(StoreUnavailable, match="never changed"), store._connections.write() as conn:  # type: ignore[attr-defined]
            conn.execute(f"UPDATE {table} SET school = 'x'")


def test_an_old_database_is_brought_up_to_date(store: Store, path: Path, clock: Clock) -> None:
    answered(store, "salma")
    store.close()
    taken_back_to(path, 6)
    again = open_store(sqlite_url(path), clock)
    assert again.check()["schema_version"] == migrations.SCHEMA_VERSION
    assert apply(again)
    assert [one.verdict for one in again.all_tries(S)] == ["accepted"]
    again.close()


READS: dict[str, Callable[[Store], object]] = {
    "a text": lambda store: store.tries(S, "salma", "putin"),
    "a question": lambda store: store.tries(S, "salma", "putin", "q1"),
    "a class": lambda store: store.reports.tries(S, ["salma", "omar"]),
    "the latest of a class": lambda store: store.reports.latest_tries(S, ["salma", "omar"], 40),
    "to be regraded": lambda store: store.regrades.tries(S, "putin", ["q1"], None),
    "to be regraded of some": lambda store: store.regrades.tries(S, "putin", ["q1"], ["salma"]),
    "open answers": lambda store: store.manual_marks.answers(S, ["salma", "omar"]),
    "all": lambda store: list(store.all_tries()),
}


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that read attempts, from here on."""
    statements: list[str] = []

    class Watched(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            if "tries" in sql or "regrades" in sql:
                statements.append(sql)
            return super().execute(sql, *values)

    monkeypatch.setattr(connections.sqlite3, "connect", partial(sqlite3.connect, factory=Watched))
    return statements


@pytest.mark.parametrize("what", READS)
def test_regraded_attempts_are_read_in_one_statement(path: Path, ran: list[str], what: str) -> None:
    store = open_store(sqlite_url(path))
    for number in range(30):
        for learner in ("salma", "omar"):
            store.record(submission(f"{learner}.{number}", learner=learner), always("pending"))
    apply(store)
    ran.clear()
    READS[what](store)
    assert len(ran) == 1
    store.close()


@pytest.mark.parametrize("what", READS)
def test_the_latest_regrade_is_found_by_its_key(path: Path, ran: list[str], what: str) -> None:
    store = open_store(sqlite_url(path))
    READS[what](store)
    (statement,) = ran
    with closing(sqlite3.connect(path)) as conn:
        plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {statement}", ["[]"] * statement.count("?"))]
    found = [step for step in plan if " r " in step or "latest" in step]
    assert len(found) == 2
    assert all("(school=? AND learner=? AND try_id=?" in step for step in found), plan
    assert not [step for step in plan if "AUTOMATIC" in step], plan
    store.close()
