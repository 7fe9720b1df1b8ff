"""A date and a time as a teacher types them, by the school's clock, through the hours that clocks skip and repeat."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from webapp.web.teacher.assignments import time_fields
from webapp.web.teacher.assignments.time_fields import TypedTime, shown_time, typed_time

AMMAN, CAIRO = ZoneInfo("Asia/Amman"), ZoneInfo("Africa/Cairo")


def typed(day: str, hour: str = "", opening: bool = False, zone: ZoneInfo = AMMAN) -> TypedTime:
    return typed_time({"due_date": day, "due_time": hour}, "due", zone, opening)


@pytest.mark.parametrize("day", ["2026-11-30", "30/11/2026", "٣٠/١١/٢٠٢٦", "2026/11/30", " 30-11-2026 ", "30.11.2026"])
def test_a_day_is_read_as_people_write_it(day: str) -> None:
    assert typed(day, "8:05").at == datetime(2026, 11, 30, 5, 5, tzinfo=UTC)
    assert typed(day, "08:05:00").date == "2026-11-30"


def test_a_day_alone_begins_or_ends_with_it() -> None:
    assert typed("2026-11-30").at == datetime(2026, 11, 30, 20, 59, tzinfo=UTC)
    assert typed("2026-11-30", opening=True).at == datetime(2026, 11, 29, 21, 0, tzinfo=UTC)
    assert typed("") == TypedTime()


@pytest.mark.parametrize(
    ("day", "hour", "fault"),
    [
        ("31/11/2026", "", time_fields.NO_DATE),
        ("غدًا", "", time_fields.NO_DATE),
        ("1999-01-01", "", time_fields.NO_DATE),
        ("9999-12-31", "23:59", time_fields.NO_DATE),
        ("2026-11-30", "25:00", time_fields.NO_TIME),
        ("2026-11-30", "مساءً", time_fields.NO_TIME),
        ("", "08:00", time_fields.DATE_MISSING),
    ],
)
def test_a_fault_keeps_what_was_typed(day: str, hour: str, fault: str) -> None:
    found = typed(day, hour)
    assert (found.date, found.time, found.at, found.fault) == (day, hour, None, fault)


def test_an_hour_that_the_clocks_skip_is_no_time() -> None:
    assert typed("2026-04-24", "00:30", zone=CAIRO).fault == time_fields.SKIPPED
    assert not typed("2026-04-24", "01:30", zone=CAIRO).fault


def test_of_an_hour_that_is_repeated_nobody_loses_by_it() -> None:
    first, last = typed("2026-10-29", "23:30", True, CAIRO).at, typed("2026-10-29", "23:30", False, CAIRO).at
    assert first == datetime(2026, 10, 29, 20, 30, tzinfo=UTC)
    assert last == datetime(2026, 10, 29, 21, 30, tzinfo=UTC)


def test_a_time_is_drawn_as_it_was_typed() -> None:
    at = typed("2026-11-30", "08:05").at
    assert shown_time(at, AMMAN) == TypedTime("2026-11-30", "08:05", at)
    assert shown_time(None, AMMAN) == TypedTime()
    assert typed("غدًا").native is False
    assert shown_time(at, AMMAN).native
