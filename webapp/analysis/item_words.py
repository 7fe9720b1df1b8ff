"""Figures of a question as one word each: how hard it is, and how well it tells readers apart."""

from __future__ import annotations

from typing import Literal

from webapp.analysis.item_flags import EASY_FACILITY, HARD_FACILITY
from webapp.analysis.minimum_sample_sizes import FOR_DISCRIMINATION, FOR_FACILITY

Difficulty = Literal["very-easy", "easy", "medium", "hard", "very-hard"]
Discrimination = Literal["well", "fairly", "hardly", "reversed"]
DIFFICULTIES: tuple[tuple[float, Difficulty], ...] = (
    (EASY_FACILITY, "very-easy"),
    (0.8, "easy"),
    (0.5, "medium"),
    (HARD_FACILITY, "hard"),
    (0.0, "very-hard"),
)
"""Least share of the points (0 to 1) that the readers earned, by word."""
DISCRIMINATIONS: tuple[tuple[float, Discrimination], ...] = ((40, "well"), (20, "fairly"), (0, "hardly"))
"""Least discrimination index in percent, by word; after Ebel (1965): from 40 on very good, below 20 poor."""


def difficulty(facility: float | None, attempts: int) -> Difficulty | None:
    """A word for the share of the points that readers earned; None from too few of them."""
    if facility is None or attempts < FOR_FACILITY:
        return None
    return next((word for least, word in DIFFICULTIES if facility >= least), "very-hard")


def discrimination(index: float | None, attempts: int) -> Discrimination | None:
    """A word for the discrimination index; None from too few readers, or where it is not known."""
    if index is None or attempts < FOR_DISCRIMINATION:
        return None
    return next((word for least, word in DISCRIMINATIONS if index >= least), "reversed")
