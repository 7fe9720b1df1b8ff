"""Attempts, with their regrades, their marks by hand and the learner who made them. Immutable. Stored word: try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from webapp.domain.question import Part, Response, Verdict


@dataclass(frozen=True)
class RegradeSummary:
    """The latest regrade of an attempt, its time and its reason; ``version`` of the question grades it now.

    ``before`` and ``after`` are the question's mark in points, out of ``most_before`` and ``most_after``. ``times``
    counts the attempt's regrades.
    """

    batch: str
    version: str
    at: datetime
    reason: str
    before: float
    most_before: float
    after: float
    most_after: float
    times: int


@dataclass(frozen=True)
class Attempt:
    """One recorded answer. ``id`` names the form and the question; ``number`` counts from 1 for this question."""

    id: str
    school: str
    learner: str
    text: str
    question: str
    version: str
    number: int
    response: Response
    label: str
    shown: tuple[str, ...]
    verdict: Verdict
    earned: float
    possible: float
    why: str
    note: str
    tolerance_level: str | None
    parts: tuple[Part, ...]
    hints: int
    seconds: float
    at: datetime
    support: tuple[str, ...] = ()
    """Reading aids that were used, as short tokens: ``tashkeel:all``, ``word:1.12``, ``aloud``."""
    unsure: str = ""
    """The reason why the program is not sure of its grade; empty where it is sure."""
    regraded: RegradeSummary | None = None
    """The regrade behind the present grade, if it differs from the recorded one; ``version`` stays the answered one."""
    by_hand: float | None = None
    """The mark by hand that counts, in points. Filled in only where all attempts are read at once, for exports; for one
    learner the marks are read beside the attempts."""
    record: str = ""
    """The record in which it was made, if that was merged into the learner's; empty for the learner's own."""

    @property
    def undecided(self) -> bool:
        """True where the program is not sure of an answer that was handed in as it is: a teacher may decide."""
        return bool(self.unsure) and self.verdict != "nearly" and self.by_hand is None


class AttemptFigures(NamedTuple):
    """An attempt as statistics need it: with the grade that counts, without what was answered.

    A class has tens of thousands, which are read and made in less than half the time of whole attempts.
    """

    id: str
    learner: str
    text: str
    question: str
    number: int
    label: str
    verdict: Verdict
    earned: float
    possible: float
    hints: int
    seconds: float
    unsure: str
    at: datetime

    @property
    def undecided(self) -> bool:
        """True where the program is not sure of an answer that was handed in as it is: a teacher may decide."""
        return bool(self.unsure) and self.verdict != "nearly"


@dataclass(frozen=True)
class ManualMark:
    """A mark that a person gave for one attempt. The latest mark of an attempt counts; earlier ones stay."""

    id: str
    school: str
    learner: str
    text: str
    question: str
    try_id: str
    points: float
    comment: str
    marker: str
    at: datetime
    detail: tuple[float, ...] = ()
    """The points by criterion of the rubric; empty where they were given as one."""


@dataclass(frozen=True)
class Learner:
    """A reader without an account: an id in a signed cookie, and a code that opens the record on another device."""

    school: str
    id: str
    code: str
    created: datetime
