"""Sittings of exams, and answers that came after their end: the protocol of ``store.sittings``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from webapp.domain.question import Response

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


class Sittings(Protocol):
    """Starts of sittings, by the server's time. Learners are canonical records."""

    def start(self, school: str, learner: str, assignment_id: str, text: str) -> datetime:
        """Start a learner's sitting; of several starts the first counts, whose time is returned."""

    def started(self, school: str, learner: str, assignment_id: str) -> datetime | None:
        """Time at which a learner began; None before."""

    def of_assignment(self, school: str, assignment_id: str) -> dict[str, datetime]:
        """Times at which learners began, by learner."""

    def unfinished(self, school: str, learners: Collection[str], text: str) -> list[str]:
        """Those of the learners who have saved answers at questions of a text that have no attempt."""

    def hand_in(self, school: str, learner: str, text: str) -> HandIn | None:
        """The learner's hand-in of a text; of merged records the earliest."""

    def hand_ins(self, school: str, learners: Collection[str], text: str) -> dict[str, HandIn]:
        """Hand-ins of a text by these learners, by learner."""

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
