"""Keeping what readers do: the protocol of domain methods, and what goes in and comes out.

Whoever calls sees no SQL and no driver. Every method that writes returns only after the commit; what cannot
be kept raises :class:`StoreUnavailable`, so that nobody is told that an answer is safe when it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from webapp.domain.attempt import Attempt, Learner, ManualMark
from webapp.domain.problem import both
from webapp.domain.question import Part, Response, Verdict
from webapp.store.protocols.class_reports import ClassReports
from webapp.store.protocols.live_lessons import LiveLessons
from webapp.store.protocols.manual_marks import ManualMarks
from webapp.store.protocols.people import People
from webapp.store.protocols.regrades import Regrades
from webapp.store.protocols.vocabulary import KeptWord, Origin, Review, SavedWords, Schedule, WordHome

__all__ = ["KeptWord", "Origin", "Review", "Schedule", "WordHome"]  # handed on: they belong to the store's protocol


class StoreUnavailable(Exception):
    """The store cannot answer, or cannot keep what it was given: nothing was recorded. The cause is chained."""


class NewerDatabase(StoreUnavailable):
    """The database was written by a newer Fahm: this one would not understand it. ``en`` and ``ar`` say so."""

    def __init__(self, *, en: str, ar: str) -> None:
        super().__init__(both(en=en, ar=ar))
        self.en, self.ar = en, ar


@dataclass(frozen=True)
class Submission:
    """One answer as handed in. ``id`` is made when the form is drawn, so that a repeated post is one try."""

    id: str
    school: str
    learner: str
    text: str
    question: str
    version: str
    version_body: str
    response: Response
    label: str
    shown: tuple[str, ...]
    seconds: float
    at: datetime
    support: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """A judged submission, by ``rules``; ``standing_earned`` becomes the question's mark."""

    verdict: Verdict
    earned: float
    possible: float
    why: str
    note: str
    rung: str | None
    parts: tuple[Part, ...]
    standing_earned: float
    settled: bool
    rules: str = ""


Judge = Callable[[Sequence[Attempt]], Judged | Attempt | None]
"""Marks a submission in the light of the earlier tries of its question. Pure. One of those tries when the submission
only repeats it, and nothing is recorded; None when no try is left."""


@dataclass(frozen=True)
class Recorded:
    """Outcome of recording a submission.

    ``try_`` is None when no try was left. ``repeated``: the form had been handed in before, and its first answer
    stands; ``same`` says whether the second answer was equal to it. ``said_before``: a new form gave the answer of an
    earlier try, which ``try_`` is, and no try was counted.
    """

    try_: Attempt | None
    repeated: bool = False
    same: bool = True
    said_before: bool = False


@dataclass(frozen=True)
class Standing:
    """A learner's total at one question, updated with each attempt, hint and mark.

    ``verdict``, ``possible``, ``last_try`` and ``at`` are the last try's; ``tries`` counts all of them.
    """

    question: str
    tries: int
    hints: int
    verdict: Verdict
    earned: float
    possible: float
    settled: bool
    last_try: str
    at: datetime
    records: int = 1
    """How many records of the learner it was worked out from: more than one after a merge."""
    rules: str = ""
    """The rules by which it was worked out (``grading.Rules.code``); empty where that was not written down."""


@dataclass(frozen=True)
class Counts:
    """Counters of one version of a question; ``earned`` is the sum of points over all attempts."""

    text: str
    question: str
    version: str
    tries: int
    accepted: int
    first_tries: int
    first_accepted: int
    earned: float


class Store(SavedWords, Protocol):
    """The record of all schools. Safe to share among threads, and among processes that open the same one."""

    people: People
    """Teachers, classes, and who is in them."""
    live: LiveLessons
    """Lessons that a class reads together."""
    reports: ClassReports
    """The record of many learners at once."""
    markers: ManualMarks
    regrades: Regrades
    """Open answers with what teachers give for them; and what a changed question makes of earlier answers."""

    def add_learner(self, school: str, learner_id: str) -> Learner:
        """The learner with this id, made with a fresh code if there is none yet."""

    def learner(self, school: str, learner_id: str) -> Learner | None:
        """The learner with this id, or the one whose record that one's counts as part of."""

    def learner_by_code(self, school: str, code: str) -> Learner | None:
        """The learner whose code this is, however it was typed: case, spaces, hyphens, Arabic digits."""

    def record(self, submission: Submission, judge: Judge) -> Recorded:
        """Judge one submission and record it as an attempt, in one transaction. Creates the learner if missing."""

    def record_all(self, submissions: Iterable[tuple[Submission, Judge]]) -> list[Recorded]:
        """Record several, all or none, in one transaction; in the order given."""

    def tries(self, school: str, learner: str, text: str, question: str | None = None) -> list[Attempt]:
        """A learner's attempts in a text, or at one question, in the order of recording."""

    def standings(self, school: str, learner: str, text: str) -> dict[str, Standing]:
        """A learner's standings in a text, by question; without unanswered questions."""

    def texts_of(self, school: str, learner: str) -> list[str]:
        """The texts in which a learner has tried a question, the latest first."""

    def counts(self, school: str, text: str) -> list[Counts]:
        """The counters of a text, a row for each version of each question that was tried."""

    def version_body(self, school: str, text: str, question: str, version: str) -> str | None:
        """The question as it was when that version of it was answered."""

    def add_hint(self, school: str, learner: str, text: str, question: str, most: int) -> int:
        """Show one more hint, up to ``most``; how many are shown now. Makes the learner if need be."""

    def hint_counts(self, school: str, learner: str, text: str) -> dict[str, int]:
        """Numbers of hints shown, by question; without questions that have none."""

    def save_drafts(self, school: str, learner: str, text: str, drafts: Mapping[str, Response]) -> None:
        """Keep what is typed but not handed in, by question; an empty response deletes. Makes the learner too."""

    def drafts(self, school: str, learner: str, text: str) -> dict[str, Response]:
        """Drafts (typed but not handed in), by question."""

    def all_tries(self, school: str | None = None, text: str | None = None) -> Iterator[Attempt]:
        """Iterate over all attempts by time and then id, as of the moment of the first.

        Those of a learner with merged records are numbered from 1 in that order; ``by_hand`` is filled in.
        """

    def add_mark(self, school: str, learner: str, try_id: str, points: float, comment: str, marker: str) -> ManualMark:
        """Record a manual mark of an attempt; a later mark counts in its place, and both are kept.

        It becomes what the question has earned, if the try is its last. ValueError when there is no such try, or
        when ``points`` are fewer than none or more than the try's possible.
        """

    def marks(self, school: str, learner: str, text: str) -> dict[str, ManualMark]:
        """The manual marks that count in a text, by the attempt's id."""

    def unmarked(self, school: str, text: str | None = None) -> list[Attempt]:
        """Attempts that wait for a manual mark, the oldest first."""

    def code_failure(self, school: str, address: str) -> None:
        """Count a failed code from ``address``."""

    def code_failures_since(self, school: str, address: str, since: datetime) -> int:
        """Number of failed codes from ``since`` on. Kept for a day."""

    def check(self, deep: bool = True) -> dict[str, Any]:
        """The state of the store as plain data; ``deep`` reads all of it, which takes long when there is much."""

    def ready(self) -> None:
        """Write what changes nothing, as durably as an answer. StoreUnavailable where none could be kept now."""

    def backup(self, path: Path) -> None:
        """Copy everything into the file ``path`` while others go on writing. The file is there whole or not at all."""

    def close(self) -> None:
        """Let go of all files. To be called when nobody else is using the store."""
