"""Marking by hand at the desk: the protocol of ``store.manual_marks`` and its dataclasses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from webapp.domain.attempt import Attempt, ManualMark

UNDO_TIME = timedelta(minutes=15)
"""A mark can be taken back for so long; after that it is changed by giving another one."""
MarkKind = Literal["first", "second", "deciding"]
"""Role of a mark: the ``second`` is given without seeing the first; one after both is ``deciding``."""


@dataclass(frozen=True)
class SecondMark:
    """A second marker's mark. ``behind`` counts the first marks given before it."""

    points: float
    comment: str
    detail: tuple[float, ...]
    marker: str
    at: datetime
    behind: int


@dataclass(frozen=True)
class MarkedAnswer:
    """An open answer with all marks it was given, the earliest first.

    ``learner`` is the id of the canonical record; ``attempt.learner`` is that of the record that holds the attempt.
    """

    learner: str
    attempt: Attempt
    history: tuple[ManualMark, ...]
    second: SecondMark | None

    @property
    def mark(self) -> ManualMark | None:
        """The mark that counts: the latest one."""
        return self.history[-1] if self.history else None

    @property
    def first(self) -> ManualMark | None:
        """The first marker's mark as it was when the second was given; without a second, the latest mark."""
        return self.history[self.second.behind - 1] if self.second else self.mark

    @property
    def apart(self) -> float | None:
        """Difference between two markers in points; None where only one has marked."""
        return abs(self.first.points - self.second.points) if self.first and self.second else None

    @property
    def decided(self) -> bool:
        """Tell whether a deciding mark was given after both."""
        return self.second is not None and len(self.history) > self.second.behind

    def waits_for(self, teacher: str, twice: bool) -> bool:
        """Tell whether this teacher's mark is missing: the first, or with double marking (``twice``) the second."""
        if not self.history:
            return True
        return twice and self.second is None and teacher not in {mark.marker for mark in self.history}

    def hidden_from(self, teacher: str, twice: bool) -> bool:
        """Tell whether earlier marks are hidden from this teacher: the second marker marks blind."""
        return bool(self.history) and self.waits_for(teacher, twice)


@dataclass(frozen=True)
class NewMark:
    """A mark to be given. With double marking (``twice``) it may be the second one."""

    learner: str
    try_id: str
    points: float
    comment: str
    detail: tuple[float, ...] = ()
    twice: bool = False


@dataclass(frozen=True)
class KeptComment:
    """A comment that a teacher keeps, to write it again under other answers to the question."""

    id: str
    comment: str


class ManualMarks(Protocol):
    """Marks of several teachers for open answers. The marks that count are ``store.marks``."""

    def answers(
        self, school: str, learners: Collection[str], text: str | None = None, question: str | None = None
    ) -> list[MarkedAnswer]:
        """Open answers of these learners, marked or not, in the order of recording."""

    def give(
        self,
        school: str,
        learner: str,
        try_id: str,
        points: float,
        comment: str,
        marker: str,
        detail: tuple[float, ...] = (),
        twice: bool = False,
    ) -> MarkKind:
        """Save a mark. ValueError as in ``store.add_mark``.

        With double marking (``twice``), the mark of another teacher than the first is the second one: it does not
        count, it is compared with the first.
        """

    def give_all(self, school: str, marks: Sequence[NewMark], marker: str) -> datetime:
        """Save several marks in one transaction, each as ``give`` does; return the time that they all have."""

    def take_back(
        self, school: str, learners: Collection[str], text: str, question: str, marker: str, at: datetime
    ) -> int:
        """Remove the marks that this teacher gave these learners for a question at this time; count them.

        One that was followed by another mark stays, and so do all once UNDO_TIME is over.
        """

    def kept_comments(self, school: str, teacher: str, text: str, question: str) -> list[KeptComment]:
        """Comments that a teacher keeps for a question, the latest first."""

    def keep_comment(self, school: str, teacher: str, text: str, question: str, comment: str) -> None:
        """Keep a comment; one that is kept already comes first. The oldest goes where there are too many."""

    def forget_comment(self, school: str, teacher: str, comment: str) -> None:
        """Forget a comment, by its id; one that is gone is no error."""

    def ask_second(
        self, school: str, class_id: str, text: str, question: str, teacher: str, apart: float | None
    ) -> None:
        """Turn on double marking of a question in a class; marks may differ by ``apart`` points. None: off."""

    def second_asked(self, school: str, classes: Collection[str]) -> dict[tuple[str, str, str], float]:
        """Questions with double marking: the points by which two marks may differ, by class, text and question."""

    def double_marked(self, school: str, teacher: str) -> list[tuple[str, str, str, float]]:
        """Text, question and learner with double marking, of learners whom a teacher has in any class; and the points.

        Whichever class of the learner asked for it: who leaves that class sees no more than before.
        """
