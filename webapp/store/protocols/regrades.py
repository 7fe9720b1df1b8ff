"""Regrading after a question has changed: the protocol of ``store.regrades``, its dataclasses and errors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from webapp.domain.attempt import Attempt
from webapp.domain.question import Verdict

Scope = Collection[str] | None
"""Learners to regrade, by the ids of their canonical records; None for the whole school."""


class StaleRegrade(Exception):
    """Attempts or grades have changed since the regrade was calculated: nothing was applied."""


@dataclass(frozen=True)
class Batch:
    """One regrade as applied, in one part or in several. ``undoes`` is the id of the batch that it undoes."""

    id: str
    text: str
    teacher: str
    reason: str
    undoes: str | None = None


@dataclass(frozen=True)
class Change:
    """A new grade of an attempt, as the attempt with that grade; ``version`` is the question's version that it follows.

    ``before`` and ``after`` are the question's mark and the most it could be, in points; ``rules`` is the code of the
    marking rules by which the earlier one was calculated.
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
"""Calculates the standing of a question (by id) from a learner's tries at it. Pure."""
CalculateAnyStanding = Callable[[str, str, Sequence[Attempt]], RecalculatedStanding | None]
"""The same for any text (by slug): None where the question no longer exists."""


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
        """Number of attempts graded by each version of a question, by text and question; read from the counters."""

    def rules(self, school: str, text: str | None = None) -> dict[tuple[str, str], frozenset[str]]:
        """Codes of the marking rules behind standings, by text and question: the first and the last by alphabet.

        Any code that differs from today's shows in one of the two. Questions without a recorded code are left out.
        """

    def tries(self, school: str, text: str, questions: Collection[str], scope: Scope) -> list[tuple[str, Attempt]]:
        """Attempts at these questions, each with its learner, in the order of recording.

        They have their present grades, and the numbers they were recorded with.
        """

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
        *,
        go_on: bool = False,
    ) -> bool:
        """Write all changes and the standings that follow, in one transaction; False if this batch was applied before.

        ``go_on``: the changes are a further part of a batch that may be there already. ``bodies`` has version and body
        of the present questions. StaleRegrade where the :func:`grades_fingerprint` of the attempts at ``questions`` is
        no longer ``seen``.
        """

    def batches(self, school: str, text: str) -> list[AppliedBatch]:
        """Batches applied to a text, the latest first."""

    def rows(self, school: str, batch: str, learners: Scope = None) -> list[dict[str, Any]]:
        """Rows of a batch: ``learner``, ``question``, ``try_id``, ``number``, and ``old``, the grade before it.

        Of these ``learners`` alone, if given.
        """

    def learners(self, school: str, text: str, after: str, most: int, batch: str | None = None) -> list[str]:
        """Ids of up to ``most`` learners who have answered a text, in their order, beginning behind ``after``.

        With ``batch``: whom it regraded.
        """


def grades_fingerprint(tries: Sequence[tuple[str, Attempt]]) -> str:
    """Digest of the grades that a change was calculated from."""
    return "|".join(
        f"{attempt.learner}/{attempt.id}/{attempt.regraded.times if attempt.regraded else 0}" for _, attempt in tries
    )
