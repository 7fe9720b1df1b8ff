"""Exams handed in, and results told to a class: the protocol of ``store.exams``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from webapp.domain.attempt import Attempt
from webapp.store.protocols.sittings import How

ResultsWait = Literal["", "own-class", "other-classes"]
"""Classes that the results of an exam wait for, as one reader sees it; empty where these may be shown.

``own-class``: a class of the reader has to be told them first. ``other-classes``: the reader is in no class, and
classes of the school have not been told them yet.
"""


@dataclass(frozen=True)
class EarlierHandIn:
    """An exam that was handed in under a member's name by another record, which was deleted or left the class."""

    learner: str
    text: str
    at: datetime


class Exams(Protocol):
    """Hand-ins of learners, and the results that teachers have told."""

    def note_hand_in(
        self,
        school: str,
        learner: str,
        text: str,
        at: datetime | None = None,
        how: How = "learner",
        since: datetime | None = None,
    ) -> None:
        """Note that an exam was handed in, now or at another time.

        The first time of each text counts, or where an exam was given, the first one ``since`` then.
        """

    def note_unnoted_hand_ins(self, school: str, text: str) -> int:
        """Note the hand-ins of an exam whose answers were recorded before hand-ins were; return their number.

        The time of each is that of its last answer.
        """

    def earlier_hand_ins(self, school: str, class_id: str) -> list[EarlierHandIn]:
        """Exams that present members' names have handed in before with another record, by time."""

    def tell_results(self, school: str, class_id: str, text: str, told: bool) -> None:
        """Tell a class the results of a text, or take that back."""

    def results_told(self, school: str, class_id: str, text: str) -> bool:
        """Tell whether a class was told the results of a text."""

    def told_since(self, school: str, class_id: str, text: str) -> datetime | None:
        """Time at which a class was last told the results of a text; None where it was not."""

    def results_wait(self, school: str, learner: str, text: str) -> ResultsWait:
        """Classes that the results of an exam wait for before this learner may see them; an empty id is a newcomer.

        Where it was assigned to the learner, the rule of the assignment says it (told by hand ends any wait).

        One told class of the learner's is enough, where they were a member when it was told, or have handed the exam
        in there: a class that one joins by oneself besides opens nothing. Without a class, all that may still write it
        have to be told: those that are not archived, and that a teacher with an open account has.
        """

    def withheld(self, school: str, learners: Collection[str]) -> frozenset[tuple[str, str]]:
        """Those of the learners who have handed in an exam whose results wait for them, each with its text."""

    def handed_in_attempts(self, school: str, learner: str, text: str) -> list[Attempt]:
        """All attempts of a learner in the order of recording, of merged records also those that do not count.

        Which of them count depends on which are right.
        """
