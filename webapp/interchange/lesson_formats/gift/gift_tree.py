"""A GIFT file in its own terms: categories, descriptions and questions as they stand there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["Category", "Description", "Essay", "TF", "MC", "Short", "Numerical", "Matching", "Comment"]


@dataclass(frozen=True)
class GiftText:
    """Words with their format: moodle, html, markdown or plain.

    ``text`` is one line; ``shown`` has the line ends of the file, which all programs show but in html.
    """

    format: str
    text: str
    shown: str = field(default="", compare=False)


@dataclass(frozen=True)
class GiftNumber:
    """A number, or the range of those that are right."""

    number: float
    low: float
    high: float
    range: float | None = None


@dataclass(frozen=True)
class GiftAnswer:
    """An answer. ``weight`` is a percentage, None where none is written."""

    is_correct: bool
    weight: float | None
    text: GiftText | GiftNumber
    feedback: GiftText | None = None


@dataclass(frozen=True)
class GiftPair:
    """A pair to match; the left side is empty for a match that belongs to none."""

    left: GiftText
    right: str


@dataclass(frozen=True)
class GiftQuestion:
    """An entry of the file. ``line`` counts from 1; ``is_true`` and the two feedbacks are of a true-false question."""

    kind: Kind
    line: int
    title: str | None = None
    stem: GiftText = GiftText("moodle", "")
    embedded: bool = False
    id: str | None = None
    tags: tuple[str, ...] = ()
    answers: tuple[GiftAnswer, ...] = ()
    pairs: tuple[GiftPair, ...] = ()
    is_true: bool = False
    feedback: tuple[GiftText | None, GiftText | None] = (None, None)
    global_feedback: GiftText | None = None
    comments: tuple[str, ...] = ()
    source: str = ""
    """The entry as it stands in the file, without its comments."""
