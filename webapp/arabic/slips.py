"""Typing slips inside one word: two letters changed over, or a doubled letter. Never an inflection."""

import re

from webapp.arabic.clitics import letters

LEAST = 6
# Letters that carry person, number, gender, voice or a particle, at the front and at the end of a word.
_FRONT = frozenset("وفسلبكايتنم")
_PREFIX = re.compile("[وف]?(?:[سلبك]?(?:ال)?[يتنم]?|ا)")
_END = frozenset("ويانتمهكى")
_SUFFIX = re.compile("[ويانتمهكى]?|ه[ما]|هن|هما|كما?|كم|نا|ني|[اوي]ن|ات")
_ARABIC = re.compile("[\u0621-\u064a]+")


def slip(given: str, right: str) -> bool:
    """Whether `given` is `right` but for one slip. Both are folded words without article or attached particle.

    `right` has six letters or more. The first letter is never forgiven; nor is a letter of inflection with
    nothing but a prefix before it (يتابع / يتتابع, معتمدة / متعمدة) or a suffix behind it (مصريين / مصرين).
    """
    if letters(right) < LEAST or not (_ARABIC.fullmatch(given) and _ARABIC.fullmatch(right)):
        return False
    at = _changed_over(given, right)
    if at is None:
        longer, shorter = (given, right) if len(given) > len(right) else (right, given)
        at = _doubled(longer, shorter)
    else:
        longer = right
    return at is not None and not _inflection(longer, at)


def _changed_over(given: str, right: str) -> int | None:
    """Where two neighbours changed places, counted from 0."""
    if len(given) != len(right) or given == right:
        return None
    at = next(i for i, (x, y) in enumerate(zip(given, right, strict=True)) if x != y)
    swapped = right[:at] + right[at : at + 2][::-1] + right[at + 2 :]
    return at if swapped == given else None


def _doubled(longer: str, shorter: str) -> int | None:
    """Where the longer word has a letter twice that the shorter has once; of three alike, the last pair."""
    if len(longer) != len(shorter) + 1:
        return None
    for at in range(len(longer) - 2, -1, -1):
        if longer[at] == longer[at + 1] and longer[:at] + longer[at + 1 :] == shorter:
            return at
    return None


def _inflection(word: str, at: int) -> bool:
    pair = {word[at], word[at + 1]}
    at_front = at == 0 or (bool(pair & _FRONT) and _PREFIX.fullmatch(word, 0, at) is not None)
    at_end = bool(pair & _END) and _SUFFIX.fullmatch(word, at + 2) is not None
    return at_front or at_end
