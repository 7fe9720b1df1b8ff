"""The refused wordings of a key, and which of them an answer offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from webapp.arabic.keys.answer_words import AnswerWord, answer_words
from webapp.arabic.keys.harmless_mentions import is_harmless
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.matching.answer_matching import normal_words
from webapp.arabic.matching.framing_words import GRAMMAR
from webapp.arabic.matching.wording_indexes import IdeaIndex
from webapp.arabic.tolerance_levels import ToleranceLevel
from webapp.question_types._typed_answer import says_any

MOST_WORDS_OF_NAME = 2


@dataclass(frozen=True)
class RefusedWordings:
    """Wordings that make an answer wrong where it offers them."""

    wordings: tuple[str, ...]
    accepted: tuple[str, ...]
    tolerance: tuple[ToleranceLevel, ...]
    setting: KeySetting

    def said_in(self, answer: str, words: Sequence[AnswerWord] = ()) -> list[str]:
        """The wordings that an answer may offer; ``words``: those of an answer that says the key as well."""
        refused = self._index.possible_in(answer)
        if words:
            refused = [wording for wording in refused if not is_harmless(words, self._stems[wording], self.setting)]
        if self._within_key and says_any(answer, refused, self.tolerance):
            inside = [within for text, within in self._within_key if says_any(answer, [text], self.tolerance)]
            refused = [wording for wording in refused if not any(wording in within for within in inside)]
        return refused

    def leads(self, answer: str) -> bool:
        """True where a refused wording, or a number, leads these words."""
        first = " ".join(normal_words(answer)[:1])
        return "#" in first or any(normal_words(refused)[:1] == (first,) for refused in self.wordings)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all refused names and words."""
        return frozenset[str]().union(*self._stems.values())

    @cached_property
    def _stems(self) -> dict[str, frozenset[str]]:
        return {wording: self._stems_of(wording) for wording in self.wordings}

    def _stems_of(self, wording: str) -> frozenset[str]:
        """The stems of a refused name or word, by which it is known in an answer."""
        words = answer_words(wording)
        other = not any(word.stems & (self.setting.key | GRAMMAR) for word in words)
        plain = other and len(words) <= MOST_WORDS_OF_NAME
        return frozenset().union(*(word.stems for word in words)) if plain else frozenset()

    @cached_property
    def _index(self) -> IdeaIndex:
        return IdeaIndex(self.wordings, self.tolerance)

    @cached_property
    def _within_key(self) -> list[tuple[str, list[str]]]:
        """Accepted wordings that have refused ones in them, which refuse nothing where the whole is said."""
        pairs = (
            (text, [refused for refused in self.wordings if says_any(text, [refused], self.tolerance)])
            for text in self.accepted
        )
        return [(text, within) for text, within in pairs if within]
