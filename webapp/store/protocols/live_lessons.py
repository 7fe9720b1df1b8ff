"""Lessons that a class reads together: the protocol of ``store.live``, and what goes in and comes out.

A step is a paragraph from 1; the whole text is the step after the last paragraph. A lesson that nobody ended is over
after :data:`MAX_LESSON_LENGTH`, so that no reader is held for good.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from webapp.domain.attempt import Attempt

MAX_LESSON_LENGTH = timedelta(hours=6)


@dataclass(frozen=True)
class LiveLesson:
    """The lesson of a class (an id). ``opened_to`` is the step up to which the teacher opened it for all (0: none);
    beyond ``held_at`` nobody goes (None: no such bound). ``version`` grows with all that the teacher sees."""

    class_id: str
    id: str
    text: str
    began: datetime
    opened_to: int
    held_at: int | None
    version: int


class LiveLessons(Protocol):
    """The lessons of all schools. What is not there is None or empty, never an error."""

    def begin(self, school: str, class_id: str, text: str) -> LiveLesson | None:
        """A new lesson in the place of the one before; None where there is no such class."""

    def end(self, school: str, class_id: str) -> None:
        """End the lesson and delete the positions; answers stay."""

    def lesson(self, school: str, class_id: str) -> LiveLesson | None:
        """The current lesson of a class."""

    def set_pacing(self, school: str, class_id: str, opened_to: int, held_at: int | None) -> None:
        """Set how far the class may read; 0 and None leave only the text's own gate."""

    def lesson_of_learner(self, school: str, learner: str, text: str) -> LiveLesson | None:
        """The lesson in which a learner reads a text: of several, the one that began last."""

    def record_position(self, school: str, learner: str, text: str, step: int) -> bool:
        """Record a learner's position if a class of theirs reads this text now; True if it changed.

        Nothing is written for anybody else, nor for who has not moved.
        """

    def positions(self, school: str, class_id: str) -> dict[str, int]:
        """Positions (steps) of the members who have opened the lesson, by learner."""

    def latest_attempts(self, school: str, class_id: str, questions: Collection[str]) -> list[Attempt]:
        """The last attempt of each member who has opened the lesson, at each of these questions."""
