"""The estimated level of one text of a library, and the results of its readers beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.analysis.levels.level_estimate import LevelEstimate, average_place, estimate_level, shelf_measures
from webapp.analysis.levels.readers_results import ReadersComparison, compare_with_readers
from webapp.content import Lesson
from webapp.store.protocols.store import Counts


@dataclass(frozen=True)
class TextLevel:
    """The estimate of a text, and the results of its readers."""

    estimate: LevelEstimate
    readers: ReadersComparison


def level_of(lesson: Lesson, library: Iterable[Lesson], counts: Sequence[Counts]) -> TextLevel:
    """Estimate a text, as it is given, beside the texts of a library that are not archived."""
    others = [text for text in library if text.slug != lesson.slug and not text.settings.archived]
    figures = shelf_measures([lesson, *others])
    averages = {name: average_place(measured) for name, measured in figures.items()}
    estimate = estimate_level(lesson.slug, lesson.settings.level, figures)
    return TextLevel(estimate, compare_with_readers(lesson, others, averages, counts))
