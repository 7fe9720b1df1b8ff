"""Spelling of roots and patterns: the letters of a root, and a typed root or pattern compared with a right one."""

from __future__ import annotations

import re

from webapp.arabic.clitics import without_article
from webapp.arabic.matching.answer_matching import match
from webapp.arabic.normalize import canonical, fold_punctuation, strip_tashkeel, strip_tatweel
from webapp.arabic.tolerance_levels import EXACT_MATCH, NO_MATCH, TextMatch, ToleranceLevel

# No conjunction (the ف of فاعل is no «and so») and no numbers.
TOLERANCE: tuple[ToleranceLevel, ...] = (
    "spacing",
    "tashkeel",
    "tatweel",
    "hamza",
    "ta-marbuta",
    "alef-maqsura",
    "article",
)
_SHADDA = re.compile("(.)\u0651")
_VOWELS = re.compile("[\u064b-\u0650\u0652\u0670]")
_HAMZA = re.compile("[أإآٱؤئءا]")
ROOT_LEAD = re.compile(r"\A(?:(?:ال)?جذر(?:ها|ه)?|(?:ال)?مادة|مادتها|مادته)(?:\s+(?:هو|هي))?\s+")
PATTERN_LEAD = re.compile(r"\A(?:(?:عل[ىي]\s+)?(?:(?:ال)?وزن(?:ها|ه)?|زنة)(?:\s+هو)?|عل[ىي])\s+")
_SEATS = re.compile("[أإ]")

_LETTER_NAMES = {
    name: name[0]
    for name in (
        *("باء", "تاء", "ثاء", "جيم", "حاء", "خاء", "دال", "ذال", "راء", "زاي", "سين", "شين", "صاد", "ضاد", "طاء"),
        *("ظاء", "عين", "غين", "فاء", "قاف", "كاف", "لام", "ميم", "نون", "هاء", "واو", "ياء"),
    )
} | {"همزة": "ء", "ألف": "ا"}


def radicals(root: str) -> str:
    """The letters of a root without separators: every hamza is written ء, an alef too, and ى is written ي."""
    return _HAMZA.sub("ء", letters(root)).replace("ى", "ي")


def letters(text: str) -> str:
    """Strip spaces, signs and marks from a text."""
    return "".join(fold_punctuation(strip_tatweel(strip_tashkeel(canonical(text)))).split())


def without_lead(answer: str, lead: re.Pattern[str]) -> str:
    """Strip signs and leading words such as «على وزن» from an answer."""
    return lead.sub("", canonical(fold_punctuation(canonical(answer))))


def _letters_named(answer: str) -> str:
    """The letters whose names are typed (واو طاء دال), else nothing."""
    names = [strip_tashkeel(name.removeprefix("ال")) for name in canonical(answer).split()]
    return "".join(_LETTER_NAMES.get(name, " ") for name in names) if all(n in _LETTER_NAMES for n in names) else ""


def root_match(answer: str, root: str) -> TextMatch:
    """Compare an answer with the letters of the root, in their order.

    A plain alef typed for a hamza is forgiven and named; for و or ي it never is. A letter under a shadda may
    stand for two (شدّ = ش د د).
    """
    if answer == root:
        return EXACT_MATCH
    answer = without_lead(answer, ROOT_LEAD)
    doubled = _SHADDA.sub(r"\1\1", _VOWELS.sub("", answer))
    as_typed = next(
        (
            spelling
            for spelling in (answer, doubled, _letters_named(answer))
            if radicals(spelling) and radicals(spelling) == radicals(root)
        ),
        None,
    )
    if as_typed is None:
        return NO_MATCH
    if "ا" in letters(as_typed):
        why, english = f"في الجذر همزة لا ألف: {root}.", f"The root has a hamza, not an alef: {root}."
        return TextMatch(True, "hamza", ("hamza",), why, english)
    if letters(as_typed) != letters(root):
        if "ى" in letters(as_typed + root):
            return TextMatch(True, "alef-maqsura", ("alef-maqsura",), f"يُكتب الجذر هكذا: {root}.", f"Spelled: {root}.")
        return TextMatch(True, "hamza", ("hamza",), "", "")
    return TextMatch(True, "spacing", ("spacing",), "", "")


def pattern_match(answer: str, pattern: str) -> TextMatch:
    """Compare a typed pattern with the right one; أفعال and إفعال are two, though افعال is taken for either."""
    matched = match(answer, pattern, TOLERANCE)
    return NO_MATCH if matched.ok and clash(answer, pattern) else matched


def clash(answer: str, pattern: str) -> bool:
    """Tell if two patterns differ in the seat of their hamza."""
    seats = [_SEATS.findall(without_article(text) or text) for text in (canonical(answer), canonical(pattern))]
    return bool(seats[0] and seats[1]) and seats[0] != seats[1]
