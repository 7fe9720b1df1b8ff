"""Agreement of two markers: exact shares and weighted kappa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MIN_ANSWERS_FOR_KAPPA = 10
"""Least number of answers for a kappa: with fewer it is too uncertain."""
STEPS_PER_POINT = 2
"""Marks are counted in halves."""


@dataclass(frozen=True)
class Agreement:
    """Shares from 0 to 1 of ``answers`` that two people marked; ``kappa`` is Cohen's with squared weights, None where
    there are too few answers, or where both gave all of them one and the same mark."""

    answers: int
    exact: float
    within_one: float
    kappa: float | None


def agreement(pairs: Sequence[tuple[float, float]]) -> Agreement | None:
    """The agreement of two markers, from their points answer by answer; None for no pair."""
    if not pairs:
        return None
    count = len(pairs)
    exact = sum(abs(a - b) < 1e-9 for a, b in pairs) / count
    within = sum(abs(a - b) <= 1 + 1e-9 for a, b in pairs) / count
    return Agreement(count, exact, within, weighted_kappa(pairs) if count >= MIN_ANSWERS_FOR_KAPPA else None)


def weighted_kappa(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Cohen's kappa with squared weights: 1 minus the observed over the expected mean squared difference."""
    count = len(pairs)
    first, second = ([round(points * STEPS_PER_POINT) for points in side] for side in zip(*pairs, strict=True))
    observed = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) / count
    squares = sum(a * a for a in first + second) / count
    # The mean over all pairs of a mark of the one with a mark of the other.
    expected = squares - 2 * sum(first) * sum(second) / count**2
    return 1 - observed / expected if expected else None
