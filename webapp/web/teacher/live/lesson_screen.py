"""The screen of a live lesson as values: what is shown of which step, and who stands where."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.content import Lesson
from webapp.domain.people import SchoolClass
from webapp.domain.question import ParagraphRef
from webapp.domain.text import short_digest
from webapp.store.protocols.live_lessons import LiveLesson
from webapp.web.framework.preferences import prefs


@dataclass(frozen=True)
class ScreenParts:
    """Parts of the screen that are shown: the rest for one step each, 0 for none.

    Names are shown on this device alone, for the whole lesson, and never by the projector.
    """

    names: bool = False
    answer: int = 0
    evidence: int = 0


@dataclass(frozen=True)
class Stop:
    """One step of the text, and the learners at it: ``names`` are empty unless they are shown."""

    step: int
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Screen:
    """A lesson in progress, and the selected step; ``last`` is the last step there is."""

    klass: SchoolClass
    live: LiveLesson
    lesson: Lesson
    step: int
    last: int
    shown: ScreenParts
    in_exam: bool = False
    """An exam of the class covers the selected step: neither its text nor its questions are shown."""

    @property
    def place(self) -> ParagraphRef:
        """Place of the selected step."""
        return self.step if self.step <= len(self.lesson.text.paragraphs) else "whole"

    @property
    def tag(self) -> str:
        """Entity tag that changes with everything on the screen."""
        looks = prefs()
        versions = [item.version for item in self.lesson.items]
        parts = [
            vars(self.shown),
            self.in_exam,
            looks.digits,
            looks.language,
            looks.tashkeel,
            self.lesson.text.digest,
            versions,
        ]
        return f"{self.live.id}.{self.live.version}.{self.step}.{short_digest(parts, 8)}"
