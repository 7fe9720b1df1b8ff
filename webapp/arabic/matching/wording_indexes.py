"""The wordings of a key by the spellings of their first word: an answer is compared only with those it may say."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Generic, TypeVar

from webapp.arabic.clitics import count_letters
from webapp.arabic.joined_words import joined_text
from webapp.arabic.matching.answer_matching import says_idea
from webapp.arabic.text_equality import comparable_words, endings_of_word, every_spelling, spellings_of_words
from webapp.arabic.tolerance_levels import ordered_levels
from webapp.arabic.word_endings import endings_of, likely_places, places_by_ending

_ATTACHABLE = "وفبلك"
_FIRST_ATTACHABLE = "وف"
Entry = TypeVar("Entry")
MOST_ASKED = 256
"""Answers and parts of answers of which it is remembered if they say an idea: each is asked for several times."""


class WholeIndex(Generic[Entry]):
    """Whole wordings by the spellings of their first word: an answer is compared only with those it can equal."""

    def __init__(self, wordings: Iterable[tuple[Entry, str]], tolerance: Collection[str]) -> None:
        """``wordings``: each with what it stands for."""
        self._levels = frozenset(ordered_levels(tolerance))
        self._entries = [
            (entry, wording, self._first(wording), joined_text(wording, self._levels)) for entry, wording in wordings
        ]
        self._most_words = max((len(comparable_words(entry[1], self._levels)) for entry in self._entries), default=0)
        self._most_letters = max((len(text) for *_, text in self._entries), default=0)

    def possible(self, answer: str) -> list[tuple[Entry, str]]:
        """The wordings that `match` may find equal to the answer; it finds no other."""
        if self._is_too_long(answer):
            return []
        first, joined = self._first(answer), joined_text(answer, self._levels)
        return [
            (entry, wording)
            for entry, wording, spellings, text in self._entries
            if not first.isdisjoint(spellings) or text == joined
        ]

    def _is_too_long(self, answer: str) -> bool:
        """Tell if an answer has more words than any wording, and more letters than any without its gaps."""
        words = comparable_words(answer, self._levels)
        if len(words) <= self._most_words:
            return False
        written = "".join(words)
        return count_letters(written) - written.count("ء") > self._most_letters

    def _first(self, text: str) -> frozenset[str]:
        words = comparable_words(text, self._levels)
        return every_spelling(words[0], self._levels, _FIRST_ATTACHABLE) if words else frozenset()


class IdeaIndex:
    """Wordings by the spellings of their first word: an answer is compared only with those that can be in it."""

    def __init__(self, wordings: Iterable[str], tolerance: Collection[str]) -> None:
        self._tolerance, self._levels = tolerance, frozenset(ordered_levels(tolerance))
        self._by_spelling: dict[str, list[str]] = {}
        self._joined: list[tuple[str, str]] = []
        self._rest: dict[str, list[frozenset[str]]] = {}
        """By wording the endings of its words but the first."""
        for wording in wordings:
            first, rest = comparable_words(wording, self._levels)[:1], comparable_words(wording, self._levels)[1:]
            for spelling in spellings_of_words(first, self._levels, _ATTACHABLE):
                self._by_spelling.setdefault(spelling, []).append(wording)
            self._rest[wording] = [endings_of_word(word, self._levels, _ATTACHABLE) for word in rest]
            self._joined.append((joined_text(wording, self._levels), wording))
        self._endings = endings_of(self._by_spelling)

    def any_in(self, answer: str) -> bool:
        """Tell if `find_idea` finds any of the wordings in the answer."""
        return _any_in(self, answer)

    def says_any_of(self, answer: str) -> bool:
        """Look for the wordings in the answer."""
        return any(says_idea(answer, wording, self._tolerance) for wording in self.possible_in(answer))

    def possible_in(self, answer: str) -> list[str]:
        """The wordings that can be in the answer, in their order; `find_idea` finds no other."""
        words = comparable_words(answer, self._levels)
        likely = tuple(words[at] for at in likely_places(words, self._endings))
        said = spellings_of_words(likely, self._levels, _ATTACHABLE)
        begun = {wording for spelling in self._by_spelling.keys() & said for wording in self._by_spelling[spelling]}
        endings = places_by_ending(words).keys()
        possible = {wording for wording in begun if not any(map(endings.isdisjoint, self._rest[wording]))}
        joined_answer = joined_text(answer, self._levels)
        return [wording for joined, wording in self._joined if wording in possible or joined in joined_answer]


@lru_cache(maxsize=MOST_ASKED)
def _any_in(index: IdeaIndex, answer: str) -> bool:
    return index.says_any_of(answer)
