"""The ladder of tolerance, and the verdict that names its rung."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

# From the closest likeness to the loosest. "spacing" is spaces, punctuation, invisible marks and coding;
# "number-words" reads digits too, of every script;
# "conjunction" is an attached و or ف (and, when an idea is looked for in an answer, ب ل ك).
Rung = Literal[
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
RUNGS: tuple[Rung, ...] = get_args(Rung)
ALWAYS = ("exact", "spacing")
# Slips of spelling, whose right form is named to the learner.
SPELLING = ("hamza", "ta-marbuta", "alef-maqsura")


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome of one comparison.

    ok: accepted. rung: the loosest rung that was needed, None where not ok. rungs: all that were needed, from
    the closest. why, why_en: one sentence for the learner, "" where there is nothing to say. nearly: not
    accepted, but only a typing slip away.
    """

    ok: bool
    rung: str | None
    rungs: tuple[str, ...]
    why: str
    why_en: str
    nearly: bool = False


REFUSED = Match(False, None, (), "", "")
EXACT = Match(True, "exact", ("exact",), "", "")


def chosen(tolerance: Collection[str]) -> tuple[str, ...]:
    """The rungs of a tolerance in ladder order; "exact" and "spacing" always, unknown names never."""
    return tuple(rung for rung in RUNGS if rung in ALWAYS or rung in tolerance)
