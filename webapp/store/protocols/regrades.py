"""Regrading after a question has changed: the protocol of ``store.regrades``, and what goes in and comes out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from webapp.domain.attempt import Attempt
from webapp.domain.question import Verdict

Scope = Collection[str] | None
"""The learners who are concerned, by the ids of the records that stay; None for the whole school."""


class StaleRegrade(Exception):
    """Answers or grades are not what they were when the change was worked out: nothing was applied."""


@dataclass(frozen=True)
class Batch:
    """One applying, all or nothing. ``undoes`` names the batch that it takes back."""

    id: str
    text: str
    teacher: str
    reason: str
    undoes: str | None = None


@dataclass(frozen=True)
class Change:
    """A new grade of an attempt, as the attempt with that grade; ``version`` is the question's that it follows.

    ``before`` and ``after`` are the question's mark and the most it could be, in points; ``rules`` is the code of those
    by which it was worked out before.
    """

    graded: Attempt
    version: str
    before: tuple[float, float]
    after: tuple[float, float]
    rules: str = ""


@dataclass(frozen=True)
class RecalculatedStanding:
    """A question's standing calculated from its attempts."""

    verdict: Verdict
    earned: float
    possible: float
    settled: bool
    last_try: str
    rules: str = ""


CalculateStanding = Callable[[str, Sequence[Attempt]], RecalculatedStanding]
"""The standing of a question (by id) out of a learner's tries at it. Pure."""
CalculateAnyStanding = Callable[[str, str, Sequence[Attempt]], RecalculatedStanding | None]
"""The same of any text (by slug): None where the question is gone."""


@dataclass(frozen=True)
class AppliedBatch:
    """An applied batch, with the numbers of attempts and learners it changed. ``undone``: a later one undid it."""

    batch: Batch
    at: datetime
    tries: int
    learners: int
    undone: bool


class Regrades(Protocol):
    """Regrades of attempts. An attempt is never overwritten: a regrade is a row beside it, and the latest counts."""

    def versions(self, school: str, text: str | None = None) -> dict[tuple[str, str], dict[str, int]]:
        """By text and question, how many attempts are graded by each version; read from the counters."""

    def rules(self, school: str, text: str | None = None) -> dict[tuple[str, str], frozenset[str]]:
        """By text and question, codes of the rules by which standings were worked out: the first and the last in the
        order of the alphabet, so that one that differs shows. Without questions where none was written down."""

    def tries(self, school: str, text: str, questions: Collection[str], scope: Scope) -> list[tuple[str, Attempt]]:
        """The tries at these questions with their present grades, in the order of recording, each under the id of the
        record that holds it; before it the id of the record that stays."""

    def join(self, tries: Sequence[Attempt], learner: str) -> list[Attempt]:
        """Read attempts of several records of one learner as one learner's."""

    def apply(
        self,
        school: str,
        batch: Batch,
        scope: Scope,
        questions: Collection[str],
        seen: str,
        changes: Sequence[Change],
        bodies: Mapping[str, tuple[str, str]],
        calculate: CalculateStanding,
    ) -> bool:
        """Write all changes and the standings that follow, in one transaction; False where this batch is there already.

        ``bodies`` has version and body of the questions as they are now. StaleRegrade where the
        :func:`grades_fingerprint` of the attempts at ``questions`` is no longer ``seen``.
        """

    def batches(self, school: str, text: str) -> list[AppliedBatch]:
        """Batches applied to a text, the latest first."""

    def rows(self, school: str, batch: str) -> list[dict[str, Any]]:
        """A batch's rows: ``learner``, ``question``, ``try_id``, ``number``, and ``old``, the grade before it."""


def grades_fingerprint(tries: Sequence[tuple[str, Attempt]]) -> str:
    """A fingerprint of the grades that a change was calculated from."""
    return "|".join(
        f"{attempt.learner}/{attempt.id}/{attempt.regraded.times if attempt.regraded else 0}" for _, attempt in tries
    )
