"""Times in the addresses of pages."""

from __future__ import annotations

from datetime import datetime

from flask import request

YEARS = range(2000, 2200)


def time_in_address(name: str) -> datetime | None:
    """The time with its zone that a page's address names; None where it names none, or none of these centuries."""
    try:
        time = datetime.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return time if time.tzinfo and time.year in YEARS else None
