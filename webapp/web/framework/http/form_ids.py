"""Ids of forms: a form is drawn with one and submitted once; the id also holds the time of drawing."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

_FORM = re.compile(r"^([0-9a-f]{1,12})-([A-Za-z0-9_-]{8,40})$")
MAX_SECONDS = 6 * 60 * 60


def new_form_id(now: datetime) -> str:
    """Make an id for a form drawn at ``now``: the time in hexadecimal milliseconds, and random characters."""
    return f"{int(now.timestamp() * 1000):x}-{secrets.token_urlsafe(12)}"


def form_id_or_new(sent: str, now: datetime) -> str:
    """Id that a posted form carries; a new one where it carries no valid one."""
    return sent if _FORM.match(sent) else new_form_id(now)


def seconds_since(form_id: str, now: datetime) -> float:
    """Seconds between drawing the form and submitting it; 0 where the id does not hold a time."""
    match = _FORM.match(form_id)
    if not match:
        return 0.0
    return round(min(max(0.0, now.timestamp() - int(match[1], 16) / 1000), MAX_SECONDS), 1)
