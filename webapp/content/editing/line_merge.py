"""Three-way merge of texts by lines."""

from __future__ import annotations

from webapp.content.sequence_changes import changes

Change = tuple[int, int, list[str]]
"""Lines in place of those from one number to another of the base."""


def merge_lines(base: str, theirs: str, mine: str) -> str | None:
    """The changes of both sides on the base; None where they touch each other."""
    lines = base.splitlines(keepends=True)
    stretches = sorted(
        {(start, end, tuple(new)) for side in (theirs, mine) for start, end, new in _changes(lines, side)}
    )
    merged: list[str] = []
    behind, last = 0, -1
    for start, end, new in stretches:
        if start < behind or start == last:
            return None
        merged += [*lines[behind:start], *new]
        behind, last = end, start if start == end else -1
    return "".join([*merged, *lines[behind:]])


def _changes(base: list[str], side: str) -> list[Change]:
    new = side.splitlines(keepends=True)
    codes = changes(base, new)
    return [(start, end, new[first:last]) for tag, start, end, first, last in codes if tag != "equal"]
