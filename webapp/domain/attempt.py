"""Attempts and what is known of them: regradings, marks given by hand, and the learner who made them. Immutable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webapp.domain.question import Part, Response, Verdict


@dataclass(frozen=True)
class RegradeSummary:
    """The latest regrading of a try: by which ``version`` of the question it is graded now, when and why.

    ``before`` and ``after`` are the question's mark in points, of ``most_before`` and ``most_after``. ``times`` counts
    the try's regradings.
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
    rung: str | None
    parts: tuple[Part, ...]
    hints: int
    seconds: float
    at: datetime
    support: tuple[str, ...] = ()
    """What helped while reading, as short tokens: ``tashkeel:all``, ``word:1.12``, ``aloud``."""
    regraded: RegradeSummary | None = None
    """How it came to its present grade, where that is not the one of the day; ``version`` stays what was answered."""
    by_hand: float | None = None
    """What a person gave for it and counts, in points. Filled in where all tries are read at once, for exports; whoever
    reads one learner's asks for the marks beside them."""


@dataclass(frozen=True)
class ManualMark:
    """What a person gave for one try, by hand. The latest mark of a try counts; the earlier ones stay."""

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
    """A reader without an account: an id in a signed cookie, and a code that brings the record to another device."""

    school: str
    id: str
    code: str
    created: datetime
