"""Times are told by the school's clock, in the reader's language and digits; what is exact stands beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from webapp import create_app
from webapp.config import Config, from_env, time_zone
from webapp.domain.attempt import Attempt
from webapp.interchange.spreadsheet import Column, to_csv
from webapp.web.framework.date_format import date_of, day, moment, when
from webapp.web.teacher.results.learner_report import by_week
from webapp.web.teacher.results.table_view import shown, titled

AT = datetime(2026, 11, 22, 21, 53, tzinfo=UTC)


@pytest.fixture
def config(config: Config) -> Config:
    """A school three hours ahead of UTC."""
    return replace(config, timezone=timezone(timedelta(hours=3)))


@pytest.mark.parametrize(
    "look, said, named",
    [
        ("language-both", "٢٣ نوفمبر ٢٠٢٦، ٠٠:٥٣", "٢٣ نوفمبر"),
        ("language-ar.digits-latn", "23 نوفمبر 2026، 00:53", "23 نوفمبر"),
        ("language-en", "23 Nov 2026, 00:53", "23 Nov"),
    ],
)
def test_a_moment_by_the_schools_clock(config: Config, look: str, said: str, named: str) -> None:
    app = create_app(config)
    with app.test_request_context(headers={"Cookie": f"fahm_look={look}"}):
        assert moment(AT) == said
        assert day(date(2026, 11, 23)) == named
        assert date_of(AT) == re.split("[،,]", said)[0]
        assert when(AT) == f'<time datetime="2026-11-23T00:53:00+03:00">{said}</time>'
    app.extensions["fahm"].store.close()


def test_a_table_shows_local_times_and_its_file_keeps_the_offset(config: Config) -> None:
    app = create_app(config)
    with app.test_request_context("/desk/teachers"):
        sheet = titled("times", "Time", [Column("at", ar="الوقت", en="Time", kind="date")], [(AT,)])
        (_, (cell,)) = shown(sheet, is_meant=True).rows[0]
    app.extensions["fahm"].store.close()
    assert (cell.text, cell.value) == ("٢٣ نوفمبر ٢٠٢٦، ٠٠:٥٣", "2026-11-22T21:53:00+00:00")
    assert b"2026-11-22T21:53:00+00:00" in to_csv(sheet.table)


def test_a_week_begins_on_the_schools_monday() -> None:
    sunday_night = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    one = Attempt(
        "f1.q1",
        "s",
        "salma",
        "putin",
        "q1",
        "v1",
        1,
        "",
        "",
        (),
        "accepted",
        1,
        1,
        "",
        "",
        None,
        (),
        0,
        1,
        sunday_night,
    )
    (in_utc,) = by_week([one])
    (ahead,) = by_week([one], timezone(timedelta(hours=3)))
    assert (in_utc[0], ahead[0]) == ("١٦ نوفمبر", "٢٣ نوفمبر")


def test_the_setting(config: Config) -> None:
    assert from_env({"FAHM_TIMEZONE": "Asia/Amman"}).timezone == ZoneInfo("Asia/Amman")
    assert from_env({}).timezone is None
    for wrong in ("Mars/Olympus", "../../etc/passwd", "x" * 300):
        with pytest.raises(ValueError, match=re.escape("no time zone")):
            time_zone(wrong)
