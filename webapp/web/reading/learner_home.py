"""The learner's home on the library page: where reading goes on, and words due today; and the text to read next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from webapp.assessment.progress import Progress
from webapp.assessment.words_to_review import words_to_review
from webapp.content import Lesson
from webapp.web.framework.services import current_services, school_store

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
"""Levels of texts, the easiest first."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class LearnerHome:
    """What the library page says to a reader before it lists the texts."""

    goes_on: Progress | None
    """Text that was answered last among those that are not finished."""
    words: int
    """Saved words to review today."""


def learner_home(learner: str, shelf: Iterable[Progress]) -> LearnerHome:
    """What concerns this reader now."""
    store, school = school_store()
    words = words_to_review(store, school, learner, current_services().config.now())
    return LearnerHome(_goes_on(shelf), len(words))


def next_text(lesson: Lesson, learner: str | None) -> Lesson | None:
    """Text to read after this one: of those that the reader has not begun, the nearest in level."""
    library, (store, school) = current_services().library, school_store()
    begun = {lesson.slug, *(store.texts_of(school, learner) if learner else ())}
    offered = (text for text in library.listed(complete=True) if not text.settings.archived and text.slug not in begun)
    nearest = min(offered, key=lambda text: (_apart(text.settings.level, lesson), text.settings.title), default=None)
    return nearest.lesson if nearest else None


def _goes_on(shelf: Iterable[Progress]) -> Progress | None:
    begun = [progress for progress in shelf if progress.started and progress.first_unanswered_place]
    return max(begun, key=lambda progress: progress.last_answer or _NEVER, default=None)


def _apart(level: str, lesson: Lesson) -> tuple[int, bool]:
    """Steps between two levels; at the same distance, the easier one comes first."""
    steps = LEVELS.index(level) - LEVELS.index(lesson.settings.level)
    return abs(steps), steps > 0
