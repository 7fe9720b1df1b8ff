"""The grade of an attempt that counts: what was recorded, or what its latest regrading put in its place."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.domain.attempt import Attempt
from webapp.domain.question import Part, Verdict


@dataclass(frozen=True)
class EffectiveGrade:
    """The grade of one attempt by one version of its question."""

    version: str
    verdict: Verdict
    earned: float
    possible: float
    why: str
    note: str
    tolerance_level: str | None
    parts: tuple[Part, ...]
    unsure: str = ""
    """The reason why the program is not sure of it; empty where it is sure."""
    rules: str = ""
    """By which rules the question's mark was worked out, where that was written down beside it."""


def effective_grade(attempt: Attempt) -> EffectiveGrade:
    """Return the grade of an attempt that counts."""
    version = attempt.regraded.version if attempt.regraded else attempt.version
    return EffectiveGrade(
        version,
        attempt.verdict,
        attempt.earned,
        attempt.possible,
        attempt.why,
        attempt.note,
        attempt.tolerance_level,
        attempt.parts,
        attempt.unsure,
    )
