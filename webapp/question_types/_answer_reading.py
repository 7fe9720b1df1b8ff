"""Wordings that a key accepts, and the result of reading an answer against them."""

from __future__ import annotations

from typing import NamedTuple

from webapp.arabic.tolerance_levels import TextMatch
from webapp.question_types._answer_remarks import Reason


class AcceptedWording(NamedTuple):
    """A wording of the key with its share of the points and its note."""

    text: str
    share: float
    note: str


class Reading(NamedTuple):
    """The result of reading an answer; ``match`` is set where it is right, ``share`` also where a part of it is."""

    reason: Reason
    match: TextMatch | None = None
    share: float = 0.0
    note: str = ""
    ideas: tuple[bool, ...] = ()
    """Which ideas are said, where some are missing."""
    unsure: str = ""
    """Why the program is not sure; empty where it is."""
