"""Sittings of exams, and answers that came after their end: the protocol of ``store.sittings``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from webapp.domain.question import Response
from webapp.store.protocols.regrades import CalculateAnyStanding

How = Literal["learner", "time", "teacher"]
"""Cause of a hand-in: the learner, the end of the time, or a teacher."""
Decided = Literal["taken", "left"]


@dataclass(frozen=True)
class HandIn:
    """Time and cause of the hand-in of an exam."""

    at: datetime
    how: How


@dataclass(frozen=True)
class LateAnswer:
    """The latest answer to a question that came after the end. ``written``: when its device says it was typed."""

    learner: str
    question: str
    response: Response
    at: datetime
    written: datetime
    decided: Decided | None


@dataclass(frozen=True)
class Reopening:
    """A learner's exam that a teacher has opened again, with what was handed in saved as typed.

    ``began`` is the beginning of the sitting that it followed, ``used`` the part of the time limit that was used up,
    ``resumed`` the time at which the learner went on: from then the rest of the limit runs.
    """

    learner: str
    teacher: str
    at: datetime
    hand_in: HandIn | None
    began: datetime | None
    used: timedelta
    resumed: datetime | None

    @property
    def clock_from(self) -> datetime | None:
        """Beginning from which the whole time limit would have run without the pause; None until it is gone on with."""
        return self.resumed - self.used if self.resumed else None


class Sittings(Protocol):
    """Starts of sittings, by the server's time. Learners are canonical records.

    Of a reopened exam the start is counted on: the time between the hand-in and the learner's going on is left out.
    """

    def start(self, school: str, learner: str, assignment_id: str, text: str) -> datetime:
        """Start a learner's sitting, or go on with a reopened one; of several starts the first counts.

        Its time is returned.
        """

    def started(self, school: str, learner: str, assignment_id: str) -> datetime | None:
        """Time at which a learner began; None before."""

    def of_assignment(self, school: str, assignment_id: str) -> dict[str, datetime]:
        """Times at which learners began, by learner."""

    def reopen(
        self,
        school: str,
        learner: str,
        assignment_id: str,
        text: str,
        questions: Collection[str],
        teacher: str,
        used: timedelta,
        since: datetime | None = None,
        judge: CalculateAnyStanding | None = None,
    ) -> None:
        """Reopen a learner's exam: the hand-in is ended, and the answers at its questions are saved as typed again.

        Also late answers that nobody has decided on. Its attempts and marks are kept as evidence, and count no longer.
        Attempts before ``since``, when it was given as an exam, stay; ``judge`` calculates the standings of those.
        """

    def reopenings(self, school: str, assignment_id: str) -> dict[str, list[Reopening]]:
        """Reopenings of an exam by learner, the first one first."""

    def latest_reopening(self, school: str, learner: str, assignment_id: str) -> Reopening | None:
        """The latest reopening of a learner's exam; None without any."""

    def unfinished(self, school: str, learners: Collection[str], text: str, since: datetime | None = None) -> list[str]:
        """Those of the learners who have saved answers at questions of a text that have no attempt.

        ``since`` the time of an exam: saved since then, and without an attempt since they were saved.
        """

    def hand_in(self, school: str, learner: str, text: str, since: datetime | None = None) -> HandIn | None:
        """The learner's hand-in of a text; the earliest, or the earliest ``since`` an exam was given."""

    def hand_ins(
        self,
        school: str,
        learners: Collection[str],
        text: str,
        since: datetime | None = None,
        assignment_id: str = "",
    ) -> dict[str, HandIn]:
        """Hand-ins of a text by these learners, by learner; ``since`` a time, and of an exam's paragraphs, if named."""

    def keep_late(
        self, school: str, learner: str, text: str, answers: Mapping[str, Response], written: datetime | None
    ) -> None:
        """Keep answers that came after the end, by question, in place of earlier ones that nobody has decided on."""

    def late_answers(self, school: str, learners: Collection[str], text: str) -> list[LateAnswer]:
        """Late answers of these learners in a text, by the time at which they came."""

    def decide_late(
        self, school: str, learner: str, text: str, questions: Collection[str], decided: Decided, teacher: str
    ) -> None:
        """Note that a teacher has taken in late answers, or left them; what was decided before stays."""
