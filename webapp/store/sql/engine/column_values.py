"""Conversion of column values. Times are ISO 8601 in UTC with microseconds, so that they sort as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from json.scanner import make_scanner
from typing import Any

from webapp.store.surrogates import replace_surrogates

Row = Sequence[Any]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


_scan = make_scanner(json.JSONDecoder())  # type: ignore[arg-type]  # what reads one value, in C


def to_json(value: object) -> str:
    """Serialize plain data as readable JSON."""
    return replace_surrogates(_encode(value))


def from_json(column: str) -> Any:
    """Read a JSON column."""
    try:
        return _scan(column, 0)[0]
    except StopIteration:  # not written here: something precedes it
        return json.loads(column)


def to_iso(at: datetime) -> str:
    """Format a time as ISO 8601 text in UTC."""
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(timespec="microseconds")


def from_iso(column: str) -> datetime:
    """Read a time column."""
    return datetime.fromisoformat(column)
