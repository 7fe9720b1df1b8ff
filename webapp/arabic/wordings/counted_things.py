"""A number with what it counts in its other forms: ديناران is 2 دينار, سنتين is عامين."""

from collections.abc import Iterator

from webapp.arabic.clitics import strip_marks
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.word_shapes import fold, folded_words
from webapp.arabic.matching.competing_answers import stems
from webapp.arabic.matching.framing_words import HOW_MANY, UNITS, WORDS_OF_UNITS
from webapp.arabic.normalize import canonical
from webapp.arabic.text_equality import comparable_words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS

_DUAL = ("تان", "تين", "ان", "ين")
LEAST_COUNTED = 3
_ASK_AMOUNTS = HOW_MANY | folded_words("سعر ثمن عدد مبلغ")
_FRACTIONS = {"نصف": 0.5, "نص": 0.5, "ربع": 0.25, "ثلث": 0.33}
_MINUTES_OF_PART = {0.5: 30, 0.25: 15, 0.33: 20}
MINUTES_OF_HOUR = 60
SMALLER = {
    "minute": ("second", 60),
    "hour": ("minute", MINUTES_OF_HOUR),
    "week": ("day", 7),
    "year": ("month", 12),
    "century": ("year", 100),
}
"""Measures of time with the smaller one that is counted in them."""
_TWO_OF_A_SCALE = {"#2000": "ألفا", "#2000000": "مليونا"}
_AS_SAID = {"kilometre": ("كيلو",)}
_LARGER = {smaller: (larger, size) for larger, (smaller, size) in SMALLER.items()}


def counted_variants(wording: str, setting: KeySetting) -> tuple[str, ...]:
    """The other forms of a number with its noun; none where the wording counts nothing."""
    words = comparable_words(wording, TOLERANCE_LEVELS)
    return (
        *_dual(wording, words, setting),
        *_two_of_a_scale(words),
        *_same_measure(words),
        *_other_measure(words),
        *_and_a_part(wording),
    )


def _dual(wording: str, words: tuple[str, ...], setting: KeySetting) -> Iterator[str]:
    """A dual as a number, and in its other case."""
    plain, rest = strip_marks(words[-1]) if words else "", canonical(wording).split()[:-1]
    if len(rest) > 1 or plain.startswith("ال"):
        return
    ending = next((end for end in _DUAL if plain.endswith(end)), "")
    noun = plain.removesuffix(ending)
    names = {noun, f"{noun}ه"}
    unit = next((UNITS[fold(name)] for name in (noun, f"{noun}ة") if fold(name) in UNITS), None)
    named = any(not names.isdisjoint(stems) for stems in (setting.text, setting.prompt, setting.quoted))
    # The answer to «كم» is no plural in ـين, which would have its number beside it.
    counts = bool(setting.prompt & HOW_MANY) or (named and bool(setting.prompt & _ASK_AMOUNTS))
    if len(noun) < LEAST_COUNTED - bool(unit) or not ending or not (unit or counts or setting.counted & names):
        return
    before = " ".join([*rest, ""])
    if setting.counted & names or counts:
        yield "2"
    singular = f"{noun}ة" if ending.startswith("ت") else noun
    for one in (singular, *(_singulars(unit) if unit else ())):
        stem = f"{one[:-1]}ت" if one.endswith("ة") else one
        yield from (f"{before}{stem}{case}" for case in ("ان", "ين"))
        yield from (f"{before}{stem}{case} اثنين" for case in ("ان", "ين"))
        yield from (f"{before}2 {counted}" for counted in (one, f"{stem}ين", f"{stem}ان"))
    if unit:
        yield from (f"{before}2 {counted}" for counted in words_of_unit(unit))


def _two_of_a_scale(words: tuple[str, ...]) -> Iterator[str]:
    """Two thousand before a noun and in its other case: ألفا عام for ألفي عام."""
    if len(words) > 1 and words[0] in _TWO_OF_A_SCALE:
        yield " ".join([_TWO_OF_A_SCALE[words[0]], *words[1:]])


def _singulars(unit: str) -> tuple[str, ...]:
    return ("سنة", "عام") if unit == "year" else ()


def words_of_unit(unit: str) -> list[str]:
    """All words for a measure, in each of its numbers."""
    return [*WORDS_OF_UNITS[unit], *_AS_SAID.get(unit, ())]


def _same_measure(words: tuple[str, ...]) -> Iterator[str]:
    """The wording with its unit in all words for it: ثلاثة آلاف عام for ثلاثة آلاف سنة."""
    for at in range(1, len(words)):
        units = (UNITS[stem] for stem in stems(words[at]) if stem in UNITS)
        unit = next(units, None) if words[at - 1].startswith("#") else None
        if unit and unit != "percent":
            text = [word.removeprefix("#") for word in words]
            yield from (" ".join([*text[:at], other, *text[at + 1 :]]) for other in words_of_unit(unit))


def _other_measure(words: tuple[str, ...]) -> Iterator[str]:
    """A whole number of hours in minutes, of weeks in days, of years in months; and the other way round."""
    number = words[0][1:] if len(words) == 2 and words[0].startswith("#") else ""
    unit = UNITS.get(fold(words[1])) if number.isdigit() else None
    if unit in SMALLER:
        smaller, size = SMALLER[unit]
        yield from (f"{int(number) * size} {word}" for word in words_of_unit(smaller))
    if unit in _LARGER:
        larger, size = _LARGER[unit]
        if not int(number) % size and int(number) > size:
            yield from (f"{int(number) // size} {word}" for word in words_of_unit(larger))


def _and_a_part(wording: str) -> Iterator[str]:
    """One and a part: دينار ونصف is 1.5 دينار, ساعة ونصف is 90 دقيقة."""
    words = canonical(strip_marks(wording)).split()
    size = _FRACTIONS.get(fold(words[1])[1:].removesuffix("ا")) if len(words) == 2 and words[1][0] == "و" else None
    if size is None:
        return
    noun = words[0]
    dual = next((end for end in ("تان", "تين", "ان", "ين") if noun.endswith(end)), "")
    count = 2 if dual else 1
    singular = noun.removesuffix(dual) + ("ة" if dual.startswith("ت") else "")
    yield from (f"{noun} و{part}" for part, value in _FRACTIONS.items() if value == size)
    yield from (f"{count + size} {singular}", f"{count + size} {noun}")
    if UNITS.get(fold(singular)) == "hour":
        minutes = _MINUTES_OF_PART[size]
        yield f"{count * MINUTES_OF_HOUR + minutes} دقيقة"
        yield from (f"{hours} و{minutes} دقيقة" for hours in (noun, f"{count} {singular}", f"{singular} واحدة"))
