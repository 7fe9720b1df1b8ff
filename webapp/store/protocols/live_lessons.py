"""Lessons that a class reads together: the protocol of ``store.live``, and what goes in and comes out.

A step is a paragraph from 1; the whole text is the step after the last paragraph. A lesson that nobody ended is over
after :data:`LONGEST`, so that no reader is held for good.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from webapp.domain.attempt import Attempt

LONGEST = timedelta(hours=6)


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


class Live(Protocol):
    """The lessons of all schools. What is not there is None or empty, never an error."""

    def begin(self, school: str, class_id: str, text: str) -> LiveLesson | None:
        """A new lesson in the place of the one before; None where there is no such class."""

    def end(self, school: str, class_id: str) -> None:
        """End the lesson and forget who stood where; answers stay."""

    def lesson(self, school: str, class_id: str) -> LiveLesson | None:
        """The lesson of a class that is going on."""

    def lead(self, school: str, class_id: str, opened_to: int, held_at: int | None) -> None:
        """Open or hold steps for the whole class; 0 and None leave everybody to the file's own gate."""

    def led(self, school: str, learner: str, text: str) -> LiveLesson | None:
        """The lesson in which a learner reads a text: of several, the one that began last."""

    def stand(self, school: str, learner: str, text: str, step: int) -> bool:
        """Note where a learner is, if a class of theirs reads this text now; whether that was news.

        Nothing is written for anybody else, nor for who has not moved.
        """

    def places(self, school: str, class_id: str) -> dict[str, int]:
        """By learner, the step where each member of the class stands who has come."""

    def latest(self, school: str, class_id: str, questions: Collection[str]) -> list[Attempt]:
        """The last try, at each of these questions of the lesson's text, of each member who has come."""
