"""Assignments: a text, or some of its paragraphs, given to classes or named learners. Immutable, without a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from webapp.domain.question import ParagraphRef
from webapp.domain.rules import Gate

ResultsRule = Literal["at-once", "after-close", "by-hand"]
"""Time at which the results of an exam are told: at its hand-in, once it is closed for all, or by the teacher."""
RESULTS_RULES: tuple[ResultsRule, ...] = ("at-once", "after-close", "by-hand")
AssignmentState = Literal["not-open", "open", "late", "closed"]
"""``late``: after the due time, before the closing time."""
MAX_NOTE = 500
MAX_REASON = 200
MAX_MINUTES = 600
MAX_TRIES = 10


@dataclass(frozen=True)
class AssignmentRules:
    """Rules of an assignment; None leaves what the text's file says.

    ``exam`` makes an exam of a practice text; a text whose file says exam stays one. ``minutes``: time limit of a
    sitting. ``shuffle``: another order of the questions of a place for each learner.
    """

    exam: bool = False
    gate: Gate | None = None
    tries: int | None = None
    minutes: int | None = None
    shuffle: bool = False
    results: ResultsRule = "by-hand"


@dataclass(frozen=True)
class NewAssignment:
    """An assignment as a teacher writes it. Without ``places`` it is of the whole text. Times are in UTC."""

    text: str
    places: tuple[ParagraphRef, ...] = ()
    classes: tuple[str, ...] = ()
    learners: tuple[str, ...] = ()
    """Learners who have it besides the whole classes."""
    opens: datetime | None = None
    due: datetime | None = None
    closes: datetime | None = None
    rules: AssignmentRules = AssignmentRules()
    note: str = ""
    """A line for the learners."""


@dataclass(frozen=True)
class Assignment:
    """A stored assignment, with the fields of :class:`NewAssignment`."""

    school: str
    id: str
    text: str
    places: tuple[ParagraphRef, ...]
    classes: tuple[str, ...]
    learners: tuple[str, ...]
    opens: datetime | None
    due: datetime | None
    closes: datetime | None
    rules: AssignmentRules
    teacher: str
    created: datetime
    removed: datetime | None
    note: str
    exam_from: datetime | None = None
    """Time at which an exam was made of it, where it was given as practice."""

    @property
    def exam_since(self) -> datetime | None:
        """Time from which a hand-in is of this exam; None for practice."""
        return self.exam_from or self.created if self.rules.exam or self.rules.minutes is not None else None

    def as_new(self) -> NewAssignment:
        """The part that a teacher writes, to change some of it."""
        times = (self.opens, self.due, self.closes)
        return NewAssignment(self.text, self.places, self.classes, self.learners, *times, self.rules, self.note)


@dataclass(frozen=True)
class NewAllowance:
    """An allowance as a teacher gives it."""

    learner: str
    by: str
    extra_minutes: int = 0
    extra_tries: int = 0
    due: datetime | None = None
    closes: datetime | None = None
    excused: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Allowance:
    """A learner's exceptions from an assignment. Only added to: the latest one counts, whole."""

    learner: str
    extra_minutes: int
    extra_tries: int
    due: datetime | None
    closes: datetime | None
    excused: bool
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class LearnersAssignment:
    """An assignment as it is for one learner; ``class_id`` is empty for one who is named in it."""

    assignment: Assignment
    class_id: str
    allowance: Allowance | None
    learner: str = ""
    joined: datetime | None = None
    """Time at which the learner joined the class; None for one who is named in it."""
    began: datetime | None = None
    """Time at which the learner began it as an exam with a time limit, or it was reopened for the learner."""
    left: bool = False
    """It is theirs no longer, but they have begun or handed it in, and its results are not told to all."""
    handed_in: datetime | None = None
    """Time at which the learner first handed its paragraphs in since it was given, where it is an exam."""
    without: tuple[ParagraphRef, ...] = ()
    """Paragraphs that the learner has begun or handed in under another exam."""

    @property
    def text(self) -> str:
        """Slug of the text."""
        return self.assignment.text

    @property
    def opens(self) -> datetime | None:
        """Opening time."""
        return self.assignment.opens

    @property
    def due(self) -> datetime | None:
        """Due time, with the allowance."""
        return (self.allowance and self.allowance.due) or self.assignment.due

    @property
    def closes(self) -> datetime | None:
        """Closing time, with the allowance; a later due time moves it along."""
        closes = (self.allowance and self.allowance.closes) or self.assignment.closes
        later = self.allowance.due if self.allowance else None
        return max(closes, later) if closes and later else closes

    @property
    def minutes(self) -> int | None:
        """Time limit of a sitting, with the allowance; None without one."""
        if self.assignment.rules.minutes is None:
            return None
        return self.assignment.rules.minutes + (self.allowance.extra_minutes if self.allowance else 0)

    @property
    def extra_tries(self) -> int:
        """Tries of each question more than the others have."""
        return self.allowance.extra_tries if self.allowance else 0

    @property
    def is_exam(self) -> bool:
        """It makes an exam of its text, or gives one a time limit."""
        return self.assignment.rules.exam or self.assignment.rules.minutes is not None

    @property
    def since(self) -> datetime:
        """Time from which the learner has it."""
        created = self.assignment.created
        return max(created, self.joined) if self.joined else created

    @property
    def typed_since(self) -> datetime | None:
        """Time from which what is typed is of this exam; None for practice."""
        return (self.began or self.assignment.exam_since) if self.is_exam else None

    @property
    def answered_since(self) -> datetime | None:
        """Time from which attempts are of this exam; None for practice.

        What was answered before the learner joined is not, unless it was handed in: the learner was moved.
        """
        since = self.typed_since
        moved = self.handed_in is not None and self.handed_in < self.since
        return since if since is None or self.began or moved else max(since, self.since)

    @property
    def excused(self) -> bool:
        """The learner need not do it."""
        return self.allowance is not None and self.allowance.excused

    def state(self, now: datetime) -> AssignmentState:
        """State at a time; each of the times themselves belongs to the earlier state, the opening to the later."""
        if self.opens and now < self.opens:
            return "not-open"
        if self.closes and now > self.closes:
            return "closed"
        return "late" if self.due and now > self.due else "open"
