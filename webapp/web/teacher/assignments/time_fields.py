"""A date and a time of the school's clock, as two fields that need no script; read into UTC, and drawn from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from webapp.arabic.normalize import fold_digits
from webapp.web.framework.i18n import N_

FIRST_YEAR, LAST_YEAR = 2000, 2200
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?")
NO_DATE = N_("Enter a valid date with day, month and year: 30/11/2026.")
NO_TIME = N_("Enter a valid time with hours and minutes: 14:30.")
DATE_MISSING = N_("There is a time but no date. Add the date too.")
SKIPPED = N_("This time does not exist on that day because the clocks change. Choose another time.")
START_OF_DAY, END_OF_DAY = time(0, 0), time(23, 59)


@dataclass(frozen=True)
class TypedTime:
    """The two fields as they were typed, the time that they say, and the fault, empty where there is none."""

    date: str = ""
    time: str = ""
    at: datetime | None = None
    fault: str = ""

    @property
    def native(self) -> bool:
        """Tell whether a browser's own fields can show it: those drop what is no date or no time."""
        return (not self.date or _date(self.date) is not None) and (not self.time or _time(self.time) is not None)


def typed_time(fields: Mapping[str, str], name: str, zone: tzinfo | None, opening: bool = False) -> TypedTime:
    """Read the fields ``<name>_date`` and ``<name>_time``.

    A day alone is its beginning for ``opening``, else its last minute. Of an hour that the clocks repeat, the first is
    taken for opening, else the second: nobody loses time by it.
    """
    day, hour = fields.get(f"{name}_date", "").strip()[:40], fields.get(f"{name}_time", "").strip()[:40]
    if not day:
        return TypedTime(day, hour, fault=DATE_MISSING if hour else "")
    on, at = _date(day), _time(hour) if hour else START_OF_DAY if opening else END_OF_DAY
    if on is None or at is None:
        return TypedTime(day, hour, fault=NO_DATE if on is None else NO_TIME)
    local = datetime.combine(on, at, zone).replace(fold=0 if opening else 1)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        return TypedTime(day, hour, fault=SKIPPED)
    return TypedTime(on.isoformat(), f"{at:%H:%M}", moment)


def shown_time(at: datetime | None, zone: tzinfo | None) -> TypedTime:
    """The two fields of a time; empty without one."""
    if at is None:
        return TypedTime()
    local = at.astimezone(zone)
    return TypedTime(f"{local:%Y-%m-%d}", f"{local:%H:%M}", at)


def _date(typed: str) -> date | None:
    plain = fold_digits(typed)
    if iso := _ISO.fullmatch(plain):
        year, month, day = map(int, iso.groups())
    elif day_first := _DAY_FIRST.fullmatch(plain):
        day, month, year = map(int, day_first.groups())
    else:
        return None
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _time(typed: str) -> time | None:
    found = _TIME.fullmatch(fold_digits(typed))
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None
