"""Reading the record of many learners at once: the protocol of ``store.reports``.

Learners are given by the ids of the records that stay; what was merged into one of them is read as theirs. The cost
grows with what these learners have recorded, never with the school.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from webapp.domain.attempt import Attempt, ManualMark

if TYPE_CHECKING:
    from webapp.store.protocols.store import Standing


class Reports(Protocol):
    """One reading for a whole class. Learners without anything recorded are left out, never an error."""

    def standings(
        self, school: str, learners: Collection[str], text: str | None = None
    ) -> dict[tuple[str, str], dict[str, Standing]]:
        """By learner and text, where they stand, by question; in one text or in all.

        ``verdict`` is that of the last try that cost one: a slip of spelling behind a wrong answer does not hide it.
        """

    def text_standings(self, school: str, text: str) -> dict[str, dict[str, Standing]]:
        """Where everybody stands in one text, by learner and question. The cost grows with that text alone."""

    def tries(
        self, school: str, learners: Collection[str], text: str | None = None, question: str | None = None
    ) -> list[Attempt]:
        """Their tries in the order of recording, each under the learner whose it is; in one text, at one question."""

    def latest_tries(self, school: str, learners: Collection[str], each: int) -> list[Attempt]:
        """The last ``each`` tries of every learner, the oldest first; merged records keep their own numbers."""

    def marks(
        self, school: str, learners: Collection[str], text: str | None = None
    ) -> dict[tuple[str, str], ManualMark]:
        """The marks by hand that count, by learner and the try's id."""
