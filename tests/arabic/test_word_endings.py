"""The quick no by the last consonants: it never refuses two words that are equal under some tolerance."""

from random import Random

import pytest

from conftest import ARTICLE
from webapp.arabic.text_equality import every_spelling, words_equal
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.word_endings import ending_of, endings_of, likely_places
from webapp.content import Library

ATTACHABLE = "وفبلك"
FRONTS = ("", "و", "ف", "ب", "ال", "وال", "بال", "لل", "ولل", "فبال", "كال", "بكال")
LEVELS = frozenset(TOLERANCE_LEVELS)
ODD_WORDS = """
قلمًا رحمن الرحمان ابن راعٍ مصطفى قارئون أصدقائه سماء ماء بماء الماء ثلاثة ﷺ و100 ال#100 كتَبَ مُدَرِّسَةٌ
"""


def written_words() -> list[str]:
    text = Library(ARTICLE).snapshot.lessons
    words = [word for lesson in text.values() for part in lesson.text.paragraphs for word in part.text.split()]
    odd = ODD_WORDS.split()
    return [*dict.fromkeys([*words, *odd])]


@pytest.mark.parametrize("front", FRONTS)
def test_equal_words_have_an_ending_in_common(front: str) -> None:
    chance = Random(front)
    for word in written_words():
        typed = front + word
        if chance.random() < 0.3:
            typed = typed.replace("أ", "ا").replace("ة", "ه").replace("ى", "ي")
        assert words_equal(typed, word, LEVELS, ATTACHABLE) <= bool(
            likely_places([typed], endings_of(every_spelling(word, LEVELS, ATTACHABLE)))
        )
        for spelling in every_spelling(typed, LEVELS, ATTACHABLE):
            assert likely_places([typed], endings_of([spelling])) == [0], (typed, spelling)


@pytest.mark.parametrize(
    ("word", "ending"), [("الصحفيين", "فن"), ("وبالأربعاء", "بع"), ("بيت", "ت"), ("مُدَرِّسَةٌ", "رس"), ("هو", "")]
)
def test_an_ending_is_the_last_consonants_behind_particles(word: str, ending: str) -> None:
    assert ending_of(word) == ending


def test_words_with_other_consonants_are_not_looked_at() -> None:
    assert likely_places(["في", "يوم", "الخميس"], endings_of(["خميس"])) == [2]
