"""Texts of H5P in which stars enclose the words to fill in, to drag or to mark: ``قبل *بوتين/الرئيس:تلميح* الدعوة``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from webapp.domain.exchange_items import ExchangeGap, PassageStretch

_STARRED = re.compile(r"(?<!\*)\*(?!\*)((?:[^*]|\*\*)+)\*(?!\*)")
_ALTERNATIVES = re.compile(r"(?<!\\)/")
_TIP = re.compile(r"(?<!\\):.*", re.S)
_FEEDBACK = re.compile(r"\\[+-].*", re.S)
_SPECIAL = re.compile(r"[/:]")


def starred(wordings: Iterable[str]) -> str:
    """A gap: its wordings between stars."""
    return f"*{'/'.join(_SPECIAL.sub(lambda sign: chr(92) + sign[0], _doubled(wording)) for wording in wordings)}*"


def plain_starred(text: str) -> str:
    """Words outside of gaps: a star among them is written twice."""
    return _doubled(text)


def gap_pieces(text: str, options: tuple[str, ...] = ()) -> tuple[str | ExchangeGap, ...]:
    """The pieces of a text with its gaps; ``options`` are wrong words to drag."""
    cut = _STARRED.split(text)
    gaps = [tuple(_wordings(inside)) for inside in cut[1::2]]
    bank = tuple(dict.fromkeys([*(gap[0] for gap in gaps if gap), *options])) if options else ()
    pieces: list[str | ExchangeGap] = []
    for words, gap in zip(cut[::2], gaps, strict=False):
        pieces += [_single(words), ExchangeGap(gap, bank)]
    return tuple(piece for piece in (*pieces, _single(cut[-1])) if piece)


def dragged_words(text: str) -> tuple[str, ...]:
    """The words between stars of a list of distractors."""
    return tuple(word for inside in _STARRED.findall(text) for word in _wordings(inside)[:1])


def marked_words(text: str) -> tuple[PassageStretch, ...]:
    """The words of a text to mark: those between stars are right."""
    stretches: list[PassageStretch] = []
    for place, part in enumerate(_STARRED.split(text)):
        words = [_single(part)] if place % 2 else _single(part).split()
        stretches += [PassageStretch(word, f"w{len(stretches)}", bool(place % 2)) for word in words]
    return tuple(stretches)


def _wordings(inside: str) -> list[str]:
    answer = _FEEDBACK.sub("", _TIP.sub("", inside))
    wordings = (_single(word.replace("\\/", "/").replace("\\:", ":")).strip() for word in _ALTERNATIVES.split(answer))
    return [wording for wording in wordings if wording]


def _doubled(text: str) -> str:
    return text.replace("*", "**")


def _single(text: str) -> str:
    return text.replace("**", "*")


def tips(text: str) -> Iterator[str]:
    """The tips and feedback in a text, which are not taken."""
    for inside in _STARRED.findall(text):
        yield from (found.lstrip(":") for found in (*_TIP.findall(inside), *_FEEDBACK.findall(inside)) if found)
