"""Exams handed in, and results told to a class: the protocol of ``store.exams``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from webapp.domain.attempt import Attempt
from webapp.store.protocols.sittings import How

SHOWN_GONE = timedelta(days=60)
"""Time for which the exam of a record that is gone is listed, where nobody has its name."""
ResultsWait = Literal["", "own-class", "other-classes"]
"""Classes that the results of an exam wait for, as one reader sees it; empty where these may be shown.

``own-class``: a class of the reader has to be told them first. ``other-classes``: the reader is in no class, and
classes of the school have not been told them yet.
"""


@dataclass(frozen=True)
class EarlierHandIn:
    """An exam that was begun or handed in from a class by a record that is not in it any more.

    ``learner``: the present member of the same name; empty where nobody has it.
    """

    learner: str
    text: str
    at: datetime
    name: str = ""


@dataclass(frozen=True)
class HandIn:
    """An exam that a learner hands in: ``since`` it was given, where it was, by which assignment."""

    since: datetime | None = None
    assignment: str = ""


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
        assignment: str = "",
    ) -> None:
        """Note that an exam was handed in, now or at another time.

        The first time of each text counts, or where an exam was given, the first one ``since`` then. ``assignment``:
        the exam's, where it was given as one; a text may have several, of other paragraphs.
        """

    def note_unnoted_hand_ins(self, school: str, text: str) -> int:
        """Note the hand-ins of an exam whose answers were recorded before hand-ins were; return their number.

        The time of each is that of its last answer.
        """

    def earlier_hand_ins(self, school: str, class_id: str) -> list[EarlierHandIn]:
        """Exams that were begun or handed in by records that are not in the class any more, by time.

        Those under a present member's name are of that member. Whoever begins again may do so under any name: so the
        others are listed as well, until the class is told the results, for at most SHOWN_GONE.
        """

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
