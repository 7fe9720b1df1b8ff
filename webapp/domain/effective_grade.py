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
    rung: str | None
    parts: tuple[Part, ...]
    rules: str = ""
    """By which rules the question's mark was worked out, where that was written down beside it."""


def effective_grade(one: Attempt) -> EffectiveGrade:
    """Return the grade of an attempt that counts."""
    version = one.regraded.version if one.regraded else one.version
    return EffectiveGrade(version, one.verdict, one.earned, one.possible, one.why, one.note, one.rung, one.parts)
