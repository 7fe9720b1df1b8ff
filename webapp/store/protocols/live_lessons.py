"""Lessons that a class reads together: the protocol of ``store.live``, its dataclasses and errors.

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
    """The live lesson of a class (an id).

    ``unlocked_step`` is the step up to which the teacher opened it for all (0: none); no learner may read beyond
    ``max_step`` (None: no such bound). ``version`` grows with every change that the teacher's page shows. The
    projector shows ``shown_step`` (0: not chosen yet); key and evidence of the steps ``shown_answer`` and
    ``shown_evidence``, 0 for none.
    """

    class_id: str
    id: str
    text: str
    began: datetime
    unlocked_step: int
    max_step: int | None
    version: int
    shown_step: int = 0
    shown_answer: int = 0
    shown_evidence: int = 0


class LiveLessons(Protocol):
    """The live lessons of all schools. A missing one is None or empty, never an error."""

    def begin(self, school: str, class_id: str, text: str) -> LiveLesson | None:
        """Begin a lesson and replace the previous one; None where there is no such class."""

    def end(self, school: str, class_id: str) -> None:
        """End the lesson and delete the positions; answers are kept."""

    def lesson(self, school: str, class_id: str) -> LiveLesson | None:
        """The current lesson of a class."""

    def set_pacing(self, school: str, class_id: str, unlocked_step: int, max_step: int | None) -> None:
        """Set how far the class may read; with 0 and None, only the text's gate applies."""

    def show(self, school: str, class_id: str, step: int, answer: int, evidence: int) -> None:
        """Set what the projector shows."""

    def lessons_of_learner(self, school: str, learner: str, text: str | None = None) -> list[LiveLesson]:
        """Lessons on a text, or on any, in all of the learner's classes, the latest first."""

    def record_position(self, school: str, learner: str, text: str, step: int) -> bool:
        """Record a learner's position if a class of theirs reads this text now; return True if it changed.

        Nothing is written for other learners, nor for an unchanged position.
        """

    def positions(self, school: str, class_id: str) -> dict[str, int]:
        """Positions (steps) of the members who have opened the lesson, by learner."""

    def latest_attempts(self, school: str, class_id: str, questions: Collection[str]) -> list[Attempt]:
        """Latest attempt of each member who has opened the lesson, at each of these questions."""
