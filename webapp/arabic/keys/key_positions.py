"""The place of a wording in an answer: neighbouring words, between which framing words may stand."""

from collections.abc import Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from webapp.arabic.keys.answer_words import AnswerWord
from webapp.arabic.matching.framing_words import FRAMING, TITLES, VOCATIVES
from webapp.arabic.text_equality import comparable_words, endings_of_word, every_spelling, fold_spelling, words_equal
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.word_endings import endings_of, likely_places, places_by_ending

MAX_BETWEEN = 2
_ATTACHABLE = "وفبلك"
_BETWEEN = FRAMING | TITLES | VOCATIVES


@dataclass(frozen=True, eq=False)  # one object for each wording
class _Wanted:
    key: str
    wording: str
    words: tuple[str, ...]
    joined: str
    rest: tuple[frozenset[str], ...]
    """The endings of its words but the first."""

    def has_rest_in(self, endings: KeysView[str]) -> bool:
        """Tell if all its words but the first may be among words with these endings."""
        return not any(map(endings.isdisjoint, self.rest))


class Place(NamedTuple):
    """The place of a wording of the key in an answer: the indexes of its words."""

    key: str
    wording: str
    words: frozenset[int]


class KeyIndex:
    """The wordings of a key by the spellings of their first word: an answer meets only those that can be in it."""

    def __init__(
        self, wordings: Mapping[str, Sequence[str]], levels: frozenset[str], between: frozenset[str] = frozenset()
    ) -> None:
        """``wordings``: all the ways to write each accepted wording; ``between``: stems that may part their words."""
        self._levels, self._between = levels, _BETWEEN | between
        self._by_spelling: dict[str, list[_Wanted]] = {}
        self._joined: list[_Wanted] = []
        for key, written in wordings.items():
            for wording in written:
                self._add(key, wording)
        self._endings = endings_of(self._by_spelling)

    def _add(self, key: str, wording: str) -> None:
        words = comparable_words(wording, TOLERANCE_LEVELS)
        if not words:
            return
        joined = "".join(fold_spelling(word, TOLERANCE_LEVELS) for word in words)
        rest = tuple(endings_of_word(word, self._levels, _ATTACHABLE) for word in words[1:])
        wanted = _Wanted(key, wording, words, joined, rest)
        for spelling in every_spelling(words[0], self._levels, _ATTACHABLE):
            self._by_spelling.setdefault(spelling, []).append(wanted)
        if "#" not in joined:
            self._joined.append(wanted)

    def places(self, words: Sequence[AnswerWord]) -> Iterator[Place]:
        """Each wording that the words say, once."""
        said, absent = set[_Wanted](), set[_Wanted]()
        written = tuple([word.word for word in words])
        endings = places_by_ending(written).keys()
        for start in likely_places(written, self._endings):
            spellings = every_spelling(words[start].word, self._levels, _ATTACHABLE)
            begun = {wanted for spelling in spellings for wanted in self._by_spelling.get(spelling, ())}
            for wanted in begun - said - absent:
                if not wanted.has_rest_in(endings):
                    absent.add(wanted)
                elif places := self._places_from(words, wanted.words, start):
                    said.add(wanted)
                    yield Place(wanted.key, wanted.wording, places)
        joined = "".join(word.folded for word in words)
        for wanted in self._joined:
            if wanted.joined in joined and wanted not in said and (places := _places_across_gap(words, wanted)):
                yield Place(wanted.key, wanted.wording, places)

    def any_in(self, words: Sequence[AnswerWord]) -> bool:
        """Tell if the words say any of the wordings."""
        return next(self.places(words), None) is not None

    def _places_from(self, words: Sequence[AnswerWord], wanted: Sequence[str], start: int) -> frozenset[int] | None:
        places, at = [], start
        for number, word in enumerate(wanted):
            end = min(at + 1 + (MAX_BETWEEN if number else 0), len(words))
            while at < end and not words_equal(words[at].word, word, self._levels, _ATTACHABLE):
                at = at + 1 if words[at].stems & self._between else end
            if at >= end:
                return None
            places.append(at)
            at += 1
        return frozenset(places)


def _places_across_gap(words: Sequence[AnswerWord], wanted: _Wanted) -> frozenset[int] | None:
    """The words where a space was typed or left out (بيونغيانغ, عبدالرحمن)."""
    for size in (len(wanted.words) - 1, len(wanted.words) + 1):
        for start in range(len(words) - size + 1 if size else 0):
            run = words[start : start + size]
            rest = "".join(word.folded for word in run[1:])
            if any(form + rest == wanted.joined for form in (run[0].folded, *run[0].stems)):
                return frozenset(range(start, start + size))
    return None
