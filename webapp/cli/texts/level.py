"""``fahm level``: the level of a text estimated from what can be counted, with its parts and how readers did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from webapp.analysis.levels.level_words import part_words, pulls_words, range_words, readers_words, unknown_words
from webapp.analysis.levels.readers_results import ENOUGH_READERS
from webapp.analysis.levels.text_level import TextLevel, level_of
from webapp.cli.texts.named_lesson import named_lesson
from webapp.content.library import Library
from webapp.domain.problem import both, of_message
from webapp.store.protocols.store import Counts


def level_of_text(content: Path, slug: str, counts: Sequence[Counts]) -> TextLevel:
    """Estimate a text beside the others of its folder, with the counters of all texts. UserError for an unknown one."""
    lesson = named_lesson(content, slug)
    lessons = Library(content).snapshot.lessons
    return level_of(lessons.get(lesson.slug, lesson), lessons.values(), counts)


def as_object(level: TextLevel) -> dict[str, Any]:
    """The object that ``fahm level --json`` prints."""
    estimate, result = level.estimate, level.readers.result
    return {
        "text": estimate.slug,
        "declared": estimate.declared,
        "range": list(estimate.levels) if estimate.levels else None,
        "fits": estimate.fits if estimate.levels else None,
        "parts": [
            {
                "part": part.measure,
                "figure": round(part.figure, 2),
                "below": part.below,
                "others": part.others,
                "weighed": part.weighed,
                "level": part.nearest or None,
                "pull": part.pull or None,
            }
            for part in estimate.parts
        ],
        "unknown": list(estimate.unknown),
        "readers": {
            "readers": result.readers,
            "needed": ENOUGH_READERS,
            "right": result.share,
            "others": level.readers.others,
            "easier_for_readers": level.readers.easier_for_readers,
            "easier_by_estimate": level.readers.easier_by_estimate,
        },
    }


def lines(level: TextLevel) -> Iterator[str]:
    """Lines for a terminal, Arabic last in each."""
    yield range_words(level.estimate)
    if pulls := pulls_words(level.estimate):
        yield pulls
    for part in level.estimate.parts:
        words = part_words(part)
        told = [words.figure, words.beside, words.level, words.pull]
        yield f"  {_joined(words.name, told)}"
    if unknown := unknown_words(level.estimate):
        yield unknown
    yield readers_words(level.readers)


def _joined(name: str, told: Sequence[str]) -> str:
    known = [of_message(words) for words in told if words]
    english, arabic = ", ".join(words.en for words in known), "، ".join(words.ar for words in known)
    return both(en=f"{of_message(name).en}: {english}", ar=f"{of_message(name).ar}: {arabic}")
