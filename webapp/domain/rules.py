"""The rules by which a question's attempts count: how many it has, and what a failed one costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Gate = Literal["open", "answered", "correct"]
"""Condition that opens the next paragraph."""


@dataclass(frozen=True)
class Rules:
    """``tries``: how many attempts a question has; ``penalty``: the share of the points that each failed one costs."""

    tries: int
    penalty: float

    @property
    def code(self) -> str:
        """The rules as a short text, stored beside a mark: ``3/0.3333``."""
        return f"{self.tries}/{self.penalty:.10g}"

    @classmethod
    def of_code(cls, code: str) -> Rules | None:
        """Parse :attr:`code`; None for an empty one."""
        tries, _, penalty = code.partition("/")
        return cls(int(tries), float(penalty)) if code else None


USUAL = Rules(3, 0.3333)
"""Of what is typed or built, where the file says nothing else."""
CHOSEN = Rules(2, 0.5)
"""Of what is chosen among a few: a second attempt earns half, so that guessing on does not pay."""
ONCE = Rules(1, 0)
