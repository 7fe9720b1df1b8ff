"""The time of a sitting: one learner's writing of an exam. Without a clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.domain.assignment import LearnersAssignment


def sitting_end(own: LearnersAssignment, started: datetime | None) -> datetime | None:
    """End of a learner's time for an exam: the earlier of the limit after the start, and the closing; None without any.

    It is never stored: extra minutes and a later date move it at once, also in the middle.
    """
    limit = started + timedelta(minutes=own.minutes) if started and own.minutes else None
    return min((end for end in (limit, own.closes) if end), default=None)


def is_over(own: LearnersAssignment, started: datetime | None, now: datetime) -> bool:
    """Tell whether a learner's time is over; its last moment still belongs to it."""
    end = sitting_end(own, started)
    return end is not None and now > end
