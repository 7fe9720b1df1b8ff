"""Telling learners of what was assigned to them, and of what was changed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from webapp.domain.assignment import Assignment, NewAllowance

AssignmentNews = Literal["assignment-new", "assignment-changed", "extra-time", "extra-try", "later-date"]


def tell_learners(kind: AssignmentNews, assignment: Assignment, learners: Sequence[str] = ()) -> None:
    """Tell these learners, or all who have the assignment."""


def news_of(allowance: NewAllowance) -> list[AssignmentNews]:
    """Kinds of news that an allowance is to its learner."""
    told: list[tuple[AssignmentNews, bool]] = [
        ("extra-time", allowance.extra_minutes > 0),
        ("extra-try", allowance.extra_tries > 0),
        ("later-date", bool(allowance.due or allowance.closes)),
    ]
    return [kind for kind, given in told if given]
