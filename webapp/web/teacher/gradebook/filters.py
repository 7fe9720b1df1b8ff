"""Filters of a gradebook, from the page's address: learners, texts, process, and the days of the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import request

from webapp.domain.people import SchoolClass
from webapp.domain.question import PROCESSES
from webapp.web.framework.services import current_services
from webapp.web.teacher.groups.group_filter import LearnerFilter, learner_filter


@dataclass(frozen=True)
class GradebookFilter:
    """Chosen learners, texts, process and days; ``since`` and ``until`` are days of the school's calendar."""

    learners: LearnerFilter
    texts: tuple[str, ...]
    process: str
    since: date | None
    until: date | None

    @property
    def leaves_work_out(self) -> bool:
        """Some work of the learners may be left out, so that a grade is of a part."""
        return bool(self.texts or self.process or self.since or self.until)

    @property
    def active(self) -> bool:
        """Something may be left out."""
        return self.leaves_work_out or self.learners.active

    @property
    def begins(self) -> datetime | None:
        """Beginning of the first day."""
        return _midnight(self.since)

    @property
    def ends(self) -> datetime | None:
        """End of the last day, which belongs to the period."""
        return _midnight(self.until + timedelta(days=1) if self.until else None)


def gradebook_filter(klass: SchoolClass) -> GradebookFilter:
    """The filters in the page's address; what cannot be read filters nothing."""
    process = request.args.get("process", "")
    return GradebookFilter(
        learner_filter(klass),
        tuple(request.args.getlist("text")),
        process if process in PROCESSES else "",
        day_in(request.args.get("since", "")),
        day_in(request.args.get("until", "")),
    )


def day_in(written: str) -> date | None:
    """A day as a date field sends it; None for anything else, and for a day at the end of the calendar."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if date(1900, 1, 1) < day < date(9000, 1, 1) else None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), current_services().config.timezone) if day else None
