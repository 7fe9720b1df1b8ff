"""Vowels that contradict one another."""

import pytest

from question_types.asking import build
from webapp.arabic.vowel_marks import contradict


@pytest.mark.parametrize(
    ("text", "other", "contradicts"),
    [
        ("كُتِبَ", "كَتَبَ", True),
        ("كتب", "كَتَبَ", False),
        ("كَتب", "كَتَبَ", False),
        ("كَتَّبَ", "كَتَبَ", True),
        ("عليَّ", "عليّ", False),
        ("عَلى", "عُلى", True),
        ("كاتَبَ", "كَتَبَ", False),
        ("عليّ", "عَلَى", True),
        ("قَاْل", "قَال", False),
    ],
)
def test_marks_contradict_where_both_words_have_them(text: str, other: str, contradicts: bool) -> None:
    assert contradict(text, other) is contradicts


@pytest.mark.parametrize(("answer", "verdict"), [("كَتَبَ", "accepted"), ("كتب", "accepted"), ("كُتِبَ", "refused")])
def test_an_exact_key_with_vowels_is_no_word_with_others(answer: str, verdict: str) -> None:
    assert build("short", accept=["كَتَبَ"], exact=True).grade(answer).verdict == verdict
