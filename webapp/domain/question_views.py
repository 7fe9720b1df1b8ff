"""Typed views of a question for pages: before an answer without the key, and the solution once it is settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Fields = dict[str, list[str]]
"""Posted fields: ``id`` or ``id.part``, each with its values."""
Choose = Callable[[Sequence[str]], str]
Interaction = Literal[
    "true-false",
    "choice",
    "fill-in",
    "long-fill-in",
    "matching",
    "performance",
    "sequencing",
    "likert",
    "numeric",
    "other",
]
"""The kinds of interaction that SCORM and xAPI know."""


@dataclass(frozen=True)
class Choosable:
    """An item to choose: its value in forms and records, its words, and its English words where it has any."""

    value: str
    text: str
    en: str = ""


@dataclass(frozen=True)
class RubricLine:
    """One criterion of manual marking, and its points."""

    points: float
    text: str


@dataclass(frozen=True)
class View:
    """Base of the views before an answer: each type adds the fields of its card, never its key."""


@dataclass(frozen=True)
class Solution:
    """The key and reasons, shown once a question is settled; fields that do not apply to a type are empty."""

    model: str = ""
    """A right answer in words."""
    why: str = ""
    correct: tuple[str, ...] = ()
    """The values of the right choices, with a reason for every choice in ``whys``."""
    whys: Mapping[str, str] = field(default_factory=dict, hash=False)
    parts: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The right answer of each part of the form."""
    units: tuple[str, ...] = ()
    """The ids of the right sentences, clauses or words of the text."""


def first(values: Sequence[str]) -> str:
    """Choose the first value."""
    return values[0]
