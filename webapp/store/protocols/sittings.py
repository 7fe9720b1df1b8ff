"""Sittings of exams, and answers that came after their end: the protocol of ``store.sittings``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from webapp.domain.question import Response
from webapp.domain.sitting import HandIn, LateAnswer


class Sittings(Protocol):
    """Starts of exams by the server's clock. Only the start is stored: rules and allowances say when it ends."""

    def start(self, school: str, learner: str, assignment_id: str) -> datetime:
        """Start a learner's sitting of an assignment; return when it started, which is the first time of all.

        Creates the learner if missing.
        """

    def started(self, school: str, learner: str, assignment_id: str) -> datetime | None:
        """The time at which a learner started."""

    def all_started(self, school: str, assignment_id: str) -> dict[str, datetime]:
        """The times at which learners started, by learner."""

    def with_saved_answers(self, school: str, text: str, learners: Collection[str]) -> set[str]:
        """Those of the learners who have saved answers in a text that are not handed in."""

    def hand_ins(self, school: str, text: str, learners: Collection[str]) -> dict[str, HandIn]:
        """The hand-ins of a text by these learners; an earlier one of a merged record is not among them."""

    def keep_late(self, school: str, learner: str, text: str, answers: Mapping[str, Response]) -> None:
        """Keep answers that came after the end, by question; a later one replaces an earlier one."""

    def late_answers(self, school: str, text: str, learners: Collection[str]) -> list[LateAnswer]:
        """Late answers of a text, by learner and question."""

    def drop_late(self, school: str, learner: str, text: str) -> None:
        """Delete a learner's late answers in a text."""
