"""Row of the table that ``make bench`` writes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ResultRow:
    """One row. ``met`` is None where there is no target; ``details`` is Markdown that follows the table."""

    what: str
    target: str
    result: str
    met: bool | None
    details: str = ""
