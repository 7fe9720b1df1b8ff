"""Changes between two lists of lines or values, in bounded time however often one of them stands there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TypeVar

T = TypeVar("T", bound=Hashable)
MAX_PAIRS = 20_000
"""Pairs that are alike, one of each list: with more, only what stands once in the later list is compared."""
Opcode = tuple[str, int, int, int, int]


def bounded_matcher(old: Sequence[T], new: Sequence[T], autojunk: bool = True) -> SequenceMatcher[T]:
    """The comparison of two lists; its work grows with the pairs that are alike, and with the pieces it finds."""
    in_old, in_new = Counter(old), Counter(new)
    pairs = sum(count * in_new[line] for line, count in in_old.items())
    return SequenceMatcher((lambda line: in_new[line] > 1) if pairs > MAX_PAIRS else None, old, new, autojunk)


def changes(old: Sequence[T], new: Sequence[T]) -> list[Opcode]:
    """The opcodes from one list to the other; what is the same at both ends is not compared."""
    head = same_at_start(old, new)
    tail = same_at_start(old[head:][::-1], new[head:][::-1])
    middle = bounded_matcher(old[head : len(old) - tail], new[head : len(new) - tail], False).get_opcodes()
    codes = [(tag, *(place + head for place in places)) for tag, *places in middle]
    around = [("equal", 0, head, 0, head)] if head else []
    behind = [("equal", len(old) - tail, len(old), len(new) - tail, len(new))] if tail else []
    return [*around, *codes, *behind]  # type: ignore[list-item]  # four places each


def same_at_start(old: Sequence[T], new: Sequence[T]) -> int:
    """The number of items that both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
