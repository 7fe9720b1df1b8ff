"""States of an assignment at its borders, allowances, and the one of several that is in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from webapp.domain.assignment import Allowance, Assignment, AssignmentRules, AssignmentState, LearnersAssignment
from webapp.domain.ruling_assignment import in_force

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
PLAIN = Assignment(
    "s", "a1", "nile", (), ("c1",), (), NOW, NOW + HOUR, NOW + 2 * HOUR, AssignmentRules(), "t", NOW, None, ""
)
EXTRA = Allowance("salma", 10, 1, None, None, False, "t", NOW, "")


def own(assignment: Assignment = PLAIN, allowance: Allowance | None = None) -> LearnersAssignment:
    return LearnersAssignment(assignment, "c1", allowance, "salma")


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (NOW - TICK, "not-open"),
        (NOW, "open"),
        (NOW + HOUR, "open"),
        (NOW + HOUR + TICK, "late"),
        (NOW + 2 * HOUR, "late"),
        (NOW + 2 * HOUR + TICK, "closed"),
    ],
)
def test_each_time_has_its_side(at: datetime, state: AssignmentState) -> None:
    assert own().state(at) == state


def test_without_times_it_is_always_open() -> None:
    assert own(replace(PLAIN, opens=None, due=None, closes=None)).state(NOW - 1000 * HOUR) == "open"


def test_an_allowance_moves_the_times_of_one_learner() -> None:
    later = own(allowance=replace(EXTRA, due=NOW + 3 * HOUR))
    assert (later.due, later.closes) == (NOW + 3 * HOUR, NOW + 3 * HOUR), "due later than the closing time"
    assert later.state(NOW + 3 * HOUR) == "open"
    assert own(allowance=replace(EXTRA, closes=NOW + 5 * HOUR)).state(NOW + 4 * HOUR) == "late"
    assert own(allowance=EXTRA).extra_tries == 1
    assert own(allowance=EXTRA).minutes is None
    assert own(replace(PLAIN, rules=AssignmentRules(minutes=30)), EXTRA).minutes == 40
    assert own(allowance=replace(EXTRA, excused=True)).excused


def test_an_exam_rules_before_practice_whatever_its_times() -> None:
    practice, closed = own(), replace(PLAIN, id="a2", closes=NOW - HOUR, rules=AssignmentRules(exam=True))
    assert in_force([practice, own(closed)], NOW) == own(closed)
    planned = own(replace(PLAIN, id="a3", opens=NOW + HOUR, rules=AssignmentRules(exam=True)))
    assert in_force([practice, planned], NOW) == planned
    assert in_force([own(closed), planned], NOW) == planned


def test_of_practice_the_open_one_that_is_due_last_rules() -> None:
    early, late = own(), own(replace(PLAIN, id="a2", due=NOW + 2 * HOUR))
    never = own(replace(PLAIN, id="a3", due=None, closes=None))
    assert in_force([early, late], NOW) == late
    assert in_force([late, never, early], NOW) == never
    planned = own(replace(PLAIN, id="a4", opens=NOW + HOUR, due=NOW + 9 * HOUR, closes=None))
    assert in_force([planned, early], NOW) == early
    assert in_force([], NOW) is None
