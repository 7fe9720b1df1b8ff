"""A sentence with gaps, as its author writes it: ``[[word|another wording]]`` for each gap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from webapp.arabic.normalize import canonical
from webapp.domain.problem import both, field_key
from webapp.domain.whole_numbers import whole_number
from webapp.question_types._options import Fault

BANK = field_key("bank")
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


def bank_faults(bank: Sequence[str], gaps: Sequence[Sequence[str]], options: int) -> Iterable[Fault]:
    """Report words of a bank that a gap accepts or that are there twice, and a bank of so few ``options`` in all."""
    accepted = {canonical(wording) for gap in gaps for wording in gap}
    right = both(
        en=f"this wrong word in the {BANK} is accepted in a gap", ar=f"هذه الكلمة في {BANK} مقبولة في أحد الفراغات"
    )
    again = both(en=f"the same word twice in the {BANK}", ar=f"كلمة مكررة في {BANK}")
    before: set[str] = set()
    for index, word in enumerate(map(canonical, bank)):
        if word in accepted:
            yield ("bank", index), "accepted-and-refused", right
        elif word in before:
            yield ("bank", index), "duplicate-option", again
        before.add(word)
    if gaps and options < 2:
        message = both(
            en=f"the {BANK} has only one word, so there is nothing to choose",
            ar=f"في {BANK} كلمة واحدة، ولا مجال للاختيار",
        )
        yield ("bank",), "no-choice", message


def with_filling(text: str, gap: str, filling: str) -> str:
    """The text with one more filling of a gap (by its number from 1); empty where it cannot be written there."""
    gaps = list(GAP.finditer(text))
    number = whole_number(gap) or 0
    if not 0 < number <= len(gaps) or set(filling) & set("[]|"):
        return ""
    end = gaps[number - 1].end(1)
    return f"{text[:end]}|{filling}{text[end:]}"


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
