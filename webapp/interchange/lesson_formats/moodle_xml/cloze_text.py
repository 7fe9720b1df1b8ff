"""Gaps inside a text, as Moodle writes them: ``{1:SHORTANSWER:=right~%50%half~wrong#feedback}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from webapp.domain.exchange_items import ExchangeGap, GapsItem

_GAP = re.compile(r"\{([0-9]{0,3}):([A-Z_]+):((?:\\.|[^\\{}])*)\}", re.S)
MAX_TEXT = 20_000
"""Signs of a text in which gaps are looked for: a question takes a tenth of it."""
_NUMBERS = frozenset({"NUMERICAL", "NM"})
_TYPED = frozenset({"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}) | _NUMBERS
_ALL_RIGHT = ("MULTIRESPONSE", "MR")
"""Beginnings of kinds of gaps in which all right options are to be ticked; here one of them fills the gap."""
_NUMBERED = re.compile(r"\[\[([0-9]{1,3})\]\]")
_SPECIAL = re.compile(r"[}#~/\"\\=]")
_ESCAPED = re.compile(r"\\(.)", re.S)
_SHARE = re.compile(r"(=|%(-?[0-9]{1,3}(?:\.[0-9]+)?)%)?", re.S)


def written_gap(gap: ExchangeGap, points: int = 1) -> str:
    """A gap with its answers."""
    if gap.options:
        answers = [f"{'=' if word in gap.right else ''}{_escaped(word)}" for word in gap.options]
        return f"{{{points}:MULTICHOICE:{'~'.join(answers)}}}"
    return f"{{{points}:SHORTANSWER:{'~'.join(f'={_escaped(word)}' for word in gap.right)}}}"


def written_gaps(item: GapsItem) -> str:
    """The text with its gaps."""
    return "".join(piece if isinstance(piece, str) else written_gap(piece) for piece in item.pieces)


def read_gaps(text: str) -> tuple[tuple[str | ExchangeGap, ...], bool]:
    """The pieces of a text, and whether all that its answers say was taken: shares and feedback are not."""
    if len(text) > MAX_TEXT:
        return (text,), False
    pieces: list[str | ExchangeGap] = []
    whole, at = True, 0
    for found in _GAP.finditer(text):
        pieces.append(text[at : found.start()])
        right, options, plain = _answers(found[3])
        if found[2] in _NUMBERS:
            plain = plain and all(word.partition(":")[2] in ("", "0") for word in right)
            right = tuple(word.partition(":")[0] for word in right)
        typed = found[2] in _TYPED
        pieces.append(ExchangeGap(right, () if typed else options))
        whole = whole and plain and bool(right) and not found[2].startswith(_ALL_RIGHT)
        at = found.end()
    pieces.append(text[at:])
    return tuple(piece for piece in pieces if piece), whole


MAX_GAPS = 100
MAX_OPTIONS = 200
"""Of one question: more than it may have, so that none is cut in silence."""


def numbered_gaps(text: str, words: Sequence[str]) -> tuple[str | ExchangeGap, ...]:
    """The pieces of a text in which ``[[2]]`` stands for the second of the words to choose from.

    Words behind the last gap that a question may have stay as they are written.
    """
    pieces: list[str | ExchangeGap] = []
    options = tuple(dict.fromkeys(words[:MAX_OPTIONS]))  # one for all gaps
    for place, piece in enumerate(_NUMBERED.split(text, MAX_GAPS)):
        right = words[int(piece) - 1 : int(piece)] if place % 2 and int(piece) else ()
        pieces.append(ExchangeGap(tuple(right), options) if place % 2 else piece)
    return tuple(piece for piece in pieces if piece)


def _answers(inside: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """The right answers, all of them, and whether nothing else is said of any."""
    right, words, plain = [], [], True
    for sign, share, word, feedback in _parts(inside):
        plain = plain and not feedback and share in (None, 100.0, 0.0)
        words.append(word)
        if sign == "=" or (share or 0) >= 100:
            right.append(word)
    return tuple(right), tuple(words), plain


def _parts(inside: str) -> Iterator[tuple[str, float | None, str, str]]:
    for part in re.split(r"(?<!\\)~", inside):
        found = _SHARE.match(part)
        assert found
        words, _, feedback = _cut(part[found.end() :])
        share = float(found[2]) if found[2] else None
        yield (found[1] or "")[:1], share, _ESCAPED.sub(r"\1", words).strip(), feedback


def _cut(part: str) -> tuple[str, str, str]:
    found = re.search(r"(?<!\\)#", part)
    return (part[: found.start()], "#", part[found.end() :].strip()) if found else (part, "", "")


def _escaped(word: str) -> str:
    return _SPECIAL.sub(lambda sign: f"\\{sign[0]}", word)
