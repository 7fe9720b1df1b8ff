"""Response model: parameters of questions, and the probability of a right answer (three-parameter logistic)."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.domain.question import Question

PROCESS_DIFFICULTY = {"retrieve": -1.1, "infer": -0.4, "interpret": 0.1, "evaluate": 0.4}
QUESTION_SPREAD, GUESSED = 0.6, 0.8
EASIER_PER_ATTEMPT, EASIER_PER_HINT, EASIER_PER_SITTING = 0.35, 0.5, 0.03
"""Decrease of the difficulty with each attempt, hint and sitting, in standard deviations."""


@dataclass(frozen=True)
class ItemParameters:
    """``difficulty`` b, ``discrimination`` a and the chance of guessing c of the three-parameter logistic model."""

    difficulty: float
    discrimination: float
    guessing: float

    def right(self, ability: float) -> float:
        """The probability (0 to 1) of a right answer by a reader of this ability (standard deviations)."""
        return self.guessing + (1 - self.guessing) / (1 + math.exp(-self.discrimination * (ability - self.difficulty)))


def item_parameters(question: Question, seed: int) -> ItemParameters:
    """Draw the parameters of a question, the same for every reader."""
    chance = random.Random(f"question:{seed}:{question.id}")
    difficulty = (
        PROCESS_DIFFICULTY[question.process or "infer"] + question.difficulty + chance.gauss(0, QUESTION_SPREAD)
    )
    return ItemParameters(difficulty, chance.lognormvariate(0.2, 0.25), _guessing(question))


def _guessing(question: Question) -> float:
    """The chance of guessing (0 to 1): a little less than blind chance for a choice of options, else 0."""
    return GUESSED * (question.guess_share() or 0.0) if question.choices() else 0.0


def tempting_mistake(values: Sequence[str], question: str, seed: int, chance: random.Random) -> str:
    """Choose one of the wrong values, the more tempting the more often."""
    weights = [random.Random(f"mistake:{seed}:{question}:{value}").lognormvariate(0, 0.9) for value in values]
    return chance.choices(values, weights)[0]
