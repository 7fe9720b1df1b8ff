"""Rows of the table of words as they were typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from webapp.content.editing.words_edits import FIELDS, OF_EXPRESSIONS, Entry

LONGEST = 2000
"""Characters of a cell, as the words file has it."""
MOST_ROWS = 2000
_NAME = re.compile(r"w\.([0-9]{1,4})\.([a-z]+)")
_KNOWN = frozenset({"word", "reviewed", *FIELDS, *OF_EXPRESSIONS})


def typed_rows(fields: Mapping[str, str], reviewed: bool | None = None) -> list[Entry]:
    """Read the rows ``w.0.word``, ``w.0.vowelled`` and so on; a box that is not ticked says so.

    ``reviewed`` stands for all boxes; None where the page has none, as for expressions and files that are reviewed.
    """
    rows: dict[int, Entry] = {}
    for name, value in fields.items():
        found = _NAME.fullmatch(name)
        if found and found[2] in _KNOWN and int(found[1]) < MOST_ROWS:
            rows.setdefault(int(found[1]), {})[found[2]] = " ".join(value.split())[:LONGEST]
    ordered = [rows[number] for number in sorted(rows)]
    for row in ordered:
        ticked = row.pop("reviewed", "") == "1"
        if reviewed is not None:
            row["reviewed"] = reviewed or ticked
    return ordered


def laid_over(entries: Sequence[Entry], rows: Sequence[Entry]) -> list[Entry]:
    """Entries with the rows that were typed for them; rows of other words are passed over."""
    pairs = zip(entries, [*rows, *({} for _ in entries[len(rows) :])], strict=False)
    return [{**entry, **row} if row.get("word") == entry.get("word") else dict(entry) for entry, row in pairs]
