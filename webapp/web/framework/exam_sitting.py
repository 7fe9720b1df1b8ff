"""The sitting of a request's reader: when it began and ends, by the server's clock alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import g

from webapp.domain.assignment import LearnersAssignment
from webapp.domain.sitting import is_over, sitting_end
from webapp.web.framework.services import current_services, school_store


@dataclass(frozen=True)
class ExamClock:
    """Time of an exam as its pages show it. ``left``: whole seconds until the end, for differences on the device."""

    ends: datetime | None
    left: int
    minutes: int | None
    to_begin: bool
    """It has a time limit, which runs from the moment at which the learner begins."""
    reopened: bool = False
    """It was begun before, and ``minutes`` is what is left of the limit."""


def started_at(own: LearnersAssignment) -> datetime | None:
    """Time at which the learner began; read once a request, and only for an exam with a time limit."""
    if own.minutes is None:
        return None
    known: dict[tuple[str, str], datetime | None] = g.setdefault("sittings", {})
    key = own.learner, own.assignment.id
    if key not in known:
        store, school = school_store()
        known[key] = store.sittings.started(school, *key)
    return known[key]


def start(own: LearnersAssignment) -> None:
    """Start the learner's sitting, unless it was started before, on whatever device."""
    store, school = school_store()
    g.pop("sittings", None)
    store.sittings.start(school, own.learner, own.assignment.id, own.text)


def end_of(own: LearnersAssignment) -> datetime | None:
    """End of the learner's time for an exam; None without any."""
    return sitting_end(own, started_at(own))


def time_is_over(own: LearnersAssignment) -> bool:
    """Tell whether the learner's time for an exam is over."""
    return is_over(own, started_at(own), current_services().config.now())


def exam_clock(own: LearnersAssignment) -> ExamClock:
    """The learner's time for an exam."""
    ends, now = end_of(own), current_services().config.now()
    left = max(0, int((ends - now).total_seconds())) if ends else 0
    to_begin = own.minutes is not None and started_at(own) is None
    rest = _rest_of_limit(own) if to_begin else None
    return ExamClock(ends, left, own.minutes if rest is None else rest, to_begin, rest is not None)


def _rest_of_limit(own: LearnersAssignment) -> int | None:
    """Whole minutes left of a reopened exam's limit; None for one that was not reopened."""
    store, school = school_store()
    reopening = store.sittings.latest_reopening(school, own.learner, own.assignment.id)
    if reopening is None or own.minutes is None:
        return None
    return max(1, (timedelta(minutes=own.minutes) - reopening.used) // timedelta(minutes=1))
