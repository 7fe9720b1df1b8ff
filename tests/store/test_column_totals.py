"""Points of many learners in the columns of a gradebook: as pages show them, added up in one statement."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from store.helpers import START, S, always, submission
from webapp.domain.scoring import round_for_display
from webapp.store.protocols.class_reports import CountedQuestion
from webapp.store.protocols.store import Store

COUNT = itertools.count()


def asked(question: str, points: float = 1.0, column: str = "text:putin", required: bool = True) -> CountedQuestion:
    return CountedQuestion(column, "putin", question, points, required)


def answered(store: Store, learner: str, question: str, verdict: str = "accepted", **changes: object) -> str:
    id, days = f"t{next(COUNT)}", changes.pop("days", 0)
    at = START + timedelta(days=float(str(days)))
    store.record(submission(id, learner=learner, question=question, at=at), always(verdict, **changes))
    return id


@pytest.mark.parametrize("points", [0.5, 1.0, 2.5, 3.0])
def test_the_database_rounds_as_pages_do(store: Store, points: float) -> None:
    marks = [points * part / 60 for part in range(61)] + [1e-10, points - 1e-10, 0.05, 0.25, 0.049]
    for number, mark in enumerate(marks):
        answered(store, f"l{number}", "q1", "partial", standing_earned=mark, possible=points, settled=True)
    learners = [f"l{number}" for number in range(len(marks))]
    totals = store.reports.column_totals(S, learners, [asked("q1", points)])
    shown = [totals[learner, "text:putin"].earned for learner in learners]
    assert shown == pytest.approx([round_for_display(mark, points) for mark in marks], abs=1e-9)


def test_what_waits_or_was_not_counted_is_no_point_lost(store: Store) -> None:
    answered(store, "salma", "q1")
    waiting = answered(store, "salma", "q2", "pending", possible=3.0, settled=True)
    answered(store, "salma", "q3", "nearly")
    answered(store, "salma", "q4", "noted", possible=0.0, settled=True)
    questions = [asked("q1"), asked("q2", 3.0), asked("q3"), asked("q4", 0.0, required=False)]
    (totals,) = store.reports.column_totals(S, ["salma", "omar"], questions).values()
    assert (totals.earned, totals.possible, totals.begun) == (1.0, 1.0, 5.0)
    assert (totals.answered, totals.waiting) == (2, 1)
    store.add_mark(S, "salma", waiting, 2.25, "", "huda")
    (totals,) = store.reports.column_totals(S, ["salma"], questions).values()
    assert (totals.earned, totals.possible, totals.waiting) == (3.25, 4.0, 0)
    (totals,) = store.reports.column_totals(S, ["salma"], questions, hidden=[waiting]).values()
    assert (totals.earned, totals.possible, totals.waiting) == (1.0, 1.0, 1)


def test_a_slip_after_another_try_is_an_answer(store: Store) -> None:
    answered(store, "salma", "q1", "refused")
    answered(store, "salma", "q1", "nearly")
    (totals,) = store.reports.column_totals(S, ["salma"], [asked("q1")]).values()
    assert (totals.answered, totals.earned, totals.possible) == (1, 0.0, 1.0)


def test_a_period_and_a_question_worth_other_points_now(store: Store) -> None:
    answered(store, "salma", "q1", "partial", standing_earned=0.5, settled=True, days=0)
    answered(store, "salma", "q2", days=3)
    questions = [asked("q1", 4.0), asked("q2"), asked("q2", column="assignment:x"), asked("gone")]
    totals = store.reports.column_totals(S, ["salma"], questions)
    assert totals["salma", "text:putin"].earned == 3.0  # half of four points, and one
    assert totals["salma", "assignment:x"].earned == 1.0
    later = store.reports.column_totals(S, ["salma"], questions, since=START + timedelta(days=1))
    assert later["salma", "text:putin"].answered == 1
    earlier = store.reports.column_totals(S, ["salma"], questions, before=START + timedelta(days=1))
    assert earlier.keys() == {("salma", "text:putin")}
