"""Fahm's own fields of a question, kept in a comment of a file beside what another program reads of it.

They are taken back only while the rest of the question stands as it was written: what somebody changed
elsewhere counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from webapp.domain.text import short_digest

_BEGINNING = re.compile(r"fahm:([0-9a-f]{12}):(?=\{)")
MAX_DEPTH = 8
"""Lists and mappings inside one another: no question has as many."""
_SPACE = re.compile(r"\s+")


def kept_line(values: Mapping[str, object], written: str) -> str:
    """The words of the comment for a question that is ``written`` so in the file."""
    return f"fahm:{_digest(written)}:{json.dumps(values, ensure_ascii=False, separators=(',', ':'))}"


def kept_values(comment: str, written: str) -> Mapping[str, object] | None:
    """The fields in a comment; None where it holds none, or where they are of another question than ``written``."""
    found = _BEGINNING.search(comment)
    if not found or found[1] != _digest(written):
        return None
    try:
        values, _ = json.JSONDecoder().raw_decode(comment, found.end())
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) and not _is_deep(values, MAX_DEPTH) else None


def _is_deep(value: object, most: int) -> bool:
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return bool(within) and (most == 0 or any(_is_deep(part, most - 1) for part in within))


def _digest(written: str) -> str:
    return short_digest(_SPACE.sub(" ", written).strip(), 12)
