"""One number for the school from a learner's columns of the gradebook, by the rule of the class."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from webapp.domain.grade_rule import STEPS, GradeRule

CellState = Literal["counted", "waiting", "missing", "open", "excused", "not-theirs", "assigned"]
"""``counted``: handed in, or answered as far as the learner went; ``waiting``: some answers wait for a mark, and the
share is of the others; ``missing``: not handed in by its closing; ``open``: nothing yet, and it may still come;
``excused``: counts neither way; ``not-theirs``: it was not given to this learner; ``assigned``: a text that counts
in its assignment."""


@dataclass(frozen=True)
class ColumnResult:
    """A learner in one column: the ``share`` earned, from 0 to 1; None where no points are decided."""

    column: str
    state: CellState
    share: float | None


@dataclass(frozen=True)
class SchoolGrade:
    """The number, None where nothing counts yet; and the columns with weight that it does not hold wholly.

    ``waiting`` counts columns with answers that wait for a mark, ``open`` those with nothing handed in yet,
    ``missing`` those that count as 0 because nothing was handed in by their closing.
    """

    number: float | None
    waiting: int
    open: int
    missing: int

    @property
    def final(self) -> bool:
        """Nothing is still to come: no mark, no work."""
        return not self.waiting and not self.open


def school_grade(results: Iterable[ColumnResult], rule: GradeRule) -> SchoolGrade:
    """Weigh the shares of all columns that count. What is missing counts as 0; nothing else is guessed."""
    weighed = [(result, weight) for result in results if (weight := rule.weight(result.column)) > 0]
    counting = [
        (0.0 if result.state == "missing" else result.share, weight)
        for result, weight in weighed
        if result.state in ("counted", "waiting", "missing")
    ]
    known = [(share, weight) for share, weight in counting if share is not None]
    total = math.fsum(weight for _, weight in known)
    share = math.fsum(share * weight for share, weight in known) / total if total else None
    states = [result.state for result, _ in weighed]
    return SchoolGrade(
        None if share is None else rounded_grade(share, rule),
        states.count("waiting"),
        states.count("open"),
        states.count("missing"),
    )


def rounded_grade(share: float, rule: GradeRule) -> float:
    """A share from 0 to 1 as a grade, rounded to the rule's step; half a step is rounded up."""
    step = STEPS[rule.rounding]
    return round(math.floor(share * rule.out_of / step + 0.5 + 1e-9) * step, 6)
