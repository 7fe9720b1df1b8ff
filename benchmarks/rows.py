"""A line of the table that ``make bench`` writes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table. ``good`` is None where nothing is demanded."""

    what: str
    wanted: str
    found: str
    good: bool | None
    below: str = ""
    """Markdown that goes under the table."""
