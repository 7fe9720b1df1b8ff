"""A recorded attempt, for tests of what reads them: each says the fields that it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from webapp.domain.attempt import Attempt

PLAIN: dict[str, Any] = {
    "id": "f.q1",
    "school": "default",
    "learner": "reader",
    "text": "slug",
    "question": "q1",
    "version": "0" * 16,
    "number": 1,
    "response": "",
    "label": "",
    "shown": (),
    "verdict": "accepted",
    "earned": 1.0,
    "possible": 1.0,
    "why": "",
    "note": "",
    "tolerance_level": None,
    "parts": (),
    "hints": 0,
    "seconds": 0,
    "at": datetime(2026, 1, 1, tzinfo=UTC),
}


def attempt(**changes: Any) -> Attempt:
    """An attempt that differs from a plain one in these fields."""
    return Attempt(**(PLAIN | changes))
