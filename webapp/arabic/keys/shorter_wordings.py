"""A wording of the key without the words that its question has said: لأنه مزدحم for القطار مزدحم, 2 for كوبان."""

from collections.abc import Iterator

from webapp.arabic.clitics import strip_marks
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.matching.competing_answers import stems, stems_of_lines
from webapp.arabic.matching.framing_words import FRAMING, HOW_MANY, LIMITS, UNITS
from webapp.arabic.matching.negation import negations
from webapp.arabic.text_equality import comparable_words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS

_DUAL = ("تان", "تين", "ان", "ين")
LEAST_COUNTED = 3


def shorter_wordings(wording: str, setting: KeySetting) -> tuple[str, ...]:
    """The wording in fewer words, or as a number where it is a dual of what is counted."""
    words = comparable_words(wording, TOLERANCE_LEVELS)
    return (
        *_without_unit(words, setting),
        *_dual_in_digits(words, setting),
        *_without_subject(wording, words, setting),
    )


def _without_unit(words: tuple[str, ...], setting: KeySetting) -> Iterator[str]:
    """The number of a wording alone, where the question names its unit."""
    number, *unit = words or ("",)
    if not number.startswith("#") or len(unit) != 1:
        return
    asked = {UNITS[stem] for stem in setting.prompt - HOW_MANY if stem in UNITS}
    units = stems_of_lines(unit)
    known = bool(units & setting.prompt) or bool(asked & {UNITS[stem] for stem in units if stem in UNITS})
    if known or (unit[0] == "%" and "نسبه" in setting.prompt):
        yield number[1:]


def _dual_in_digits(words: tuple[str, ...], setting: KeySetting) -> Iterator[str]:
    if len(words) != 1:
        return
    plain = strip_marks(words[0])
    for noun in (plain.removesuffix(end) for end in _DUAL if plain.endswith(end)):
        if len(noun) >= LEAST_COUNTED and setting.counted & {noun, f"{noun}ه"}:
            yield from ("2", f"2 {noun}", f"{plain} اثنين")


def _without_subject(wording: str, words: tuple[str, ...], setting: KeySetting) -> Iterator[str]:
    """The words that the question does not have, where those that it has only name what it is about."""
    if len(words) < 2 or negations(wording) or any("#" in word for word in words):
        return
    asked = [word for word in words if stems(word) & (setting.prompt - setting.counted)]
    rest = [word for word in words if word not in asked]
    plain = not any(stems(word) & (FRAMING | LIMITS) for word in (*asked, *rest))
    if asked and rest and plain:
        yield " ".join(rest)
