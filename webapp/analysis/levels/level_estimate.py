"""A text's level, estimated by a small rule from its measures; docs/levels.md explains it.

Each measure that is weighed has a mark for each level: the figure of a text that is just of this level in this respect.
The places of the measures between their marks are averaged, and the range is the two levels around the average.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from webapp.analysis.levels.text_measures import Measure, measures, shelf_words
from webapp.assessment.next_text import LEVELS
from webapp.content import Lesson

MARKS: Mapping[Measure, tuple[float, ...]] = {
    "sentence-mean": (4, 6, 9, 13, 18, 25),
    "sentence-longest": (6, 9, 16, 24, 34, 45),
    "clause-words": (0, 2, 4, 6, 8, 10),
    "ambiguous": (5, 10, 18, 27, 38, 50),
    "rare-words": (10, 20, 30, 40, 50, 60),
}
"""Figures of texts from A1 to C2. The other measures are told, and weigh nothing."""
LEAST_WEIGHED = 3
"""Measures that must be known for a range."""
PULLS_FROM = 0.75
"""Levels by which a measure must be away from the average to be named as pulling up or down."""
Pull = Literal["up", "down", ""]
Figures = Mapping[Measure, float | None]


@dataclass(frozen=True)
class LevelPart:
    """One measure of a text: its figure, and where the text stands in it beside the others of the shelf."""

    measure: Measure
    figure: float
    below: int
    """Other texts with a smaller figure."""
    others: int
    """Other texts with any figure."""
    place: float | None
    """Its place on the scale of levels, counted from 0; None where it weighs nothing."""
    pull: Pull = ""
    """Direction in which it draws the estimate, where it is far from the average."""

    @property
    def weighed(self) -> bool:
        """It is part of the rule."""
        return self.place is not None

    @property
    def nearest(self) -> str:
        """The level that its figure alone would speak for; empty where it weighs nothing."""
        return LEVELS[round(self.place)] if self.place is not None else ""


@dataclass(frozen=True)
class LevelEstimate:
    """Measures of a text, and the range of levels that the rule makes of them."""

    slug: str
    declared: str
    parts: tuple[LevelPart, ...]
    unknown: tuple[Measure, ...]
    """Measures of the rule that are not known: without a words file, or without enough other texts."""
    average: float | None
    """Average of the places, by which texts are put in order; None where too few measures are known."""

    @property
    def levels(self) -> tuple[str, str] | None:
        """The two levels of the range; None where too few measures are known."""
        return level_range(self.average) if self.average is not None else None

    @property
    def fits(self) -> bool:
        """The range holds the declared level."""
        return self.levels is not None and self.declared in self.levels


def estimate_level(slug: str, declared: str, shelf: Mapping[str, Figures]) -> LevelEstimate:
    """Estimate the level of a text beside the others of its shelf, with the reasons."""
    own, rest = shelf[slug], [figures for name, figures in shelf.items() if name != slug]
    average = average_place(own)
    parts = [_part(name, figure, rest, average) for name, figure in own.items() if figure is not None]
    unknown = tuple(name for name in MARKS if own[name] is None)
    return LevelEstimate(slug, declared, tuple(parts), unknown, average)


def shelf_measures(texts: Sequence[Lesson]) -> dict[str, Figures]:
    """The measures of all texts of a shelf by their slugs, each beside the others."""
    words = shelf_words(texts)
    return {text.slug: measures(text, words) for text in texts}


def average_place(figures: Figures) -> float | None:
    """The average of a text's places on the scale; None where too few are known."""
    known = [place_on_scale(figure, marks) for name, marks in MARKS.items() if (figure := figures[name]) is not None]
    return sum(known) / len(known) if len(known) >= LEAST_WEIGHED else None


def place_on_scale(figure: float, marks: Sequence[float]) -> float:
    """The level that a figure speaks for, counted from 0, with its way to the next mark."""
    for level, (mark, following) in enumerate(pairwise(marks)):
        if figure < following:
            return level + max(0.0, figure - mark) / (following - mark)
    return float(len(marks) - 1)


def level_range(average: float) -> tuple[str, str]:
    """The two neighbouring levels around an average."""
    lower = min(int(average), len(LEVELS) - 2)
    return LEVELS[lower], LEVELS[lower + 1]


def _part(name: Measure, figure: float, rest: Sequence[Figures], average: float | None) -> LevelPart:
    beside = [other for figures in rest if (other := figures[name]) is not None]
    place = place_on_scale(figure, MARKS[name]) if name in MARKS else None
    away = place - average if place is not None and average is not None else 0.0
    pull: Pull = "up" if away >= PULLS_FROM else "down" if away <= -PULLS_FROM else ""
    return LevelPart(name, figure, sum(other < figure for other in beside), len(beside), place, pull)
