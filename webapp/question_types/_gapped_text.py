"""A sentence with gaps, as its author writes it: ``[[word|another wording]]`` for each gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

# Giving nothing back: a text of opening brackets alone would be looked through for each of them, sign by sign.
GAP = re.compile(r"\[\[([^\]]*+(?:\](?!\])[^\]]*+)*+)\]\]")
_STRAY = re.compile(r"\[\[|\]\]|\A\]")
# Signs at the end and the start of a piece that may not be parted from the gap beside them: «, ال, the full stop.
_BEFORE = re.compile(r"(?<!\S)\S{1,6}\Z")
_AFTER = re.compile(r"\S{1,6}(?=\s|\Z)")


class Reading(NamedTuple):
    """A text with gaps, parsed: always one piece more than gaps."""

    pieces: tuple[str, ...]
    gaps: tuple[tuple[str, ...], ...]
    balanced: bool


@dataclass(frozen=True)
class GapPiece:
    """A stretch of text and the gap behind it, with the signs that stay on its line; the last piece has no gap."""

    text: str
    before: str = ""
    gap: int | None = None
    after: str = ""


def take_apart(text: str) -> Reading:
    """Parse a text into pieces and the accepted fillings of its gaps; ``balanced`` is false for unpaired brackets."""
    cut = GAP.split(text)
    gaps = tuple(tuple(wording.strip() for wording in inside.split("|")) for inside in cut[1::2])
    pieces = tuple(cut[::2])
    stray = any(_STRAY.search(piece) for piece in pieces) or any(set("[]") & set(inside) for inside in cut[1::2])
    return Reading(pieces, gaps, not stray)


def tied(pieces: Sequence[str]) -> tuple[GapPiece, ...]:
    """Join each gap with the signs beside it, so that no line breaks between them; the order of the text."""
    shown: list[GapPiece] = []
    for number, piece in enumerate(pieces, 1):
        after = _AFTER.match(piece) if shown else None
        start = after.end() if after else 0
        before = _BEFORE.search(piece, start) if number < len(pieces) else None
        end = before.start() if before else len(piece)
        if shown:
            shown[-1] = replace(shown[-1], after=piece[:start])
        shown.append(GapPiece(piece[start:end], piece[end:], number if number < len(pieces) else None))
    return tuple(shown)
