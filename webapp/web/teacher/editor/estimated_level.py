"""The estimated level of a text as its settings show it: the range, the parts as rows, how readers did."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.analysis.levels.level_words import part_words, pulls_words, range_words, readers_words, unknown_words
from webapp.analysis.levels.text_level import level_of
from webapp.arabic.normalize import fold_digits
from webapp.content import Lesson
from webapp.domain.problem import of_message
from webapp.web.framework.i18n import Said
from webapp.web.framework.preferences import prefs
from webapp.web.framework.services import current_services, school_store


@dataclass(frozen=True)
class LevelView:
    """An estimate in the words of the page."""

    range: Said
    pulls: Said | None
    """The parts that pull it up and down."""
    readers: Said
    unknown: Said | None
    rows: list[list[Said]]
    """For each part: its name, its figure, its standing among the others, its level with its pull."""


def level_view(lesson: Lesson | None) -> LevelView | None:
    """Estimate the level of a text as its makers have it; None where it cannot be read."""
    if lesson is None:
        return None
    store, school = school_store()
    level = level_of(lesson, current_services().library.snapshot.lessons.values(), store.counts(school))
    unknown, pulls = unknown_words(level.estimate), pulls_words(level.estimate)
    rows = []
    for part in level.estimate.parts:
        words = part_words(part)
        pulled = _said(words.level, words.pull) if words.pull else _said(words.level)
        rows.append([_said(words.name), _said(words.figure), _said(words.beside), pulled])
    told, readers = _said(range_words(level.estimate)), _said(readers_words(level.readers))
    return LevelView(told, _said(pulls) if pulls else None, readers, _said(unknown) if unknown else None, rows)


def _said(*messages: str) -> Said:
    """Messages as one, in the digits that the reader has chosen."""
    known = [of_message(message) for message in messages]
    arabic = "، ".join(message.ar for message in known)
    return Said(
        ar=arabic if prefs().digits == "arab" else fold_digits(arabic), en=", ".join(message.en for message in known)
    )
