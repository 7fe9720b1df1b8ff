"""Tolerance levels of a comparison, from the closest to the loosest, and its outcome. Stored and in YAML: rung."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

# From the closest likeness to the loosest. "spacing" is spaces, punctuation, invisible marks and coding;
# "number-words" reads digits too, of every script;
# "conjunction" is an attached و or ف (and, when an idea is looked for in an answer, ب ل ك).
ToleranceLevel = Literal[
    "exact",
    "spacing",
    "tashkeel",
    "tatweel",
    "digits",
    "hamza",
    "ta-marbuta",
    "alef-maqsura",
    "number-words",
    "article",
    "conjunction",
]
TOLERANCE_LEVELS: tuple[ToleranceLevel, ...] = get_args(ToleranceLevel)
ALWAYS_TOLERATED = ("exact", "spacing")
# Slips of spelling, whose right form is named to the learner.
SPELLING_LEVELS = ("hamza", "ta-marbuta", "alef-maqsura")


@dataclass(frozen=True, slots=True)
class TextMatch:
    """The outcome of one comparison.

    ok: accepted. tolerance_level: the loosest that was needed, None where not ok. tolerance_levels: all that were
    needed, the closest first. why, why_en: one sentence for the learner, "" where there is nothing to say. nearly: not
    accepted, but only a typing slip away.
    """

    ok: bool
    tolerance_level: str | None
    tolerance_levels: tuple[str, ...]
    why: str
    why_en: str
    nearly: bool = False


NO_MATCH = TextMatch(False, None, (), "", "")
EXACT_MATCH = TextMatch(True, "exact", ("exact",), "", "")


def ordered_levels(tolerance: Collection[str]) -> tuple[str, ...]:
    """The levels of a tolerance, the closest first; "exact" and "spacing" always, unknown names never."""
    return _ordered(frozenset(tolerance))


@lru_cache(maxsize=64)  # asked in every comparison, and few sets of levels are in use
def _ordered(tolerance: frozenset[str]) -> tuple[str, ...]:
    return tuple(level for level in TOLERANCE_LEVELS if level in ALWAYS_TOLERATED or level in tolerance)
