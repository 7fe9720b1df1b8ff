"""Prosodic writing of vowelled verse, and the feet of a metre in it.

A half of a verse becomes a row of sounds: each letter that is heard, with its vowel or without one. Digits stand for
them: 1 for a letter with a vowel, 0 for one without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

FATHA, DAMMA, KASRA, SUKUN, SHADDA = "\u064e\u064f\u0650\u0652\u0651"
NUNATIONS = {"\u064b": FATHA, "\u064c": DAMMA, "\u064d": KASRA}
LONG = {FATHA: "ا", DAMMA: "و", KASRA: "ي"}
"""Each vowel, and the letter that draws it out."""
LETTER = re.compile("([\u0621-\u064a])([\u064b-\u0652]*)")

FOOT = "1010110"
"""The foot of rajaz, mustafʿilun."""


class Sound(NamedTuple):
    """A letter that is heard; ``vowel`` is empty where it has none."""

    letter: str
    vowel: str = ""


class Written(NamedTuple):
    """A letter as it is written, with its marks, and whether a word begins with it."""

    letter: str
    marks: str
    begins: bool


def sounds(words: Iterable[str]) -> list[Sound]:
    """Write the words of a half as they are heard when said together, the last vowel drawn out."""
    letters = [
        Written(letter, marks, place == 0)
        for word in words
        for place, (letter, marks) in enumerate(LETTER.findall(word.replace("آ", "أَا")))
    ]
    heard: list[Sound] = []
    for place, written in enumerate(letters):
        later = letters[place + 1 :]
        if _joins(written, later):
            heard = _joined(heard, written)
        else:
            heard = _pronoun_drawn_out(heard, written)
            heard.extend(_heard_of(written, heard, later))
    return _drawn_out(heard)


def _joins(written: Written, later: Sequence[Written]) -> bool:
    """Tell a bare alef before a letter without a vowel, which is heard at the beginning alone: «فِي الْغَدِ»."""
    if (written.letter, written.marks) != ("ا", "") or not later or later[0].begins:
        return False
    return SUKUN in later[0].marks or _assimilated(later[0], later[1:])


def _assimilated(written: Written, later: Sequence[Written]) -> bool:
    """Tell the ل of an article before a letter that doubles in its stead: «الشَّجَر»."""
    return (written.letter, written.marks) == ("ل", "") and bool(later) and SHADDA in later[0].marks


def _joined(heard: list[Sound], written: Written) -> list[Sound]:
    """Leave a joining alef out, with the long vowel that a word before it ends in."""
    if not heard:
        return [Sound("ء", FATHA)]
    return heard[:-1] if written.begins and _long_at(heard, len(heard) - 1) else heard


def _heard_of(written: Written, heard: Sequence[Sound], later: Sequence[Written]) -> Iterator[Sound]:
    """Give the sounds of one letter: two where it is doubled or has a nunation, none where it is only written."""
    letter, marks, _ = written
    vowel = next((mark for mark in marks if mark in LONG), "")
    nunation = next((NUNATIONS[mark] for mark in marks if mark in NUNATIONS), "")
    if letter in "اى" and not vowel:
        if heard[-1].vowel == FATHA:
            yield Sound("ا")
    elif not _assimilated(written, later):
        if SHADDA in marks:
            yield Sound(letter)
        yield Sound(letter, vowel or nunation)
        if nunation:
            yield Sound("ن")


def _pronoun_drawn_out(heard: list[Sound], following: Written) -> list[Sound]:
    """Draw out the vowel of a pronoun's ه between two vowels, before the next word: «كَأَنَّهُ فِي» is kaʾannahū fī."""
    pronoun = following.begins and len(heard) > 1 and heard[-1].letter == "ه" and heard[-1].vowel in (DAMMA, KASRA)
    return _drawn_out(heard) if pronoun and heard[-2].vowel else heard


def _drawn_out(heard: list[Sound]) -> list[Sound]:
    return [*heard, Sound(LONG[heard[-1].vowel])] if heard[-1].vowel else heard


def _long_at(heard: Sequence[Sound], place: int) -> bool:
    """Tell a letter that draws out the vowel before it."""
    return place > 0 and heard[place] == Sound(LONG.get(heard[place - 1].vowel, ""))


def digits(heard: Iterable[Sound]) -> str:
    """Write 1 for each letter with a vowel, 0 for each without."""
    return "".join("1" if sound.vowel else "0" for sound in heard)


def khabn(foot: str) -> str:
    """Drop the second letter of a foot, which has no vowel."""
    return foot[:1] + foot[2:]


def tayy(foot: str) -> str:
    """Drop the fourth letter of a foot, which has no vowel."""
    return foot[:3] + foot[4:]


def cut(foot: str) -> str:
    """Drop the last letter of a foot and the vowel before it (qaṭʿ)."""
    return foot[:-2] + "0"


WHOLE = (FOOT, khabn(FOOT), tayy(FOOT))
CUT = (cut(FOOT), cut(khabn(FOOT)))
"""Feet with which a verse may end in both of its halves."""


def rajaz(heard: Iterable[Sound]) -> tuple[str, str, str] | None:
    """Divide a half into three feet of rajaz; None where it has others."""
    feet = product(WHOLE, WHOLE, (*WHOLE, *CUT))
    return next((three for three in feet if "".join(three) == digits(heard)), None)


def rhyme(heard: Sequence[Sound]) -> tuple[str | Sound, ...]:
    """Give the letter that rhymes with all after it, and the long letter before it, or else the vowel."""
    end = len(heard) - 1
    if _long_at(heard, end):
        end -= 1
    if heard[end].letter == "ه" and heard[end - 1].vowel:
        end -= 1
    before = heard[end - 1]
    return (before.vowel or before.letter, *heard[end:])
