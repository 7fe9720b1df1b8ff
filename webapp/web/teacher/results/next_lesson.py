"""Advice for the next lesson: the hardest questions of a class, and the paragraphs to read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from flask import url_for

from webapp.analysis.minimum_sample_sizes import FOR_FACILITY
from webapp.content import Item
from webapp.domain.people import SchoolClass
from webapp.web.framework.i18n import Said, pair
from webapp.web.teacher.results.class_results import Work, shortened

HARD = 0.6
"""Share of its points below which a question is worth a part of a lesson."""
MAX_SHOWN = 3


@dataclass(frozen=True)
class Hard:
    """A hard question: the class earned the ``share`` (0 to 1) of its points."""

    prompt: str
    address: str
    share: float
    said: Said


def hardest(klass: SchoolClass, works: Sequence[Work]) -> list[Hard]:
    """Questions at which most points were lost, the hardest first; empty where readers are too few to say so."""
    shares = sorted((row for work in works for row in _shares(work)), key=itemgetter(2))
    return [_hard(klass, work, item, share) for work, item, share in shares if share < HARD][:MAX_SHOWN]


def _shares(work: Work) -> Iterator[tuple[Work, Item, float]]:
    earned: dict[str, list[float]] = {}
    for cell in work.cells:
        if cell.earned is not None and cell.possible:
            earned.setdefault(cell.question, []).append(cell.earned / cell.possible)
    for item in work.lesson.items:
        shares = earned.get(item.question.id, ())
        if len(shares) >= FOR_FACILITY:
            yield work, item, sum(shares) / len(shares)


def _hard(klass: SchoolClass, work: Work, item: Item, share: float) -> Hard:
    address = url_for("desk.question_scores", class_id=klass.id, slug=work.lesson.slug, question=item.question.id)
    place, percent = item.question.paragraph, round(100 * share)
    if isinstance(place, int):
        said = pair("The class scored %(share)s%% on it. Read paragraph %(n)s together again.", share=percent, n=place)
    else:
        said = pair("The class scored %(share)s%% on it. It asks about the whole text.", share=percent)
    return Hard(shortened(item.question.prompt), address, share, said)
