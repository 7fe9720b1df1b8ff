"""Queries over many learners at once: the protocol of ``store.reports``.

Learners are given by the ids of their canonical records; rows of records merged into these are included. The cost grows
with what these learners have recorded, never with the school.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from webapp.domain.attempt import Attempt, AttemptFigures, ManualMark
from webapp.domain.question import Verdict

if TYPE_CHECKING:
    from webapp.store.protocols.store import Standing


@dataclass(frozen=True)
class ClassReaders:
    """A class, and how many of its learners answered a text."""

    class_id: str
    name: str
    learners: int


@dataclass(frozen=True)
class CountedQuestion:
    """A question in a column of a gradebook, worth ``points``; a ``required`` one is no mere opinion.

    With ``after`` it counts only where it was last answered after that time.
    """

    column: str
    text: str
    question: str
    points: float
    required: bool
    after: datetime | None = None


@dataclass(frozen=True)
class ColumnTotals:
    """A learner's points in one column, as the sums of those that pages show.

    ``possible`` are the points that are decided, ``begun`` those of all questions that the learner has a standing in.
    ``answered`` counts questions, without mere opinions; ``waiting`` counts answers without a mark.
    """

    earned: float
    possible: float
    begun: float
    answered: int
    waiting: int


class ClassReports(Protocol):
    """Queries over a whole class. Learners without anything recorded are left out, never an error."""

    def standings(
        self, school: str, learners: Collection[str], text: str | None = None
    ) -> dict[tuple[str, str], dict[str, Standing]]:
        """Standings by learner and text, then by question; in one text or in all.

        ``verdict`` is that of the last try that counted: a misspelt answer after a wrong one, which costs no try, does
        not hide it.
        """

    def column_totals(
        self,
        school: str,
        learners: Collection[str],
        questions: Sequence[CountedQuestion],
        *,
        since: datetime | None = None,
        before: datetime | None = None,
        hidden: Collection[str] = (),
    ) -> dict[tuple[str, str], ColumnTotals]:
        """Totals by learner and column; of questions last answered from ``since`` on and before ``before``.

        Answers whose attempts are ``hidden`` (their marks are not to be seen yet) count as waiting. One pass over the
        standings of these learners, added up by the database.
        """

    def text_standings(self, school: str, text: str) -> dict[str, dict[str, Standing]]:
        """All standings in one text, by learner and question. The cost grows with that text alone."""

    def tries(
        self, school: str, learners: Collection[str], text: str | None = None, question: str | None = None
    ) -> list[Attempt]:
        """Attempts in the order of recording, under canonical records; of one text or question if given."""

    def figures(self, school: str, learners: Collection[str], text: str) -> list[AttemptFigures]:
        """The attempts of ``tries`` in a text, without what was answered."""

    def latest_figures(self, school: str, learners: Collection[str], each: int) -> list[AttemptFigures]:
        """The attempts of ``latest_tries``, without what was answered."""

    def latest_tries(
        self, school: str, learners: Collection[str], each: int, verdict: Verdict | None = None
    ) -> list[Attempt]:
        """Latest ``each`` attempts of every learner, the oldest first; those of merged records keep their numbers.

        With a ``verdict``, those of them that have it now.
        """

    def unsure_tries(
        self, school: str, learners: Collection[str] | None = None, text: str | None = None
    ) -> list[Attempt]:
        """Attempts of which the program is not sure now, in the order of recording; None for the whole school."""

    def readers(self, school: str, teacher: str, texts: Collection[str]) -> dict[str, list[ClassReaders]]:
        """A teacher's classes in which somebody answered each text, by name; archived classes are left out.

        The cost grows with the learners of these classes, and with the texts that are asked for.
        """

    def marks(
        self, school: str, learners: Collection[str], text: str | None = None
    ) -> dict[tuple[str, str], ManualMark]:
        """Manual marks that count, by learner and the try's id."""
