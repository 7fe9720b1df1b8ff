"""Confidence intervals of the item statistics: percentiles of resampled attempts (Efron's bootstrap).

The same marks and the same seed give the same interval, in whatever order the attempts come. Up to ``MAX_DRAWN``
attempts each resample draws as many as there are. Beyond that it draws ``MAX_DRAWN`` of them, and the distance of each
end from the figure is shortened by √(drawn/attempts): an approximation that holds for figures whose error falls with
the root of the number of attempts, as all of these do, and that keeps the cost the same for a school and for a country.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter, mul

from webapp.analysis.item_statistics import NOISE, Marks, checked_marks, item_statistics, spread, text_figures
from webapp.analysis.minimum_sample_sizes import minimum_attempts

ITEM_FIGURES = ("facility", "sd", "discrimination_index", "discriminative_efficiency", "effective_weight")
TEXT_FIGURES = ("mean", "median", "sd", "skewness", "kurtosis", "cic", "error_ratio", "standard_error")
MAX_DRAWN = 200
MIN_USABLE_SHARE = 0.5
"""A figure that has no value in more than this share of the resamples (nobody missed the item) gets no interval."""


@dataclass(frozen=True)
class Interval:
    """Lower and upper end of a confidence interval, in the unit of the figure."""

    low: float
    high: float


_Values = defaultdict[str, list[float]]
IntervalsByFigure = Mapping[str, Interval | None]


@dataclass(frozen=True)
class Intervals:
    """Intervals by figure, for each item and for the text; None where attempts are too few or no value exists."""

    attempts: int
    level: float
    items: tuple[IntervalsByFigure, ...]
    text: IntervalsByFigure


def intervals(
    marks: Marks, maxima: Sequence[float], seed: int = 0, level: float = 0.95, resamples: int = 500
) -> Intervals:
    """Compute the intervals of the figures of ``item_statistics(marks, maxima)``, at ``level`` (0 to 1).

    ``marks`` has a row for each attempt and a column for each item, in points. A figure with fewer attempts than
    ``minimum_attempts`` asks for is None.
    """
    rows = _ordered(marks, maxima)
    if _are_too_few(rows, maxima):
        return _no_intervals(rows, maxima, level)
    sample, items, text = _Sample(rows, maxima), [_Values(list) for _ in maxima], _Values(list)
    for places in _draws(len(rows), seed, resamples):
        sample.resample(places, items, text)
    plain, ends = item_statistics(rows, maxima), partial(_ends, len(rows), level, resamples)
    return Intervals(
        len(rows),
        level,
        tuple(
            {figure: ends(figure, drawn[figure], dict(figures)[figure]) for figure in ITEM_FIGURES}
            for drawn, figures in zip(items, plain["items"], strict=True)
        ),
        {figure: ends(figure, text[figure], dict(plain["text"])[figure]) for figure in TEXT_FIGURES},
    )


def facility_intervals(
    marks: Marks, maxima: Sequence[float], seed: int = 0, level: float = 0.95, resamples: int = 500
) -> Intervals:
    """Compute the intervals of the facilities alone, the same as :func:`intervals` gives, in a tenth of its time."""
    rows = _ordered(marks, maxima)
    if _are_too_few(rows, maxima):
        return _no_intervals(rows, maxima, level)
    sample, items = _Sample(rows, maxima), [list[float]() for _ in maxima]
    for places in _draws(len(rows), seed, resamples):
        sample.resample_facilities(places, items)
    facilities = [mean / most if most > 0 else None for mean, most in zip(sample.means, maxima, strict=True)]
    ends = partial(_ends, len(rows), level, resamples, "facility")
    none: IntervalsByFigure = dict.fromkeys(ITEM_FIGURES)
    return Intervals(
        len(rows),
        level,
        tuple({**none, "facility": ends(drawn, centre)} for drawn, centre in zip(items, facilities, strict=True)),
        dict.fromkeys(TEXT_FIGURES),
    )


def _ordered(marks: Marks, maxima: Sequence[float]) -> list[list[float]]:
    """Rows sorted, so that the draw does not depend on who came first; by totals, so that it is nearly in order."""
    return sorted(checked_marks(marks, maxima), key=lambda row: (math.fsum(row), row))


def _are_too_few(rows: Sequence[object], maxima: Sequence[float]) -> bool:
    return len(rows) < min(map(minimum_attempts, ITEM_FIGURES)) or not maxima


def _no_intervals(rows: Sequence[object], maxima: Sequence[float], level: float) -> Intervals:
    none: IntervalsByFigure = dict.fromkeys(ITEM_FIGURES)
    return Intervals(len(rows), level, tuple(none for _ in maxima), dict.fromkeys(TEXT_FIGURES))


@lru_cache(maxsize=2)  # the draws depend on nothing but these numbers, and one page asks for them five times
def _draws(attempts: int, seed: int, resamples: int) -> tuple[tuple[int, ...], ...]:
    """Places of the attempts that each resample draws, in order, with repeats."""
    dice, drawn = random.Random(seed), min(attempts, MAX_DRAWN)
    return tuple(tuple(sorted(dice.choices(range(attempts), k=drawn))) for _ in range(resamples))


def _ends(
    attempts: int, level: float, resamples: int, figure: str, values: Sequence[float], centre: object
) -> Interval | None:
    """Interval of a figure from its values in the resamples, around the figure itself."""
    usable = attempts >= minimum_attempts(figure) and len(values) >= MIN_USABLE_SHARE * resamples
    if not usable or not isinstance(centre, float):
        return None
    ordered, shrink = sorted(values), math.sqrt(min(attempts, MAX_DRAWN) / attempts)
    low, high = (quantile(ordered, share) for share in ((1 - level) / 2, (1 + level) / 2))
    return Interval(centre + (low - centre) * shrink, centre + (high - centre) * shrink)


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which a ``share`` (0 to 1) of the sorted values lies, interpolated between neighbours."""
    at = share * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


class _Sample:
    """Columns of marks prepared for resampling: centred on their means, so that sums of squares lose no digits."""

    def __init__(self, rows: Sequence[Sequence[float]], maxima: Sequence[float]) -> None:
        self.maxima = maxima
        columns = list(zip(*rows, strict=True))
        self.means = [math.fsum(column) / len(rows) for column in columns]
        self.columns = [[mark - mean for mark in column] for column, mean in zip(columns, self.means, strict=True)]
        self.totals = [math.fsum(row) for row in rows]
        centre = math.fsum(self.means)
        self.centred = [total - centre for total in self.totals]
        self.squares = [[mark * mark for mark in column] for column in self.columns]
        self.products = [list(map(mul, column, self.centred)) for column in self.columns]
        self.rests = [[t - x for t, x in zip(self.centred, column, strict=True)] for column in self.columns]
        self.noise = [NOISE * max(map(abs, column)) ** 2 for column in self.columns]
        self.total_noise = NOISE * max(map(abs, self.centred)) ** 2

    def resample(
        self, places: Sequence[int], items: Sequence[dict[str, list[float]]], text: dict[str, list[float]]
    ) -> None:
        """Compute every figure of one resample and append each to its list in ``items`` and ``text``.

        ``places`` are the row indices drawn, in order, with repeats; ``items`` has a dictionary of lists for each item.
        """
        pick, free = itemgetter(*places), len(places) - 1
        totals: tuple[float, ...] = pick(self.centred)
        total = sum(totals)
        total_spread = sum(map(mul, totals, totals)) - total * total / len(places)
        deviations: list[float | None] = []
        pulls: list[float] = []
        for at, figures in enumerate(items):
            marks: tuple[float, ...] = pick(self.columns[at])
            mark = sum(marks)
            item_spread = _positive(sum(pick(self.squares[at])) - mark * mark / len(places), self.noise[at])
            together = sum(pick(self.products[at])) - mark * total / len(places) if item_spread else 0.0
            deviations.append(math.sqrt(item_spread / free))
            pulls.append(together)
            if self.maxima[at] > 0:
                figures["facility"].append((self.means[at] + mark / len(places)) / self.maxima[at])
            figures["sd"].append(math.sqrt(item_spread / free))
            rest = _positive(total_spread - 2 * together + item_spread, self.total_noise)
            if item_spread and rest:
                index = (together - item_spread) / math.sqrt(item_spread * rest)
                figures["discrimination_index"].append(100 * max(-1.0, min(1.0, index)))
                others = sorted(pick(self.rests[at]))
                best = sum(map(mul, sorted(marks), others)) - mark * (total - mark) / len(places)
                figures["discriminative_efficiency"].append(min(100.0, 100 * (together - item_spread) / best))
        _add_effective_weights(pulls, items)
        for figure, value in text_figures(pick(self.totals), deviations).items():
            if isinstance(value, float):
                text[figure].append(value)

    def resample_facilities(self, places: Sequence[int], items: Sequence[list[float]]) -> None:
        """Compute the facility of each item in one resample, and append it to its list."""
        pick = itemgetter(*places)
        for column, mean, most, facilities in zip(self.columns, self.means, self.maxima, items, strict=True):
            if most > 0:
                facilities.append((mean + sum(pick(column)) / len(places)) / most)


def _positive(squares: float, noise: float) -> float:
    return squares if squares > noise else 0.0


def _add_effective_weights(pulls: Sequence[float], items: Sequence[dict[str, list[float]]]) -> None:
    roots = [math.sqrt(pull) if pull > 0 else 0.0 for pull in pulls]
    whole = sum(roots)
    for root, pull, figures in zip(roots, pulls, items, strict=True):
        if whole > 0 and pull >= 0:
            figures["effective_weight"].append(100 * root / whole)


def mean_interval(values: Sequence[float], seed: int = 0, level: float = 0.95, resamples: int = 500) -> Interval | None:
    """The interval of the mean of ``values``, in their unit; None for too few of them."""
    if len(values) < minimum_attempts("mean"):
        return None
    centre, drawn, ordered = spread(values), min(len(values), MAX_DRAWN), sorted(values)
    means = sorted(math.fsum(itemgetter(*places)(ordered)) / drawn for places in _draws(len(values), seed, resamples))
    middle, shrink = centre.mean if centre else 0.0, math.sqrt(drawn / len(values))
    low, high = (quantile(means, share) for share in ((1 - level) / 2, (1 + level) / 2))
    return Interval(middle + (low - middle) * shrink, middle + (high - middle) * shrink)
