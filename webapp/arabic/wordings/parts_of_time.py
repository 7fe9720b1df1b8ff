"""A part of a measure of time in its smaller measure: ثلثا ساعة is 40 دقيقة, ربع قرن is 25 سنة, نصف عام is ستة أشهر."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from webapp.arabic.clitics import strip_marks, without_article
from webapp.arabic.keys.word_shapes import fold
from webapp.arabic.matching.framing_words import UNITS
from webapp.arabic.text_equality import comparable_words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.wordings.counted_things import SMALLER, words_of_unit

_NAMES = {
    Fraction(1, 4): ("ربع", "0.25"),
    Fraction(1, 3): ("ثلث", "0.33"),
    Fraction(1, 2): ("نصف", "نص", "0.5"),
    Fraction(2, 3): ("ثلثا", "ثلثي"),
    Fraction(3, 4): ("ثلاثة أرباع", "ثلاث أرباع", "0.75"),
}
_LEFT_OUT = {Fraction(1, 4): ("ربعا", "ربع"), Fraction(1, 3): ("ثلثا", "ثلث")}
"""The part taken off a whole hour: ساعة إلا ربعا."""
_WHOLE = {"minute": ("دقيقة",), "hour": ("ساعة",), "year": ("سنة", "عام"), "century": ("قرن",)}
_TWO_CASES = {"ثلثا": "ثلثي", "ثلثي": "ثلثا"}
"""A dual loses its ن before its noun, and keeps its case."""


def _read(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in comparable_words(text, TOLERANCE_LEVELS))


_PARTS = {_read(name): part for part, names in _NAMES.items() for name in names}
_PARTS_LEFT = {_read(name): 1 - part for part, names in _LEFT_OUT.items() for name in names}


def time_variants(text: str) -> Iterator[str]:
    """The other ways to tell an amount of time that is a part of a measure, or that a part of one makes."""
    words = _read(text)
    unit, part = _part_of(words)
    if unit and part:
        smaller, size = SMALLER[unit]
        yield from _as_part(unit, part)
        if not (amount := part * size) % 1:
            yield from (f"{amount} {word}" for word in words_of_unit(smaller))
    elif len(words) == 2 and words[0][:1] == "#" and words[0][1:].isdigit():
        counted = UNITS.get(words[1])
        for unit, (smaller, size) in SMALLER.items():
            part = Fraction(int(words[0][1:]), size)
            if smaller == counted and part in _NAMES:
                yield from _as_part(unit, part)


def dual_variants(text: str) -> Iterator[str]:
    """Two parts of something in the other case: ثلثي الطلاب for ثلثا الطلاب."""
    words = strip_marks(text).split()
    for at, word in enumerate(words[:-1]):
        if word in _TWO_CASES:
            yield " ".join([*words[:at], _TWO_CASES[word], *words[at + 1 :]])


def _part_of(words: Sequence[str]) -> tuple[str, Fraction | None]:
    """Read words as a part of a measure of time that has a smaller one: ثلثا ساعة, ساعة إلا ثلثا."""
    measure = words[0] if "الا" in words[1:2] else words[-1] if words else ""
    unit = UNITS.get(fold(without_article(measure) or measure), "")
    if unit not in _WHOLE:
        return "", None
    return unit, _PARTS_LEFT.get(tuple(words[2:])) if measure is words[0] else _PARTS.get(tuple(words[:-1]))


def _as_part(unit: str, part: Fraction) -> Iterator[str]:
    for whole in _WHOLE[unit]:
        yield from (f"{name} {whole}" for name in _NAMES[part])
        yield from (f"{whole} إلا {left}" for left in _LEFT_OUT.get(1 - part, ()))
