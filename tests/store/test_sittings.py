"""Sittings, hand-ins and late answers: the first start counts, and merged records keep what was theirs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from store.helpers import START, Clock, S, account
from webapp.domain.assignment import NewAssignment
from webapp.store.protocols.store import Store

LATER = START + timedelta(hours=1)


@pytest.fixture
def exam(store: Store) -> str:
    huda = account(store, "Huda")
    for learner in ("salma", "again"):
        store.add_learner(S, learner)
    return store.assignments.add(S, NewAssignment("nile", learners=("salma", "again")), huda).id


def test_the_first_of_many_starts_counts(store: Store, clock: Clock, exam: str) -> None:
    assert store.sittings.started(S, "salma", exam) is None
    with ThreadPoolExecutor(8) as pool:
        starts = set(pool.map(lambda _: store.sittings.start(S, "salma", exam, "nile"), range(8)))
    clock.at = LATER
    assert starts == {START} == {store.sittings.start(S, "salma", exam, "nile")}
    assert store.sittings.of_assignment(S, exam) == {"salma": START}
    assert store.sittings.of_assignment("other", exam) == {}


def test_merged_records_have_one_sitting_and_separated_ones_their_own(store: Store, clock: Clock, exam: str) -> None:
    store.sittings.start(S, "salma", exam, "nile")
    clock.at = LATER
    store.sittings.start(S, "again", exam, "nile")
    store.exams.note_hand_in(S, "again", "nile", LATER, "time")
    store.people.merge(S, "salma", "again", "huda")
    assert store.sittings.started(S, "again", exam) == START
    assert store.sittings.of_assignment(S, exam) == {"salma": START}
    hand_in = store.sittings.hand_in(S, "salma", "nile")
    assert hand_in is not None
    assert (hand_in.at, hand_in.how) == (LATER, "time")
    store.people.unmerge(S, "again")
    assert store.sittings.of_assignment(S, exam) == {"salma": START, "again": LATER}
    assert store.sittings.hand_in(S, "salma", "nile") is None


def test_the_latest_late_answer_is_kept_until_it_is_decided_on(store: Store, clock: Clock, exam: str) -> None:
    store.sittings.keep_late(S, "salma", "nile", {"q1": "one", "q2": ""}, None)
    clock.at = LATER
    store.sittings.keep_late(S, "salma", "nile", {"q1": "two"}, START)
    (late,) = store.sittings.late_answers(S, ["salma", "again"], "nile")
    assert (late.response, late.at, late.written, late.decided) == ("two", LATER, START, None)
    store.sittings.decide_late(S, "salma", "nile", ["q1"], "left", "huda")
    store.sittings.keep_late(S, "salma", "nile", {"q1": "three"}, None)
    store.sittings.decide_late(S, "salma", "nile", ["q1"], "taken", "huda")
    (late,) = store.sittings.late_answers(S, ["salma"], "nile")
    assert (late.response, late.decided) == ("two", "left")


def test_who_has_saved_answers_without_an_attempt_is_unfinished(store: Store, exam: str) -> None:
    store.save_drafts(S, "salma", "nile", {"q1": "typed"})
    assert store.sittings.unfinished(S, ["salma", "again"], "nile") == ["salma"]
    assert store.sittings.unfinished(S, ["again"], "nile") == store.sittings.unfinished(S, ["salma"], "other") == []
