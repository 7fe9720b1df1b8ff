"""Score matrix: the points of each learner (row) at each question (column), as the item statistics need them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class QuestionScore:
    """The current score of one learner at one question, in points; countback and manual marks are included.

    ``earned`` is None while the answer waits for a person's mark.
    """

    learner: str
    question: str
    earned: float | None
    possible: float


@dataclass(frozen=True)
class ScoreMatrix:
    """Marks in points, with a row for each learner and a column for each question. ``waiting`` counts answers without a
    mark by question; such a question has no column, since any number in their place would be made up."""

    learners: tuple[str, ...]
    questions: tuple[str, ...]
    marks: tuple[tuple[float | None, ...], ...]
    maxima: tuple[float, ...]
    waiting: Mapping[str, int]


def score_matrix(cells: Iterable[QuestionScore], maxima: Mapping[str, float]) -> ScoreMatrix:
    """Build the score matrix of the questions in ``maxima`` (present points), in its order, without those of 0 points.

    A mark out of other points than the question has now (it was changed since) is scaled. Cells of other questions are
    passed over; a learner without any cell that counts has no row. What was not answered is None.
    """
    by_learner: dict[str, dict[str, float | None]] = defaultdict(dict)
    waiting: Counter[str] = Counter()
    for cell in cells:
        if maxima.get(cell.question, 0) > 0:
            by_learner[cell.learner][cell.question] = _scaled(cell, maxima[cell.question])
            waiting[cell.question] += cell.earned is None
    waits = {question: number for question, number in waiting.items() if number}
    questions = tuple(question for question in maxima if maxima[question] > 0 and question not in waits)
    learners = tuple(sorted(by_learner))
    marks = tuple(tuple(by_learner[learner].get(question) for question in questions) for learner in learners)
    return ScoreMatrix(learners, questions, marks, tuple(maxima[question] for question in questions), waits)


def _scaled(cell: QuestionScore, maximum: float) -> float | None:
    if cell.earned is None or cell.possible <= 0 or cell.possible == maximum:
        return cell.earned
    return cell.earned * maximum / cell.possible


def rest_scores(table: ScoreMatrix) -> dict[tuple[str, str], float]:
    """The share of the points (0 to 1) that a learner earned on all the other questions, by (learner, question)."""
    whole = math.fsum(table.maxima)
    rests = {}
    for learner, row in zip(table.learners, table.marks, strict=True):
        total = math.fsum(mark or 0.0 for mark in row)
        for question, mark, maximum in zip(table.questions, row, table.maxima, strict=True):
            if whole - maximum > 0:
                rests[learner, question] = (total - (mark or 0.0)) / (whole - maximum)
        if whole > 0:
            rests.update({(learner, question): total / whole for question in table.waiting})
    return rests
