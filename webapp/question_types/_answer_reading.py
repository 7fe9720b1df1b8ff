"""Wordings that a key accepts, and the result of reading an answer against them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from webapp.arabic.keys.key_vowels import VowelDoubt
from webapp.arabic.tolerance_levels import TextMatch, ToleranceLevel
from webapp.question_types._answer_remarks import UNSURE_VOWELS, Reason
from webapp.question_types._typed_answer import best_idea, looseness

SAID_FREELY = TextMatch(True, "spacing", ("spacing",), "", "")


class AcceptedWording(NamedTuple):
    """A wording of the key with its share of the points and its note."""

    text: str
    share: float
    note: str


class Said(NamedTuple):
    """A text that says one wording of each of these ideas."""

    text: str
    ideas: tuple[tuple[str, ...], ...]

    def match(self, tolerance: Sequence[ToleranceLevel]) -> TextMatch:
        """The match of the idea whose spelling is farthest from the key's."""
        matches = (best_idea(self.text, wordings, tolerance) for wordings in self.ideas)
        return max((matched for matched in matches if matched), key=looseness, default=SAID_FREELY)


class Reading(NamedTuple):
    """The result of reading an answer; ``match`` is set where it is right, ``share`` also where a part of it is."""

    reason: Reason
    match: TextMatch | None = None
    share: float = 0.0
    note: str = ""
    ideas: tuple[bool, ...] = ()
    """Which ideas are said, where some are missing."""
    joined: bool = False
    """True where another answer stands beside a right idea."""
    unsure: str = ""
    """Why the program is not sure; empty where it is."""
    said: Said | None = None
    """By which the spelling of a right answer is judged, once it is known to be right."""

    def with_vowels(self, doubt: VowelDoubt | None) -> Reading:
        """The reading of an answer with such vowels: what they make another word of earns nothing."""
        if doubt is None or not (self.match or self.share):
            return self
        return Reading("vowels", unsure="" if doubt.sure else UNSURE_VOWELS.format(word=doubt.word))

    def spelled(self, tolerance: Sequence[ToleranceLevel]) -> Reading:
        """The reading with the match of what is said."""
        return self._replace(match=self.said.match(tolerance), said=None) if self.said else self
