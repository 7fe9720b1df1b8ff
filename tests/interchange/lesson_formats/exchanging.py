"""Lessons to export, and what comes back of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from conftest import ARTICLE, ROOT
from webapp.content import Library
from webapp.content.lesson import Item, Lesson, Settings
from webapp.content.parsing.text_parser import parse_text
from webapp.domain.question import Question
from webapp.interchange.lesson_formats import LessonFormat
from webapp.interchange.lesson_formats.export_lesson import export_lesson
from webapp.interchange.lesson_formats.question_values import plain_values, question_of

SOURCE = "وصل الوفد إلى المدينة يوم الخميس. وغادرها يوم السبت.\n\nثم عاد إليها بعد أسبوع.\n"
SHOWCASE = ROOT / "webapp" / "showcase"


@cache
def lessons() -> tuple[tuple[Path, Lesson], ...]:
    """The texts that come with Fahm, those of its showcase, and the article of the tests: all question types."""
    return tuple(
        (folder, lesson) for folder in (ARTICLE, SHOWCASE, ROOT) for lesson in Library(folder).snapshot.lessons.values()
    )


def source_of(folder: Path, lesson: Lesson) -> str:
    """The text's file."""
    return (folder / "seeds" / lesson.settings.text).read_text("utf-8")


def lesson_of(questions: Iterable[Question], source: str = SOURCE) -> Lesson:
    """A lesson with these questions."""
    settings = Settings(text="text.txt", title="نص", level="B1")
    text = parse_text("text.txt", source)
    items = tuple(Item(question.bind(text), (), question.version) for question in questions)
    return Lesson("text", settings, text, items)


def written(lesson: Lesson, into: LessonFormat, source: str = SOURCE) -> bytes:
    """The file of a lesson."""
    return export_lesson(lesson, source, into)[0]


def fields(values: Mapping[str, object] | None) -> dict[str, object] | None:
    """The fields of a question as its model has them; None where they are no question."""
    question = question_of(values or {})
    return plain_values(question) if question else None
