"""Difference of two versions of a file, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from webapp.content.sequence_changes import bounded_matcher, same_at_start

MAX_COMPARED = 4000
"""Lines between the first and the last change; where there are more, all of them count as changed."""
CONTEXT = 2
Code = tuple[str, int, int, int, int]
"""One step from lines of one version to lines of the other, as difflib has it."""


@dataclass(frozen=True)
class DifferenceLine:
    """One line: taken away, added, the same, or (``gap``) lines in between that are left out.

    ``before`` and ``after`` are its numbers in the two versions, None where it is not in that one.
    """

    kind: Literal["removed", "added", "same", "gap"]
    before: int | None
    after: int | None
    text: str


def line_difference(before: str, after: str) -> list[DifferenceLine]:
    """Compare two versions; lines far from a change are left out. Nothing where they are the same."""
    old, new = _text_lines(before), _text_lines(after)
    head = same_at_start(old, new)
    tail = same_at_start(old[head:][::-1], new[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    if head == old_end and head == new_end:
        return []
    if max(old_end, new_end) - head > MAX_COMPARED:
        changed = [("replace", head, old_end, head, new_end)]
        return [line for code in changed for line in _lines(code, old, new)]
    # Only what lies between the first and the last change, and the context of both.
    first, last = max(0, head - CONTEXT), CONTEXT
    cut_old, cut_new = old[first : old_end + last], new[first : new_end + last]
    return list(_joined(bounded_matcher(cut_old, cut_new).get_grouped_opcodes(CONTEXT), first, old, new))


def _text_lines(text: str) -> list[str]:
    """Lines as the page of the file numbers them: only a newline ends one."""
    return text.removesuffix("\n").split("\n") if text else []


def _joined(groups: Iterable[list[Code]], first: int, old: list[str], new: list[str]) -> Iterator[DifferenceLine]:
    for index, group in enumerate(groups):
        if index:
            yield DifferenceLine("gap", None, None, "")
        for tag, *places in group:
            a, b, c, d = (place + first for place in places)
            yield from _lines((tag, a, b, c, d), old, new)


def _lines(code: Code, old: list[str], new: list[str]) -> Iterator[DifferenceLine]:
    tag, old_start, old_end, new_start, new_end = code
    if tag == "equal":
        for offset in range(old_end - old_start):
            yield DifferenceLine("same", old_start + offset + 1, new_start + offset + 1, old[old_start + offset])
        return
    for place in range(old_start, old_end):
        yield DifferenceLine("removed", place + 1, None, old[place])
    for place in range(new_start, new_end):
        yield DifferenceLine("added", None, place + 1, new[place])
