"""Typed vowels that make another word of a key's word, by the words file of its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT
from question_types.asking import build
from webapp.arabic.keys.key_vowels import ExplainedWord, KeyVowels
from webapp.content import Library
from webapp.content.parsing.text_parser import parse_text
from webapp.content.words.explained_words import words_by_stem

BOOKS = ExplainedWord("كُتُبٍ", "كِتَاب", "أوراق مجموعة تُقرأ", ambiguous=True, distance=0)
WROTE = ExplainedWord("كَتَبَ", "كَتَبَ", "خط بالقلم", ambiguous=True, distance=2)
POT = ExplainedWord("الْقِدْرَ", "قِدْر", "إناء للطبخ", ambiguous=True, distance=0)
LETTER = ExplainedWord("رِسَالَةً", "رِسَالَة", "كلام مكتوب", ambiguous=False, distance=0)
FRIEND = ExplainedWord("صَدِيقُهُ", "صَدِيق", "من يحبه", ambiguous=True, distance=0)
TAUGHT = ExplainedWord("دَرَّسَ", "دَرَّسَ", "علّم غيره", ambiguous=True, distance=0)
LEARNT = ExplainedWord("دَرَسَ", "دَرَسَ", "تعلّم", ambiguous=True, distance=2)


@pytest.mark.parametrize(
    ("key", "words", "answer"),
    [
        ("كتب", (BOOKS, WROTE), "كتب"),
        ("كتب", (BOOKS, WROTE), "كُتُبًا"),
        ("كتب", (BOOKS, WROTE), "الكُتُبِ"),
        ("كتب", (BOOKS, WROTE), "وكُتُبُ"),
        ("كتب", (BOOKS, WROTE), "كتبَ"),
        ("كتب", (WROTE, BOOKS._replace(distance=1)), "كُتب"),
        ("القدر", (POT,), "القِدرُ"),
        ("القدر", (POT,), "للقِدْرِ"),
        ("صديقه", (FRIEND,), "صَدِيقَهُ"),
        ("صديقه", (FRIEND,), "صَدِيقِهِ"),
        ("رسالة", (LETTER,), "رَسالة"),
        ("درس", (TAUGHT, LEARNT), "دَرَسَ"),
        ("من القدر", (POT,), "مَن القِدر"),
        ("كتب", (), "كَتَبَ"),
    ],
)
def test_what_may_be_the_word_of_the_text_is_in_no_doubt(
    key: str, words: tuple[ExplainedWord, ...], answer: str
) -> None:
    assert KeyVowels([key], words).doubt(answer) is None


@pytest.mark.parametrize(
    ("key", "words", "answer", "sure"),
    [
        ("كتب", (BOOKS, WROTE), "كَتَبَ", True),
        ("كتب", (BOOKS, WROTE), "اشترى كَتَب", True),
        ("كتب", (WROTE._replace(distance=0), BOOKS._replace(distance=2)), "كُتُب", True),
        ("كتب", (BOOKS, WROTE), "كُتِبَ", False),
        ("القدر", (POT,), "القَدَر", False),
        ("القدر", (POT,), "قَدْرًا", False),
        ("درس", (LEARNT._replace(distance=0), TAUGHT._replace(distance=1)), "درَّس", True),
    ],
)
def test_vowels_of_another_word_are_seen(key: str, words: tuple[ExplainedWord, ...], answer: str, sure: bool) -> None:
    doubt = KeyVowels([key], words).doubt(answer)
    assert doubt is not None
    assert doubt.sure is sure
    assert doubt.word in answer


def test_the_learner_is_told_of_the_marks_and_the_teacher_of_the_word() -> None:
    text = parse_text("t.txt", "اشترى الأب ثلاثة كتب. وفي المساء كتب رسالة.")
    bare = build("short", prompt="ماذا اشترى الأب؟", evidence=["ثلاثة كتب"], accept=["كتب"], why="هكذا.").bind(text)
    question = bare.with_words((BOOKS, WROTE))
    assert bare.grade("كَتَبَ").verdict == question.grade("كُتُب").verdict == "accepted"
    refused, unsure = question.grade("كَتَبَ"), question.grade("كُتِبَ")
    assert (refused.verdict, refused.unsure) == ("refused", "")
    assert "الحركات" in refused.why
    assert "«كُتِبَ»" in unsure.unsure
    assert "كُتُب" not in refused.why + unsure.why


def test_a_gap_is_not_filled_with_another_word() -> None:
    gap = build("cloze", prompt="أكمل.", text="اشترى الأب ثلاثة [[كتب]].", why="هكذا.").with_words((BOOKS, WROTE))
    verdicts = [gap.grade({"1": filling}).verdict for filling in ("كتب", "كُتُبٍ", "كَتَبَ")]
    assert verdicts == ["accepted", "accepted", "refused"]


def test_a_library_reads_the_vowels_of_its_words_files() -> None:
    lesson = Library(ROOT).lesson("mint-lemonade")
    assert lesson
    assert lesson.words
    pot = next(word for line in lesson.words.paragraphs for word in line if word.lemma == "قِدْر")
    fields = {"prompt": "أين يغلي الماء؟", "paragraph": pot.span.paragraph, "accept": [pot.word], "why": "هكذا."}
    item = lesson.items[0]
    asked = build("short", **fields).bind(lesson.text)
    bound = item.__class__(asked, (pot.span,), asked.version).with_words(words_by_stem(lesson.words)).question
    assert bound.grade("قِدر").verdict == "accepted"
    assert bound.grade("قَدَر").unsure


def test_the_shipped_keys_are_right_with_the_vowels_of_their_words_files() -> None:
    folders = [ROOT, *(Path(ROOT) / "tests" / name for name in ("article",))]
    lessons = [lesson for folder in folders for lesson in Library(folder).snapshot.lessons.values() if lesson.words]
    asked = [(lesson, item) for lesson in lessons for item in lesson.items if item.question.type == "short"]
    assert len(asked) > 20
    for lesson, item in asked:
        assert lesson.words
        vowelled = {word.word: word.vowelled for line in lesson.words.paragraphs for word in line}
        for span in item.evidence:
            words = [w for w in lesson.words.paragraphs[span.paragraph - 1] if span.start <= w.span.start < span.end]
            vowelled |= {word.word: word.vowelled for word in words}
        for key in item.question.typed_keys():
            for wording in key.wordings:
                typed = " ".join(vowelled.get(word, word) for word in wording.split())
                assert item.question.grade(typed).verdict in ("accepted", "partial"), (item.question.id, typed)
