"""The words without which an answer cannot say a key, looked for in any order: a quick no, before an answer is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from webapp.arabic.joined_words import joined_text
from webapp.arabic.text_equality import comparable_words, every_spelling, fold_spelling, spellings_of_words
from webapp.arabic.tokenizer import words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.word_endings import endings_of, likely_places

_ATTACHABLE = "وفبلك"


class _Needed(NamedTuple):
    """The spellings of each word of a wording but its numbers, and the wording without its gaps."""

    words: tuple[frozenset[str], ...]
    joined: str


class KeyPresence:
    """The words of the wordings of each idea; an answer has to say one wording of every idea."""

    def __init__(self, ideas: Iterable[Iterable[str]], levels: frozenset[str]) -> None:
        self._levels = levels
        self._ideas = [[self._needed(wording) for wording in idea] for idea in ideas]
        self.endings = endings_of(
            spelling for idea in self._ideas for needed in idea for word in needed.words for spelling in word
        )
        """Those of all words that are looked for."""

    def _needed(self, wording: str) -> _Needed:
        plain = (word for word in comparable_words(wording, self._levels) if "#" not in word)
        needed = (every_spelling(word, self._levels, _ATTACHABLE) for word in plain)
        return _Needed(tuple(needed), joined_text(wording, self._levels))

    def may_be_in(self, said: WordsSaid) -> bool:
        """Tell if words say a wording of each idea, should their order be right."""
        return bool(self._ideas) and all(any(said.have(*needed) for needed in idea) for idea in self._ideas)


class WordsSaid:
    """The words of an answer in all their forms, and of its other readings, which have as many words."""

    def __init__(self, readings: Sequence[str], levels: frozenset[str], sought: Sequence[KeyPresence] = ()) -> None:
        """``sought``: the keys whose words are looked for; words that are none of them are not read."""
        endings = frozenset[str]().union(*(presence.endings for presence in sought))
        self._levels = levels
        lines = (comparable_words(reading, levels) for reading in dict.fromkeys(readings))
        likely = (tuple(line[at] for at in likely_places(line, endings)) for line in lines)
        self._spellings = [spellings_of_words(line, levels, _ATTACHABLE) for line in likely]
        self._folded = [
            [fold_spelling(span.of(reading), TOLERANCE_LEVELS) for span in words(reading)]
            for reading in dict.fromkeys(readings)
        ]
        self._joined: list[str] = []

    def with_word(self, at: int, word: str) -> WordsSaid:
        """The same with another word in one place."""
        other = WordsSaid((), self._levels)
        other._spellings = [*self._spellings, every_spelling(word, self._levels, _ATTACHABLE)]
        folded = fold_spelling(word, TOLERANCE_LEVELS)
        other._joined = ["".join([*line[:at], folded, *line[at + 1 :]]) for line in self._folded]
        return other

    def have(self, needed: Sequence[frozenset[str]], joined: str) -> bool:
        """Tell if all of these words are said, or their letters with other gaps between them."""
        return all(any(not word.isdisjoint(said) for said in self._spellings) for word in needed) or any(
            joined in line for line in self._joined
        )
