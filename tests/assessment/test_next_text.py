"""The text that is suggested after another: near in level, of another kind, with known words; none where none suits."""

from __future__ import annotations

from dataclasses import replace

import pytest

import many_texts
from webapp.assessment.next_text import Suggestion, TextRead, next_text
from webapp.content import Lesson, Library


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    content = many_texts.write_texts(tmp_path_factory.mktemp("texts") / "content", 1)
    return Library(content).snapshot.lessons[many_texts.slug(1)]


def a_text(lesson: Lesson, level: str, genre: str | None = "story", title: str = "نص", words: str = "") -> Lesson:
    """A text of a level and a kind, whose words have these dictionary forms."""
    settings = lesson.settings.model_copy(update={"level": level, "genre": genre, "title": title})
    made = replace(lesson, settings=settings)
    made.__dict__["lemmas"] = frozenset(words.split())
    return made


def suggested(lesson: Lesson, read: str, share: float | None, *levels: str) -> Suggestion | None:
    return next_text(TextRead(a_text(lesson, read), share), [a_text(lesson, level) for level in levels], ())


@pytest.mark.parametrize(
    ("read", "share", "levels", "expected"),
    [
        ("B1", 0.9, ("A2", "B1", "B2", "C1"), "B2"),
        ("B1", 0.7, ("A2", "B1", "B2", "C1"), "B1"),
        ("B1", 0.3, ("A2", "B1", "B2", "C1"), "A2"),
        ("B1", 0.3, ("B2",), None),  # harder than one that was hard
        ("B1", 0.7, ("A1", "C1", "C2"), None),
        ("B2", 0.9, ("A2", "B1"), "B1"),
        ("B1", None, ("A2", "B1", "B2"), "B1"),  # a result that waits says nothing
        ("C2", 1.0, ("C1", "C2"), "C2"),
        ("A1", 0.0, ("A1", "A2"), "A1"),
        ("B1", 0.9, (), None),
    ],
)
def test_the_level_follows_what_went_well(
    lesson: Lesson, read: str, share: float | None, levels: tuple[str, ...], expected: str | None
) -> None:
    suggestion = suggested(lesson, read, share, *levels)
    assert (suggestion.lesson.settings.level if suggestion else None) == expected


def test_another_kind_comes_before_known_words_and_these_before_the_title(lesson: Lesson) -> None:
    after = TextRead(a_text(lesson, "B1", "story"), 0.7)
    same = a_text(lesson, "B1", "story", "أ", "بيت نهر شجرة")
    plain = a_text(lesson, "B1", "letter", "ب", "بحر")
    known = a_text(lesson, "B1", "letter", "ت", "بيت نهر بحر")
    unnamed = a_text(lesson, "B1", None, "ث", "بيت نهر شجرة")
    saved = {"بيت", "نهر"}
    first = next_text(after, [same, plain, known, unnamed], saved)
    assert first == Suggestion(known, after, words=2)
    assert first.other_genre
    second = next_text(after, [same, unnamed], saved)
    assert second
    assert second.lesson is same
    assert not second.other_genre
