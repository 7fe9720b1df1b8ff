"""Levels of vowelling: nothing but marks is added, and every stretch of the original is still found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ARTICLE
from webapp.arabic.tokenizer import sentences
from webapp.arabic.tokenizer import words as cut_words
from webapp.content import Lesson, check_file
from webapp.content.compiled_files import words_of
from webapp.content.words.vowelling import LEVELS, ShownLine, shown_text, utf16_length
from webapp.content.words.words_file import letters_only

ROOT = Path(__file__).parents[2]
LINE = ShownLine("قال سمير: كتب.", (0, 10), (3, 13), ("قَالَ", "كُتُبٌ"))


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    found, _ = check_file(ARTICLE / "questions" / "000_13183dccda9929f6.yaml", ROOT)
    assert found
    words, _ = words_of(found, ROOT)
    return Lesson(found.slug, found.settings, found.text, found.items, words)


def test_without_vowelling_the_text_is_the_same_to_the_byte(lesson):
    for paragraph, shown in zip(lesson.text.paragraphs, lesson.shown["none"], strict=True):
        assert shown.body.show() == paragraph.text
        assert (shown.heading.show() if shown.heading else None) == paragraph.heading


@pytest.mark.parametrize("level", LEVELS)
def test_without_its_marks_every_level_is_the_text(lesson, level):
    for paragraph, shown in zip(lesson.text.paragraphs, lesson.shown[level], strict=True):
        assert letters_only(shown.body.show()) == letters_only(paragraph.text)
        assert len(cut_words(shown.body.show())) == len(cut_words(paragraph.text))
        if paragraph.heading:
            assert letters_only(shown.heading.show()) == letters_only(paragraph.heading)


def test_at_the_middle_level_only_what_could_be_misread_has_marks(lesson):
    words = [word for line in lesson.words.paragraphs for word in line]
    shown = [span.of(text) for one in lesson.shown["some"] for text in [one.body.show()] for span in cut_words(text)]
    assert shown == [word.vowelled if word.ambiguous else word.word for word in words]


def test_at_the_full_level_every_word_has_its_marks(lesson):
    words = [word for line in lesson.words.paragraphs for word in line]
    shown = [span.of(text) for one in lesson.shown["all"] for text in [one.body.show()] for span in cut_words(text)]
    assert shown == [word.vowelled for word in words]


@pytest.mark.parametrize("level", LEVELS)
def test_all_evidence_is_found_at_every_level(lesson, level):
    for span in [span for item in lesson.items for span in item.evidence]:
        text = lesson.text.paragraph(span.paragraph).text
        shown = lesson.shown[level][span.paragraph - 1].body.show(span.start, span.end)
        assert letters_only(shown) == letters_only(text[span.start : span.end])


def test_a_stretch_is_asked_for_by_its_place_in_the_original():
    assert LINE.show() == "قَالَ سمير: كُتُبٌ."
    assert LINE.show(0, 8) == "قَالَ سمير"
    assert LINE.show(4, 14) == "سمير: كُتُبٌ."
    assert LINE.show(3, 3) == ""


def test_a_word_that_an_edge_cuts_is_shown_bare():
    assert LINE.show(0, 2) == "قا"
    assert LINE.show(2, 12) == "ل سمير: كت"


@given(st.integers(0, 14), st.integers(0, 14))
def test_two_halves_have_the_letters_of_the_whole(one, other):
    start, end = sorted((one, other))
    parts = LINE.show(0, start) + LINE.show(start, end) + LINE.show(end)
    assert letters_only(parts) == LINE.text


def test_the_ends_of_sentences_are_counted_in_what_is_shown():
    assert LINE.offsets([0, 14], [9, 14]) == [len("قَالَ سمير:"), len(LINE.show())]
    # Cut inside the first word, which is bare then.
    assert LINE.offsets([0, 2, 14], [9, 14]) == [9, 9 + len(" كُتُبٌ.")]


def test_ends_are_counted_as_browsers_count():
    line = ShownLine("ضحك 😀. ومضى.")
    ends = [span.end for span in sentences(line.text)]
    assert line.offsets([0, len(line.text)], ends) == [7, 13]
    assert utf16_length("😀") == 2


def test_a_text_without_words_is_the_same_at_every_level(lesson):
    plain = [shown_text(lesson.text, None, level) for level in LEVELS]
    assert plain[0] == plain[1] == plain[2]


def test_the_levels_of_a_lesson_are_made_once(lesson):
    assert lesson.shown is lesson.shown
