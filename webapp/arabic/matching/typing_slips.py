"""Slips of typing: letters swapped or doubled, in long words a wrong one, in names a long vowel. No inflection."""

import re

from webapp.arabic.clitics import count_letters

MIN_SLIP_WORD_LETTERS = 6
MIN_LETTER_SLIP = 7
START_KEPT = 2
_WEAK_LETTERS = frozenset("اويءأإآؤئىة")
# Letters that carry person, number, gender, voice or a particle, at the front and at the end of a word.
_FRONT = frozenset("وفسلبكايتنم")
# What may stand behind the alef of a derived verb: انفعل, افتعل, استفعل.
_BEHIND_ALEF = frozenset("نتس")
_PREFIX = re.compile("[وف]?(?:[سلبك]?[يتنم]?|[بكل]?ال[تم]?|ا)")
_END = frozenset("ويانتمهكى")
_SUFFIX = re.compile("[ويانتمهكى]?|ه[ما]|هن|هما|كما?|كم|نا|ني|[اوي]ن|ات")
# All that inflects at the end of a word; what changes over into anything else is no inflection (للصحيفين).
_TAIL = re.compile("(?:ات|تا|ان|تان|تين|ين|ون|وا|نا|ني|ت|ه|ا|و|ي|ن)?(?:ه|ها|هم|هما|هن|ك|كم|كما|نا|ني|ي)?")
_ARABIC = re.compile("[\u0621-\u064a]+")


def is_typing_slip(typed: str, right: str, size: int = 0) -> bool:
    """Tell if `typed` is `right` but for one slip. Both are folded words without article or attached particle.

    `right` has six letters or more, or had them (size) before its hamza was folded away. The first letter is never
    forgiven; nor is a letter of inflection with nothing but a prefix before it (يتابع / يتتابع, معتمدة / متعمدة) or
    a suffix behind it (مصريين / مصرين, لاعبين / لاعبني).
    """
    if max(size, count_letters(right)) < MIN_SLIP_WORD_LETTERS or not (
        _ARABIC.fullmatch(typed) and _ARABIC.fullmatch(right)
    ):
        return False
    at = _swap_position(typed, right)
    if at is not None:
        return not (_at_front(right, at) or _at_end_of_both(typed, right, at))
    longer, shorter = (typed, right) if len(typed) > len(right) else (right, typed)
    at = _doubled_position(longer, shorter)
    return at is not None and not (_at_front(longer, at) or _at_end(longer, at))


def is_letter_slip(typed: str, right: str, foreign: bool = False) -> bool:
    """Tell if one consonant inside a long word is wrong, left out or too many (فوستوشتي, الشمايين).

    Long vowels and the letters at both ends make other forms and other words; so does any letter of a shorter word.
    A letter for another at the end of a ``foreign`` name is no inflection.
    """
    if min(len(typed), len(right)) < MIN_LETTER_SLIP - 1 or abs(len(typed) - len(right)) > 1 or typed == right:
        return False
    if max(len(typed), count_letters(right)) < MIN_LETTER_SLIP or not (
        _ARABIC.fullmatch(typed) and _ARABIC.fullmatch(right)
    ):
        return False
    start = next(
        (at for at, (x, y) in enumerate(zip(typed, right, strict=False)) if x != y), min(map(len, (typed, right)))
    )
    ours, theirs = len(typed) >= len(right), len(right) >= len(typed)
    if typed[start + ours :] != right[start + theirs :]:
        return False
    changed = set(typed[start : start + ours] + right[start : start + theirs])
    longer = max(typed, right, key=len)
    while start and len(changed) == 1 and longer[start - 1] == longer[start]:
        start -= 1  # of two alike the first may be the one too many
    if start < START_KEPT or changed & _WEAK_LETTERS:
        return False
    if foreign and len(typed) == len(right):
        return True
    in_front = bool(changed & _FRONT) and any(_PREFIX.fullmatch(word, 0, start) for word in (typed, right))
    return not in_front and not any(_TAIL.fullmatch(word, start) for word in (typed, right))


def is_vowel_slip(typed: str, right: str) -> bool:
    """Tell if the two differ by one long vowel inside the word, as spellings of a foreign name do (بوتن, بوتين)."""
    longer, shorter = (typed, right) if len(typed) > len(right) else (right, typed)
    if count_letters(right) < 4 or len(longer) != len(shorter) + 1:
        return False
    return any(longer[at] in "اوي" and longer[:at] + longer[at + 1 :] == shorter for at in range(1, len(longer) - 1))


def is_open_ta(typed: str, right: str) -> bool:
    """Tell if a ة was typed as it sounds before a second noun: ت (ميت سنة, زيارت كوريا)."""
    return count_letters(right) >= 3 and typed[-1:] == "ت" and right[-1:] in ("ة", "ه") and typed[:-1] == right[:-1]


def _swap_position(typed: str, right: str) -> int | None:
    """The index of two neighbours that changed places; None if that is not the only difference."""
    if len(typed) != len(right) or typed == right:
        return None
    at = next(i for i, (x, y) in enumerate(zip(typed, right, strict=True)) if x != y)
    swapped = right[:at] + right[at : at + 2][::-1] + right[at + 2 :]
    return at if swapped == typed else None


def _doubled_position(longer: str, shorter: str) -> int | None:
    """The index of a letter that the longer word has twice and the shorter once; of three alike, the last pair."""
    if len(longer) != len(shorter) + 1:
        return None
    for at in range(len(longer) - 2, -1, -1):
        if longer[at] == longer[at + 1] and longer[:at] + longer[at + 1 :] == shorter:
            return at
    return None


def _at_front(word: str, at: int) -> bool:
    pair = {word[at], word[at + 1]}
    # و and ف are joined to the front of a word and nowhere else: doubled inside it they inflect nothing.
    front = _FRONT - {"و", "ف"} if len(pair) == 1 else _FRONT
    if word[:at] == "ا":
        front = _BEHIND_ALEF
    return at == 0 or (bool(pair & front) and _PREFIX.fullmatch(word, 0, at) is not None)


def _at_end(word: str, at: int) -> bool:
    return word[at] in _END and _SUFFIX.fullmatch(word, at + 2) is not None


def _at_end_of_both(typed: str, right: str, at: int) -> bool:
    return all(_TAIL.fullmatch(word, at) for word in (typed, right))
