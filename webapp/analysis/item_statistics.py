"""Item statistics after classical test theory, as Moodle's quiz statistics define them.

Definitions: https://docs.moodle.org/dev/Quiz_statistics_calculations, checked against the figures that Moodle's own
tests expect. S attempts, p items, x an item's marks, T the totals, variances with S−1.

Where Moodle leaves something to accident, this module decides:

- A mark that is None (or NaN) was not answered: 0 in an attempt.
- ``cic`` and what follows from it need two attempts (Moodle: three).
- What has no value is None: a spread with one attempt, a discrimination where nothing varies.
- An item of 0 points has no figures at all: what a mark out of nothing says is not known.
- An item whose covariance with the total is negative has no effective weight, is left out of the sum of the others'
  and is flagged. One that does not vary has the effective weight 0.
- A spread that only rounding makes (1e-12 of the values) is none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from typing import Final, TypedDict

Marks = Sequence[Sequence[float | None]]
NOISE: Final = 1e-12


class ItemFigures(TypedDict):
    """Statistics of one item.

    ``facility`` and ``random_guess_score`` are shares (0 to 1), ``sd`` and ``maximum`` points, the rest percent.
    ``negative_covariance``: its marks go against the totals.
    """

    question: str
    maximum: float
    facility: float | None
    sd: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    intended_weight: float | None
    effective_weight: float | None
    negative_covariance: bool
    random_guess_score: float | None


class TextFigures(TypedDict):
    """Statistics of the totals.

    ``mean``, ``median``, ``sd`` and ``standard_error`` are in points, ``cic`` and ``error_ratio`` in percent.
    """

    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    cic: float | None
    error_ratio: float | None
    standard_error: float | None


class Statistics(TypedDict):
    """Statistics of a text and its items, as ``fahm report --json`` prints them."""

    attempts: int
    items: list[ItemFigures]
    text: TextFigures


@dataclass(frozen=True)
class Spread:
    """Mean and spread of one column.

    ``z`` are its values in standard deviations from the mean; empty where all are equal.
    """

    mean: float
    sd: float | None
    z: tuple[float, ...]


def item_statistics(
    marks: Marks,
    maxima: Sequence[float],
    weights: Sequence[float] | None = None,
    questions: Sequence[str] | None = None,
    guesses: Sequence[float | None] | None = None,
) -> Statistics:
    """Compute the statistics of a table of marks as plain data, ready for JSON.

    ``marks`` has a row for each attempt and a column for each item, in points; ``maxima`` the points of each item;
    ``weights`` what each is meant to weigh, if not its points; ``questions`` their names, else their numbers from 1;
    ``guesses`` their random guess scores. ValueError for a row of another length, or an infinite mark. The cost
    grows with the number of cells (and a sort of each column).
    """
    rows, maxima = checked_marks(marks, maxima), [float(maximum) for maximum in maxima]
    totals = [math.fsum(row) for row in rows]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in maxima]
    spreads = [spread(column) for column in columns]
    whole = spread(totals)
    intended = shares_in_percent(maxima if weights is None else weights)
    effective, negative = effective_weights(spreads, whole)
    items: list[ItemFigures] = []
    for at, (column, column_spread) in enumerate(zip(columns, spreads, strict=True)):
        item_spread = column_spread if maxima[at] > 0 else None
        index, efficiency = _discrimination(column, item_spread, totals)
        items.append(
            {
                "question": questions[at] if questions else str(at + 1),
                "maximum": maxima[at],
                "facility": item_spread.mean / maxima[at] if item_spread else None,
                "sd": item_spread.sd if item_spread else None,
                "discrimination_index": index,
                "discriminative_efficiency": efficiency,
                "intended_weight": intended[at],
                "effective_weight": effective[at] if item_spread else None,
                "negative_covariance": negative[at] and item_spread is not None,
                "random_guess_score": guesses[at] if guesses else None,
            }
        )
    deviations = [item_spread.sd for item_spread in spreads if item_spread]
    return {"attempts": len(rows), "items": items, "text": text_figures(totals, deviations)}


def checked_marks(marks: Marks, maxima: Sequence[float]) -> list[list[float]]:
    """The marks as numbers, 0 for an unanswered item; ValueError for rows of unequal length or infinite marks."""
    rows = []
    for number, row in enumerate(marks, 1):
        if len(row) != len(maxima):
            raise ValueError(f"attempt {number} has {len(row)} marks for {len(maxima)} items")
        rows.append([0.0 if mark is None or math.isnan(mark) else float(mark) for mark in row])
        if not all(map(math.isfinite, rows[-1])):
            raise ValueError(f"attempt {number} has an infinite mark")
    return rows


def spread(values: Sequence[float], scale: float | None = None) -> Spread | None:
    """Mean, sample standard deviation (None for one value) and standardised values; None for no value at all.

    ``scale`` is the size of the numbers that the values were made from: what is tiny beside it is rounding.
    """
    count = len(values)
    if not count:
        return None
    low, high = min(values), max(values)
    scale = max(abs(low), abs(high)) if scale is None else scale
    # The sum of equal values can be off by a digit, which would make 0.1 of three times 0.1 something else.
    mean = low if low == high else math.fsum(values) / count
    if count == 1 or high - low <= NOISE * scale:
        return Spread(mean, None if count == 1 else 0.0, ())
    # In units of the largest deviation, so that squares of very small or large marks stay in range.
    unit = max(high - mean, mean - low)
    shares = [(value - mean) / unit for value in values]
    root = math.sqrt(math.fsum(map(mul, shares, shares)) / (count - 1))
    return Spread(mean, unit * root, tuple(share / root for share in shares))


def correlation(first: Spread, second: Spread) -> float | None:
    """The correlation of two columns, from −1 to 1; None where either does not vary."""
    if not first.z or not second.z:
        return None
    coefficient = math.fsum(map(mul, first.z, second.z)) / (len(first.z) - 1)
    return max(-1.0, min(1.0, coefficient))


def shares_in_percent(weights: Sequence[float]) -> list[float | None]:
    """Each weight in percent of their sum; None where the sum is 0."""
    total = math.fsum(weights)
    return [100 * weight / total if total > 0 else None for weight in weights]


def effective_weights(spreads: Sequence[Spread | None], whole: Spread | None) -> tuple[list[float | None], list[bool]]:
    """The effective weight of each item in percent, and for each whether its covariance with the totals is negative."""
    # √cov(x, T) = √(correlation · sd x · sd T); the totals' own is in all of them and cancels.
    pulls = []
    for item_spread in spreads:
        together = (correlation(item_spread, whole) if item_spread and whole else None) or 0.0
        pulls.append(0.0 if abs(together) <= NOISE else together * (item_spread.sd or 0.0) if item_spread else 0.0)
    negative = [pull < 0 for pull in pulls]
    roots = [math.sqrt(pull) if pull > 0 else 0.0 for pull in pulls]
    total = math.fsum(roots)
    known = [100 * root / total if total > 0 and not bad else None for root, bad in zip(roots, negative, strict=True)]
    return known, negative


def _discrimination(
    column: Sequence[float], item_spread: Spread | None, totals: Sequence[float]
) -> tuple[float | None, float | None]:
    """Discrimination index and discriminative efficiency of an item, both in percent."""
    if not item_spread or not item_spread.z:
        return None, None
    rest = spread([total - mark for total, mark in zip(totals, column, strict=True)], max(map(abs, totals)))
    index = correlation(item_spread, rest) if rest else None
    if index is None or rest is None:
        return None, None
    best = math.fsum(map(mul, sorted(item_spread.z), sorted(rest.z)))
    efficiency = 100 * math.fsum(map(mul, item_spread.z, rest.z)) / best if best > 0 else None
    return 100 * index, None if efficiency is None else min(100.0, efficiency)


def text_figures(totals: Sequence[float], deviations: Sequence[float | None]) -> TextFigures:
    """Compute the statistics of the whole text from the attempts' ``totals`` and the items' ``deviations`` (points)."""
    whole = spread(totals) if deviations else None
    sd = whole.sd if whole else None
    skewness, kurtosis = _shape(whole.z if whole else ())
    cic = _consistency(sd, deviations)
    ratio = None if cic is None else 100 * math.sqrt(max(0.0, 1 - cic / 100))
    return {
        "mean": whole.mean if whole else None,
        "median": median(totals) if whole else None,
        "sd": sd,
        "skewness": skewness,
        "kurtosis": kurtosis,
        "cic": cic,
        "error_ratio": ratio,
        "standard_error": None if ratio is None or sd is None else ratio * sd / 100,
    }


def median(values: Sequence[float]) -> float:
    """The median: the middle value, or the mean of the two in the middle."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _shape(z: Sequence[float]) -> tuple[float | None, float | None]:
    """Skewness k₃/k₂^(3/2) from three values on, and kurtosis k₄/k₂² from four on (Fisher's k-statistics)."""
    n = len(z)
    if n < 3:
        return None, None
    skewness = n * math.fsum(value**3 for value in z) / ((n - 1) * (n - 2))
    if n < 4:
        return skewness, None
    m2, m4 = (n - 1) / n, math.fsum(value**4 for value in z) / n
    return skewness, n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))


def _consistency(sd: float | None, deviations: Sequence[float | None]) -> float | None:
    """The coefficient of internal consistency (Cronbach's α) in percent."""
    p = len(deviations)
    if p < 2 or not sd:
        return None
    return min(100.0, 100 * p / (p - 1) * (1 - math.fsum(((deviation or 0.0) / sd) ** 2 for deviation in deviations)))
