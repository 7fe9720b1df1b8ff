"""Verse of the texts that come with Fahm: every foot of its metre, and its rhyme, as it is vowelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.verse_metre import CUT, digits, rajaz, rhyme, sounds
from webapp.content import check_file
from webapp.content.compiled_files import words_of

ROOT = Path(__file__).parents[2]


def verses(slug: str) -> list[list[list[str]]]:
    """Take the vowelled words of each half of each verse."""
    lesson, _ = check_file(ROOT / "questions" / f"{slug}.yaml", ROOT)
    assert lesson
    every_word, _ = words_of(lesson, ROOT)
    assert every_word
    halves = [
        [word.vowelled for word in words if half.start <= word.span.start < half.end]
        for paragraph, words in zip(lesson.text.paragraphs, every_word.paragraphs, strict=True)
        for half in paragraph.boxes
        if half.kind == "half"
    ]
    return [halves[at : at + 2] for at in range(0, len(halves), 2)]


FABLE = verses("neighbour-of-the-tower")


def test_the_fable_has_eight_verses_of_two_halves() -> None:
    assert len(FABLE) == 8
    assert all(len(verse) == 2 for verse in FABLE)


@pytest.mark.parametrize("verse", FABLE, ids=lambda verse: " ".join(verse[0]))
def test_both_halves_of_a_verse_are_rajaz_and_end_alike(verse: list[list[str]]) -> None:
    first, second = (rajaz(sounds(half)) for half in verse)
    assert first, digits(sounds(verse[0]))
    assert second, digits(sounds(verse[1]))
    assert (first[-1] in CUT) == (second[-1] in CUT)


@pytest.mark.parametrize("verse", FABLE, ids=lambda verse: " ".join(verse[0]))
def test_both_halves_of_a_verse_rhyme(verse: list[list[str]]) -> None:
    first, second = (rhyme(sounds(half)) for half in verse)
    assert first == second


def test_verses_do_not_repeat_the_word_that_rhymes() -> None:
    assert all(first[-1] != second[-1] for first, second in FABLE)


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("مُسْتَفْعِلُنْ", "1010110"),
        ("بَابٌ", "1010"),
        ("بَابٌ جَدِيدٌ", "101011010"),
        ("بَابُ", "1010"),
        ("مَدَّ", "1010"),
        ("الشَّجَرْ", "10110"),
        ("الْقَمَرْ", "10110"),
        ("تَحْتَ الشَّجَرْ", "1010110"),
        ("فِي الْبَيْتِ", "101010"),
        ("وَالْبَيْتُ", "101010"),
        ("قَدِ انْتَهَى", "110110"),
        ("قَالُوا", "1010"),
        ("رَأَى حَبْلًا", "1101010"),
        ("لَهُ بَيْتٌ", "1101010"),
        ("مِنْهُ يَوْمٌ", "1011010"),
        ("لَهُ الْبَيْتُ", "1101010"),
        ("آخِرُ", "10110"),
    ],
)
def test_verse_is_written_as_it_is_heard(written: str, heard: str) -> None:
    assert digits(sounds(written.split())) == heard


@pytest.mark.parametrize(
    "half",
    [
        "كَانَ لِأَسْرَابِ الْحَمَامَةِ جَارُ",
        "كَانَ لِأَسْرَابِ الْحَمَامِ جَارٌ كَبِيرْ",
        "كَانَ لِأَسْرَابِ الْحَمَامِ",
        "لِأَسْرَابِ الْحَمَامِ كَانَ جَارُ",
    ],
)
def test_a_half_that_limps_is_no_rajaz(half: str) -> None:
    assert rajaz(sounds(half.split())) is None


@pytest.mark.parametrize(("first", "second"), [("جَارُ", "نَهْرُ"), ("جَارُ", "دَارِ"), ("جَارُ", "حَالُ")])
def test_other_letters_vowels_or_lengths_do_not_rhyme(first: str, second: str) -> None:
    assert rhyme(sounds([first])) != rhyme(sounds([second]))
