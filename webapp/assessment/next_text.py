"""The text that suits a learner after one that they have read, and the reasons for it: a pure rule on what is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from webapp.assessment.progress import Progress
from webapp.content import Lesson

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
"""Levels of texts, the easiest first."""
WENT_WELL, WENT_BADLY = 0.85, 0.5
"""From the first share of the decided points on, a harder text suits; below the second, no harder one does."""
Step = Literal["same", "up", "down"]


@dataclass(frozen=True)
class TextRead:
    """A text that a learner has read, and the share of its points, from 0 to 1; None where none may be told."""

    lesson: Lesson
    share: float | None

    @cached_property
    def level(self) -> int:
        """Its level, counted from 0."""
        return level_number(self.lesson)

    @property
    def went_well(self) -> bool:
        """Most of its questions were right."""
        return self.share is not None and self.share >= WENT_WELL

    @property
    def went_badly(self) -> bool:
        """Fewer than half of its questions were right."""
        return self.share is not None and self.share < WENT_BADLY

    @property
    def next_level(self) -> int:
        """The level that suits after it, counted from 0."""
        return min(max(self.level + self.went_well - self.went_badly, 0), len(LEVELS) - 1)


@dataclass(frozen=True)
class Suggestion:
    """A text to read next: how its level compares with the text read before, and what else speaks for it."""

    lesson: Lesson
    after: TextRead
    words: int = 0
    """Words in it that the learner has saved."""
    assigned: bool = False
    """A teacher has given it, which is the reason."""

    @property
    def step(self) -> Step:
        """Its level against that of the text read before."""
        level = level_number(self.lesson)
        return "same" if level == self.after.level else "up" if level > self.after.level else "down"

    @property
    def other_genre(self) -> bool:
        """It is of another kind than the text read before."""
        return is_other_genre(self.lesson, self.after.lesson)


def level_number(lesson: Lesson) -> int:
    """The level of a text, counted from 0."""
    return LEVELS.index(lesson.settings.level)


def is_other_genre(lesson: Lesson, other: Lesson) -> bool:
    """Tell whether two texts are of kinds that are known and differ."""
    genres = {lesson.settings.genre, other.settings.genre}
    return None not in genres and len(genres) == 2


def text_read(progress: Progress) -> TextRead:
    """A text with its result, as far as the learner may be told it."""
    total = progress.total()
    told = total.possible and not progress.withheld
    return TextRead(progress.lesson, total.share if told else None)


def next_text(after: TextRead, unread: Iterable[Lesson], saved: Collection[str]) -> Suggestion | None:
    """Choose a text at most one level away; none harder after one that went badly. None where nothing suits.

    ``saved`` are the keys of the learner's saved words.
    """
    suggestions = [
        Suggestion(lesson, after, len(lesson.lemmas.intersection(saved))) for lesson in unread if _suits(lesson, after)
    ]
    return min(suggestions, key=_rank, default=None)


def _suits(lesson: Lesson, after: TextRead) -> bool:
    higher = level_number(lesson) - after.level
    return abs(higher) <= 1 and not (higher > 0 and after.went_badly)


def _rank(suggestion: Suggestion) -> tuple[int, bool, int, str]:
    """Nearest in level, another kind, more words that are known; then by title, so that it is the same each time."""
    away = abs(level_number(suggestion.lesson) - suggestion.after.next_level)
    return away, not suggestion.other_genre, -suggestion.words, suggestion.lesson.settings.title
