"""Formatting of times for people: in the school's time zone, with the month in words and the reader's digits."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from flask import Flask
from markupsafe import Markup

from webapp.web.framework.i18n import digits, speaks_english
from webapp.web.framework.services import current_services


def init_app(app: Flask) -> None:
    """Add the time filters to the templates."""
    app.jinja_env.globals.update(when=when, when_soon=when_soon, when_due=when_due, date_of=date_of)


def local(at: datetime) -> datetime:
    """Convert a time to the school's time zone."""
    return at.astimezone(current_services().config.timezone)


def moment(at: datetime, weekday: bool = False) -> str:
    """Format date and time: «٢٢ نوفمبر ٢٠٢٦، ١٩:٥٣», 22 Nov 2026, 19:53; with «الأحد» before it for ``weekday``."""
    here, english = local(at), speaks_english()
    pattern = ("EEE d MMM y" if english else "EEEE d MMM y") if weekday else "d MMM y"
    comma = ", " if english else "، "
    return digits(f"{_in_words(here.date(), pattern, 'en' if english else 'ar')}{comma}{here:%H:%M}")


@lru_cache(maxsize=1000)  # a table has hundreds of times of the same few days
def _in_words(on: date, pattern: str, locale: str) -> str:
    return format_date(on, pattern, locale=locale)


def day(on: date, weekday: bool = False) -> str:
    """Format day and month: «٢٢ نوفمبر», 22 Nov; in words, since ١٢/١٠ may be read from either side.

    With «الأحد» before it for ``weekday``.
    """
    english = speaks_english()
    pattern = ("EEE d MMM" if english else "EEEE d MMM") if weekday else "d MMM"
    return digits(format_date(on, pattern, locale="en" if english else "ar"))


def date_of(at: datetime) -> str:
    """Format a date: «٢٢ نوفمبر ٢٠٢٦», 22 Nov 2026."""
    return digits(format_date(local(at), "d MMM y", locale="en" if speaks_english() else "ar"))


def when_soon(at: datetime) -> Markup:
    """Format a time as a ``<time>`` element: of today, the time alone."""
    today = local(current_services().config.now()).date() == local(at).date()
    shown = digits(f"{local(at):%H:%M}") if today else moment(at)
    return Markup('<time datetime="{}">{}</time>').format(local(at).isoformat(timespec="seconds"), shown)


def when(at: datetime) -> Markup:
    """Format a time as a ``<time>`` element, which carries the exact time with its offset."""
    return Markup('<time datetime="{}">{}</time>').format(local(at).isoformat(timespec="seconds"), moment(at))


def when_due(at: datetime) -> Markup:
    """Format a time that a class has to know, when work opens, is due or closes: with its day of the week."""
    return Markup('<time datetime="{}">{}</time>').format(local(at).isoformat(timespec="seconds"), moment(at, True))
