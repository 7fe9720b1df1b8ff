"""Columns of a gradebook: the texts that a class has read, each with the questions that count in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from webapp.content import Item, Lesson
from webapp.domain.grade_rule import text_column
from webapp.store.protocols.class_reports import CountedQuestion


@dataclass(frozen=True)
class GradeColumn:
    """A column: its name in addresses and in the class's rule, its heading, and what counts in it."""

    name: str
    title: str
    lesson: Lesson
    items: tuple[Item, ...]

    @cached_property
    def points(self) -> float:
        """Points of all questions."""
        return sum(item.question.points for item in self.items)

    @cached_property
    def required(self) -> int:
        """Number of the questions that are no mere opinion."""
        return sum(item.question.holds_gate for item in self.items)

    @property
    def questions(self) -> list[CountedQuestion]:
        """Questions for the store to add up."""
        return [
            CountedQuestion(
                self.name, self.lesson.slug, item.question.id, item.question.points, item.question.holds_gate
            )
            for item in self.items
        ]


def text_columns(lessons: Iterable[Lesson], process: str, texts: Collection[str]) -> list[GradeColumn]:
    """A column for each text; of one ``process`` where one is named, of some ``texts`` where any are."""
    columns = [
        GradeColumn(
            text_column(lesson.slug),
            lesson.settings.title,
            lesson,
            tuple(item for item in lesson.items if not process or item.question.process == process),
        )
        for lesson in lessons
        if not texts or lesson.slug in texts
    ]
    return [column for column in columns if column.items]
