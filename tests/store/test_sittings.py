"""Starts of exams, what ended them, and answers that came after their end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from store.helpers import S, at_once
from webapp.domain.assignment import Allowance, Assignment, AssignmentRules, LearnersAssignment, NewAssignment
from webapp.domain.sitting import sitting_end
from webapp.store.protocols.store import Store

BEGAN = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)


def own(
    minutes: int | None = None, closes: datetime | None = None, extra: int = 0, later: datetime | None = None
) -> LearnersAssignment:
    """A learner's exam with these times and this allowance."""
    rules = AssignmentRules(exam=True, minutes=minutes)
    given = Assignment(S, "a", "putin", (), (), (), None, None, closes, rules, "muna", BEGAN, None, "")
    allowance = Allowance("salma", extra, 0, None, later, False, "muna", BEGAN, "")
    return LearnersAssignment(given, "", allowance if extra or later else None, "salma")


@pytest.mark.parametrize(
    "exam, end",
    [
        (own(), None),
        (own(minutes=40), timedelta(minutes=40)),
        (own(minutes=40, extra=10), timedelta(minutes=50)),
        (own(minutes=40, closes=BEGAN + timedelta(minutes=15)), timedelta(minutes=15)),
        (
            own(minutes=40, closes=BEGAN + timedelta(minutes=15), later=BEGAN + timedelta(hours=2)),
            timedelta(minutes=40),
        ),
        (own(closes=BEGAN + timedelta(hours=1)), timedelta(hours=1)),
    ],
)
def test_the_end_follows_from_limit_closing_and_allowance(exam: LearnersAssignment, end: timedelta | None) -> None:
    assert sitting_end(exam, BEGAN) == (BEGAN + end if end else None)


def test_who_has_not_started_has_until_the_closing() -> None:
    assert sitting_end(own(minutes=40), None) is None
    assert sitting_end(own(minutes=40, closes=BEGAN), None) == BEGAN


@pytest.fixture
def exam(store: Store) -> str:
    """The id of an exam that is assigned to Salma."""
    store.add_learner(S, "salma")
    new = NewAssignment("putin", learners=("salma",), rules=AssignmentRules(exam=True, minutes=40))
    return store.assignments.add(S, new, "muna").id


def test_the_first_start_counts(store: Store, exam: str) -> None:
    starts = at_once(4, lambda _: store.sittings.start(S, "salma", exam), 8)
    assert len(set(starts)) == 1
    assert store.sittings.started(S, "salma", exam) == starts[0]
    assert store.sittings.all_started(S, exam) == {"salma": starts[0]}
    assert store.sittings.started(S, "laila", exam) is None


def test_a_merged_record_goes_on_with_the_earlier_start(store: Store, exam: str) -> None:
    first = store.sittings.start(S, "laila", exam)
    second = store.sittings.start(S, "salma", exam)
    assert first <= second
    assert store.people.merge(S, "salma", "laila")
    assert store.sittings.started(S, "salma", exam) == store.sittings.started(S, "laila", exam) == first
    assert store.people.unmerge(S, "laila")
    assert store.sittings.started(S, "salma", exam) == second


def test_late_answers_are_kept_apart(store: Store) -> None:
    store.save_drafts(S, "salma", "putin", {"q1": "قبل النهاية"})
    for answer in ("متأخر", "متأخر جدًّا"):
        store.sittings.keep_late(S, "salma", "putin", {"q2": answer})
    (late,) = store.sittings.late_answers(S, "putin", ["salma", "laila"])
    assert (late.learner, late.question, late.response) == ("salma", "q2", "متأخر جدًّا")
    assert store.drafts(S, "salma", "putin") == {"q1": "قبل النهاية"}
    assert store.sittings.with_saved_answers(S, "putin", ["salma", "laila"]) == {"salma"}
    store.sittings.drop_late(S, "salma", "putin")
    assert store.sittings.late_answers(S, "putin", ["salma"]) == []


def test_a_hand_in_says_what_ended_the_exam(store: Store) -> None:
    store.add_learner(S, "salma")
    store.exams.note_hand_in(S, "salma", "putin", BEGAN, "time")
    store.exams.note_hand_in(S, "salma", "putin")
    hand_in = store.sittings.hand_ins(S, "putin", ["salma"])["salma"]
    assert (hand_in.at, hand_in.by) == (BEGAN, "time")


def test_a_deleted_learner_leaves_nothing(store: Store, exam: str) -> None:
    store.sittings.start(S, "salma", exam)
    store.sittings.keep_late(S, "salma", "putin", {"q2": "متأخر"})
    store.people.delete_learner(S, "salma")
    assert store.sittings.all_started(S, exam) == {}
    assert store.sittings.late_answers(S, "putin", ["salma"]) == []
