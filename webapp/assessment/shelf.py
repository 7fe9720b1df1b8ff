"""Texts of the library as they concern one reader: how far each is read, and the order that suits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from webapp.assessment.next_text import LEVELS, TextRead, text_read
from webapp.assessment.progress import Progress
from webapp.content import Lesson, ListedText
from webapp.content.lesson import Settings

Stage = Literal["new", "begun", "done"]
NUMBERED = re.compile(r"\d+(?=_)")
"""Number at the beginning of a file's name: texts with one stand before others, in the order of their numbers."""
WORDS_A_MINUTE = 80
"""Pace of a learner who reads Arabic with understanding, rounded; a native adult reads about twice as fast."""
_NEVER = datetime.min.replace(tzinfo=UTC)
_ALWAYS = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class ShelfText:
    """A text of the library, with what one reader has done in it. It has no lesson while it is not compiled."""

    listed: ListedText
    progress: Progress | None = None
    to_do: datetime | None = None
    """Due time of an assignment that is open and not done; the end of all time for one without."""
    words_due: int = 0
    """Words saved from this text that are to be reviewed today."""

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.listed.slug

    @property
    def settings(self) -> Settings:
        """Its settings, by the rules of this reader."""
        return self.listed.settings

    @property
    def lesson(self) -> Lesson | None:
        """Its lesson, once it is compiled."""
        return self.listed.lesson

    @property
    def level(self) -> int:
        """Its level, counted from 0."""
        return LEVELS.index(self.settings.level)

    @property
    def stage(self) -> Stage:
        """Not begun, begun or done. An exam is done once it is handed in."""
        progress = self.progress
        if progress is None or not progress.started:
            return "new"
        open_exam = self.settings.exam and not progress.handed_in
        return "begun" if progress.first_unanswered_place or open_exam else "done"


def minutes_to_read(lesson: Lesson) -> int:
    """The time that reading a text takes, without its questions."""
    return max(1, round(lesson.word_count / WORDS_A_MINUTE))


def assigned_until(due: datetime | None) -> datetime:
    """The time by which an assigned text is placed on the shelf."""
    return due or _ALWAYS


def last_read(shelf: Iterable[ShelfText]) -> TextRead | None:
    """The text that this reader finished last, with its result."""
    done = [text.progress for text in shelf if text.stage == "done" and text.progress]
    latest = max(done, key=_last_answer, default=None)
    return text_read(latest) if latest else None


def in_order(shelf: Iterable[ShelfText]) -> list[ShelfText]:
    """Texts in the order that suits: assigned ones by due time, begun ones, new ones, done ones.

    New ones stand by the nearness of their level to what the reader last finished. For a reader who has finished none,
    numbered ones come first, and then the easiest.
    """
    texts = list(shelf)
    read = last_read(texts)
    return sorted(texts, key=lambda text: _place(text, read))


def _place(text: ShelfText, read: TextRead | None) -> tuple[object, ...]:
    number = NUMBERED.match(text.slug)
    by_name = (number is None, int(number[0]) if number else 0, text.level, text.settings.title, text.slug)
    if text.to_do:
        return 0, text.to_do, *by_name
    if text.stage == "new":
        away = abs(text.level - read.next_level) if read else 0
        return 2, away, *by_name
    since = -_last_answer(text.progress).timestamp() if text.progress else 0
    return (1 if text.stage == "begun" else 3), since, *by_name


def _last_answer(progress: Progress) -> datetime:
    return progress.last_answer or _NEVER
