"""The rule by which a class's work becomes one number for the school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

OutOf = Literal[100, 20, 10]
Rounding = Literal["whole", "half", "tenth"]
OUT_OF: tuple[OutOf, ...] = get_args(OutOf)
STEPS: dict[Rounding, float] = {"whole": 1.0, "half": 0.5, "tenth": 0.1}
"""The step to which each kind of rounding goes, in points of the grade."""
MAX_WEIGHT = 100.0


@dataclass(frozen=True)
class GradeRule:
    """The rule of one class. ``weights`` are by column of the gradebook; a column without one has the weight 1."""

    out_of: OutOf = 100
    rounding: Rounding = "whole"
    weights: Mapping[str, float] = field(default_factory=dict)

    def weight(self, column: str) -> float:
        """Weight of a column; 0 leaves it out."""
        return self.weights.get(column, 1.0)


def text_column(slug: str) -> str:
    """Name of the gradebook's column of a text."""
    return f"text:{slug}"


def assignment_column(assignment_id: str) -> str:
    """Name of the gradebook's column of an assignment."""
    return f"assignment:{assignment_id}"
