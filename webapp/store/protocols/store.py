"""The store: its protocol of domain methods, dataclasses and errors.

Callers see no SQL and no driver. Every method that writes returns only after the commit; data that cannot be stored
raises :class:`StoreUnavailable`, so that no answer is acknowledged that is not safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from webapp.domain.attempt import Attempt, Learner, ManualMark
from webapp.domain.problem import both
from webapp.domain.question import Grade, Response, Verdict
from webapp.store.protocols.assignments import Assignments
from webapp.store.protocols.audit_log import AuditLog
from webapp.store.protocols.class_groups import ClassGroups
from webapp.store.protocols.class_reports import ClassReports
from webapp.store.protocols.content_versions import ContentVersions
from webapp.store.protocols.desk_work import DeskWork
from webapp.store.protocols.exams import Exams, HandIn
from webapp.store.protocols.grade_rules import GradeRules
from webapp.store.protocols.help_limits import HelpLimitsOfClasses
from webapp.store.protocols.joining import Joining
from webapp.store.protocols.live_lessons import LiveLessons
from webapp.store.protocols.manual_marks import ManualMarks
from webapp.store.protocols.notes import Notes
from webapp.store.protocols.people import People
from webapp.store.protocols.reading_state import ReadingState
from webapp.store.protocols.record_access import RecordAccess
from webapp.store.protocols.record_requests import RecordRequests
from webapp.store.protocols.regrades import Regrades
from webapp.store.protocols.sittings import Sittings
from webapp.store.protocols.text_makers import TextMakers
from webapp.store.protocols.vocabulary import KeptWord, Origin, Review, SavedWords, Schedule, WordHome

__all__ = ["KeptWord", "Origin", "Review", "Schedule", "WordHome"]  # re-exported: they belong to the store's protocol


class StoreUnavailable(Exception):
    """The store cannot answer, or cannot save what it was given: nothing was recorded. The cause is chained."""


class LearnerDeleted(StoreUnavailable):
    """A write for a record that was deleted while its request was handled: nothing is made anew under that id."""


class NewerDatabase(StoreUnavailable):
    """A newer Fahm wrote the database, and this one cannot read it. ``en`` and ``ar`` say so."""

    def __init__(self, *, en: str, ar: str) -> None:
        super().__init__(both(en=en, ar=ar))
        self.en, self.ar = en, ar


@dataclass(frozen=True)
class Submission:
    """One answer as submitted. ``id`` is made when the form is drawn, so that a repeated post is one try."""

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
    hand_in: HandIn | None = None
    """The exam that is handed in with this answer: noted in the same transaction."""


@dataclass(frozen=True)
class Judged:
    """A submission after marking, by ``rules``; ``standing_earned`` becomes the question's mark in points."""

    grade: Grade
    standing_earned: float
    settled: bool
    rules: str = ""


Judge = Callable[[Sequence[Attempt]], Judged | Attempt | None]
"""Marks a submission, given the earlier tries at its question. Pure. Returns one of those tries when the submission
only repeats it, and nothing is recorded; None when no try is left."""


@dataclass(frozen=True)
class Recorded:
    """Outcome of recording a submission.

    ``try_`` is None when no try was left. ``repeated``: the form had been submitted before, and its first answer
    counts; ``same`` says whether the second answer was equal to it. ``said_before``: a new form repeated the answer of
    an earlier try, which is ``try_``, and no try was counted.
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
    rules: str = ""
    """Code of the marking rules it was calculated by; empty where an earlier Fahm recorded none."""


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
    """The record of all schools. Safe to share among threads, and among processes that open the same database."""

    people: People
    """Teachers, classes and their members."""
    joining: Joining
    """Names taken from a class's list, and codes of classes that were replaced."""
    access: RecordAccess
    """Validity of cookies, tokens and cards of learners."""
    exams: Exams
    """Exams handed in, and results told to classes."""
    assignments: Assignments
    """Texts given to classes and learners."""
    sittings: Sittings
    """Starts of exams, hand-ins and their causes, and answers that came too late."""
    audit: AuditLog
    """Changes of accounts and records: by whom, when."""
    requests: RecordRequests
    """Requests of teachers about records that other teachers' classes have too."""
    live: LiveLessons
    """Lessons that a class reads together."""
    reports: ClassReports
    """Queries over many learners at once."""
    groups: ClassGroups
    """Groups inside classes."""
    grading: GradeRules
    """Rules of school grades, excused learners, words for parents."""
    help_limits: HelpLimitsOfClasses
    """Limits from which on a class lists who needs help."""
    versions: ContentVersions
    """Versions of question and words files."""
    makers: TextMakers
    """Teachers who may change each text."""
    manual_marks: ManualMarks
    notes: Notes
    desk_work: DeskWork
    regrades: Regrades
    """Manual marks of open answers; and regrades of answers to changed questions."""

    def add_learner(self, school: str, learner_id: str) -> Learner:
        """The learner with this id, created with a new code if there is none yet."""

    def learner(self, school: str, learner_id: str) -> Learner | None:
        """The learner with this id; for a merged record, the canonical one."""

    def learners(self, school: str, learner_ids: Sequence[str]) -> dict[str, Learner]:
        """These learners by id, canonical records; those that are not there are left out."""

    def learner_by_code(self, school: str, code: str) -> Learner | None:
        """The learner with this record code, whatever its case, spaces, hyphens and kind of digits."""

    def record(self, submission: Submission, judge: Judge) -> Recorded:
        """Judge one submission and record it as an attempt, in one transaction. Creates the learner if missing."""

    def record_all(self, submissions: Iterable[tuple[Submission, Judge]]) -> list[Recorded]:
        """Record several submissions in the order given, all or none, in one transaction."""

    def tries(self, school: str, learner: str, text: str, question: str | None = None) -> list[Attempt]:
        """A learner's attempts in a text, or at one question, in the order of recording."""

    def reading_state(self, school: str, learner: str, text: str, since: datetime | None = None) -> ReadingState:
        """All that is recorded of a learner in a text, drafts ``since`` a time, in as few statements as they need."""

    def reading_states(self, school: str, learner: str) -> dict[str, ReadingState]:
        """Attempts, marks and drafts of a learner by text, where there are any, in one statement for each of them."""

    def standings(self, school: str, learner: str, text: str) -> dict[str, Standing]:
        """A learner's standings in a text, by question; unanswered questions are left out."""

    def texts_of(self, school: str, learner: str) -> list[str]:
        """The texts in which a learner has tried a question, the latest first."""

    def counts(self, school: str, text: str | None = None) -> list[Counts]:
        """Counters of a text or of all texts, one for each version of each question that was tried."""

    def version_body(self, school: str, text: str, question: str, version: str) -> str | None:
        """Body of the question in the version that was answered."""

    def add_hint(self, school: str, learner: str, text: str, question: str, most: int) -> int:
        """Show one more hint, up to ``most``; return the number shown. Creates the learner if missing."""

    def hint_counts(self, school: str, learner: str, text: str) -> dict[str, int]:
        """Numbers of hints shown, by question; questions without any are left out."""

    def save_drafts(
        self,
        school: str,
        learner: str,
        text: str,
        drafts: Mapping[str, Response],
        written: datetime | None = None,
    ) -> None:
        """Save typed, unsubmitted answers by question; an empty one deletes. Creates the learner if missing.

        ``written``: when they were typed, where that was earlier; then what was saved after it stays.
        """

    def drafts(self, school: str, learner: str, text: str, since: datetime | None = None) -> dict[str, Response]:
        """Drafts (typed answers, not submitted), by question; those saved ``since`` a time, if one is named."""

    def all_tries(self, school: str | None = None, text: str | None = None) -> Iterator[Attempt]:
        """Iterate over all attempts by time and then id, as of the moment of the first.

        Those of a learner with merged records are numbered from 1 in that order; ``by_hand`` is filled in.
        """

    def add_mark(self, school: str, learner: str, try_id: str, points: float, comment: str, marker: str) -> ManualMark:
        """Record a manual mark of an attempt; a later mark counts in its place, and both are stored.

        Where the attempt is the question's last, its mark becomes the question's. ValueError when there is no such
        attempt, or when ``points`` are negative or more than the attempt's possible points.
        """

    def marks(self, school: str, learner: str, text: str) -> dict[str, ManualMark]:
        """Manual marks that count in a text, by the attempt's id."""

    def unmarked(self, school: str, text: str | None = None) -> list[Attempt]:
        """Attempts that wait for a manual mark, the oldest first."""

    def code_failure(self, school: str, address: str) -> None:
        """Count a failed code from ``address``."""

    def code_failures_since(self, school: str, address: str, since: datetime) -> int:
        """Number of failed codes from ``since`` on. Failures are stored for a day."""

    def reserve_code_failures(self, school: str, limits: Mapping[str, int], since: datetime) -> bool:
        """Count a failure for each address (or account) before it is known; False where one is at its limit.

        Atomic over all processes: of many guesses at once, no more than the limit are ever judged.
        """

    def reserve_once(self, school: str, once: str, address: str, limits: Sequence[tuple[int, datetime]]) -> bool:
        """Count ``address`` for ``once``, unless that was counted within a day; False where a limit is reached.

        A limit is a number, and the time from which it is counted. Committed together with the answers that wait.
        """

    def take_back_code_failures(self, school: str, addresses: Iterable[str]) -> None:
        """Take one failure of each back, when what was reserved turned out right."""

    def free_bytes(self) -> int | None:
        """Free space on the disk of the database, in bytes; None where it is not known."""

    def check(self, deep: bool = True) -> dict[str, Any]:
        """State of the store as plain data; ``deep`` reads the whole database, which takes long where it is large."""

    def ready(self) -> None:
        """Test writing: a durable write that changes nothing. StoreUnavailable where no answer could be stored now."""

    def backup(self, path: Path) -> None:
        """Copy the database into the file ``path`` while others write. The file is written whole or not at all."""

    def close(self) -> None:
        """Close all files. To be called when nobody else is using the store."""
