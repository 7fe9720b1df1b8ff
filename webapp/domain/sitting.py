"""Sittings: the time that one learner has for an exam. Pure, without a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from webapp.domain.assignment import LearnersAssignment
from webapp.domain.question import Response

HandedInBy = Literal["learner", "time", "teacher"]
"""Who ended an exam: its learner, the end of the time, or a teacher."""


@dataclass(frozen=True)
class HandIn:
    """The end of a learner's exam."""

    learner: str
    at: datetime
    by: HandedInBy


@dataclass(frozen=True)
class LateAnswer:
    """An answer that came after the end of an exam: kept for the teacher, and counted by nobody."""

    learner: str
    question: str
    response: Response
    at: datetime


def sitting_end(own: LearnersAssignment, started: datetime | None) -> datetime | None:
    """The end of a learner's exam: the time limit from the start on, or the closing time if that is earlier.

    None where there is neither. It is worked out from the present rules and allowances, and stored nowhere: extra time
    that is given during the exam counts at once.
    """
    limit = started + timedelta(minutes=own.minutes) if started and own.minutes else None
    ends = [end for end in (limit, own.closes) if end]
    return min(ends, default=None)
