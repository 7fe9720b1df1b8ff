"""Recorded state of one learner in one text, which a page and an answer need together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webapp.domain.attempt import Attempt, ManualMark
from webapp.domain.question import Response
from webapp.store.protocols.live_lessons import LiveLesson


@dataclass(frozen=True)
class ReadingState:
    """Everything that is recorded of a learner in a text; empty for a newcomer."""

    attempts: Sequence[Attempt] = ()
    """In the order of recording."""
    marks: Mapping[str, ManualMark] = field(default_factory=dict)
    """Manual marks that count, by the attempt's id."""
    hints: Mapping[str, int] = field(default_factory=dict)
    """Numbers of hints shown, by question."""
    drafts: Mapping[str, Response] = field(default_factory=dict)
    """Typed answers that were not submitted, by question."""
    lessons: Sequence[LiveLesson] = ()
    """Live lessons of the learner's classes."""
    in_class: bool = False
    """The learner is in a class: a teacher reads what the program does not mark."""
    in_exam: bool = False
    """A class is writing an exam that is made of the text, and the learner is in none."""
