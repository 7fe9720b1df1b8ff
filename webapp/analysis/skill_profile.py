"""Skill profiles by process of comprehension: share earned, its confidence interval, the questions behind it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.analysis.confidence_intervals import Interval, mean_interval
from webapp.analysis.minimum_sample_sizes import FOR_PROFILE
from webapp.analysis.score_matrix import QuestionScore
from webapp.domain.question import PROCESSES, Process

Z95 = 1.959964


@dataclass(frozen=True)
class Skill:
    """Score in one process of comprehension.

    ``share`` (0 to 1) is ``earned`` of ``possible`` (points); ``interval`` holds it with 95 %, and is None where there
    is too little behind it. ``learners`` counts whose marks these are, ``questions`` names what was asked.
    """

    process: Process
    earned: float
    possible: float
    share: float
    interval: Interval | None
    learners: int
    questions: tuple[str, ...]


def learner_profile(cells: Iterable[QuestionScore], processes: Mapping[str, Process]) -> list[Skill]:
    """The skills of one learner, in the order of PIRLS, without processes where no score is final.

    ``processes`` is by question, in the order of the file. The interval is Wilson's, with each question as one
    observation: wide for partial marks, never too narrow. None below ``FOR_PROFILE`` questions.
    """
    skills = []
    for process, scores in _by_process(cells, processes).items():
        earned, possible = _points(scores)
        share = earned / possible
        interval = wilson_interval(share, len(scores)) if len(scores) >= FOR_PROFILE else None
        skills.append(Skill(process, earned, possible, share, interval, 1, _question_names(scores, processes)))
    return skills


def class_profile(cells: Iterable[QuestionScore], processes: Mapping[str, Process], seed: int = 0) -> list[Skill]:
    """The skills of a class: the mean of its learners' shares, each of the questions that the learner has answered.

    The interval resamples learners, not questions: it says how a like class would do on the same questions.
    """
    skills = []
    for process, scores in _by_process(cells, processes).items():
        by_learner: dict[str, list[QuestionScore]] = defaultdict(list)
        for cell in scores:
            by_learner[cell.learner].append(cell)
        shares = [earned / possible for earned, possible in map(_points, by_learner.values())]
        earned, possible = _points(scores)
        share = math.fsum(shares) / len(shares)
        interval = mean_interval(shares, seed)
        skills.append(
            Skill(process, earned, possible, share, interval, len(shares), _question_names(scores, processes))
        )
    return skills


def wilson_interval(share: float, count: int) -> Interval:
    """Wilson's score interval (95 %) of a ``share`` of ``count`` observations; from 0 to 1 for no observation."""
    if not count:
        return Interval(0.0, 1.0)
    square = Z95 * Z95
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = Z95 * math.sqrt(share * (1 - share) / count + square / (4 * count * count)) / (1 + square / count)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def _by_process(cells: Iterable[QuestionScore], processes: Mapping[str, Process]) -> dict[Process, list[QuestionScore]]:
    groups: dict[Process, list[QuestionScore]] = {process: [] for process in PROCESSES}
    for cell in cells:
        if cell.earned is not None and cell.possible > 0 and cell.question in processes:
            groups[processes[cell.question]].append(cell)
    return {process: group for process, group in groups.items() if group}


def _points(cells: Iterable[QuestionScore]) -> tuple[float, float]:
    scores = list(cells)
    return math.fsum(cell.earned or 0.0 for cell in scores), math.fsum(cell.possible for cell in scores)


def _question_names(cells: Iterable[QuestionScore], processes: Mapping[str, Process]) -> tuple[str, ...]:
    asked = {cell.question for cell in cells}
    return tuple(question for question in processes if question in asked)
