"""One word of an answer that is a typing slip away from a word of the key, and the answer with it corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from webapp.arabic import clitics
from webapp.arabic.matching import spelling_feedback, typing_slips
from webapp.arabic.normalize import canonical
from webapp.arabic.text_equality import comparable_words, fold_spelling, strip_prefixes, words_equal
from webapp.arabic.tokenizer import words
from webapp.arabic.tolerance_levels import ordered_levels

_ATTACHABLE = "وفبلك"
SHORT_ANSWER = 6
"""An answer of so many words is read again without a look at its words alone."""
MOST_SLIPS = 3
"""Words with a slip in a longer answer: one with more is not right but for one."""


class _Right(NamedTuple):
    """A word of the key, and its place among them; its stems, folded, and its letters before that."""

    order: int
    word: str
    stems: tuple[str, ...]
    letters: int

    @classmethod
    def of(cls, order: int, word: str, allowed: Sequence[str]) -> _Right:
        """Read a word of the key."""
        letters = clitics.count_letters(clitics.without_article(word) or word)
        return cls(order, word, _without_article(word, allowed), letters)


class Correction(NamedTuple):
    """An answer with one of its words corrected: the place of the word, as typed, as corrected; and the answer."""

    at: int
    typed: str
    right: str
    answer: str

    @property
    def why(self) -> str:
        """The note for the learner."""
        return spelling_feedback.slip_note(self.typed)[0]


class Corrections:
    """The words of a key by their first letter and each length that a slip of them may have."""

    def __init__(
        self, wordings: Iterable[str], known: Collection[str], names: Collection[str], tolerance: Collection[str]
    ) -> None:
        """``known``: words of text and key, which are no slips; ``names``: foreign names of the text."""
        self._allowed, self._names, self._known_words = ordered_levels(tolerance), names, known
        self._known = _stems_of(frozenset(known), self._allowed)
        as_written = [level for level in self._allowed if level != "number-words"]
        rights = dict.fromkeys(word for wording in wordings for word in comparable_words(wording, as_written))
        self._by_build: dict[tuple[str, int], list[_Right]] = {}
        self._open: dict[str, list[_Right]] = {}
        for order, word in enumerate(rights):
            right = _Right.of(order, word, self._allowed)
            for stem in right.stems:
                for size in (len(stem) - 1, len(stem), len(stem) + 1):
                    self._by_build.setdefault((stem[:1], size), []).append(right)
            if word[-1:] in ("ة", "ه"):
                self._open.setdefault(f"{word[:-1]}ت", []).append(right)

    def of(self, answer: str) -> Iterator[Correction]:
        """Yield the answer with one of its words corrected, for every word a slip away from a word of the key.

        The caller judges whether the corrected answer is right.
        """
        text = canonical(answer)
        spans = words(text)
        for index, span in enumerate(spans):
            word = span.of(text)
            for form in _corrected(self, word, index + 1 == len(spans)):
                yield Correction(index, word, form, text[: span.start] + form + text[span.end :])

    def of_few(self, answer: str, count: int) -> list[Correction]:
        """The corrections of an answer of so many words; none for a longer one with slips in many of them."""
        most = MOST_SLIPS if count > SHORT_ANSWER else count
        corrections, places = list[Correction](), set[int]()
        for correction in self.of(answer):
            places.add(correction.at)
            if len(places) > most:
                return []
            corrections.append(correction)
        return corrections

    def corrected(self, word: str, last: bool) -> Iterator[str]:
        """Yield the word as each of those words of the key from which it is a slip away."""
        read = [(form, _without_article(form, self._allowed)) for form in (word, *strip_prefixes(word, _ATTACHABLE))]
        forms = [(form, stems) for form, stems in read if form[-1:] == "ت" or not self._known.issuperset(stems)]
        for right in self._near(forms):
            slipped = next((form for form, stems in forms if self._is_slip(form, stems, right, last)), None)
            if slipped is not None and not words_equal(word, right.word, self._allowed, _ATTACHABLE):
                yield self._attached(slipped, word) + right.word

    def _near(self, forms: Iterable[tuple[str, tuple[str, ...]]]) -> list[_Right]:
        """The words of the key that have the first letter of these forms and about their length, in their order."""
        near = set[_Right]()
        for form, stems in forms:
            near.update(self._open.get(form, ()))
            for stem in stems:
                near.update(self._by_build.get((stem[:1], len(stem)), ()))
        return sorted(near) if near else []

    def _is_slip(self, form: str, stems: tuple[str, ...], right: _Right, last: bool) -> bool:
        open_ta = form[-1:] == "ت" and not last and typing_slips.is_open_ta(form, right.word)
        if open_ta and fold_spelling(form, self._allowed) not in self._known_words:
            return True
        stem = _slipped_stem(stems, right, self._names)
        return stem is not None and stem not in self._known

    @staticmethod
    def _attached(form: str, word: str) -> str:
        """The و that was taken off a word."""
        return "و" if form is not word and word[0] == "و" else ""


@lru_cache(maxsize=1024)  # most words of a long answer come back in it
def _corrected(corrections: Corrections, word: str, last: bool) -> tuple[str, ...]:
    return tuple(corrections.corrected(word, last))


@lru_cache(maxsize=32)  # the questions of a text have the same words
def _stems_of(known: frozenset[str], allowed: tuple[str, ...]) -> frozenset[str]:
    """The known words, which may stand in the text with an article or a particle before them."""
    return frozenset(stem for word in known for stem in _without_article(word, allowed))


def is_slip_of(
    typed: str, right: str, known: Collection[str], allowed: Sequence[str], names: Collection[str] = frozenset()
) -> bool:
    """Tell if a word is a slip away from the right one, and is none of the ``known`` words."""
    stem = _slipped_stem(_without_article(typed, allowed), _Right.of(0, right, allowed), names)
    return stem is not None and not any(stem in _without_article(word, allowed) for word in known)


def _slipped_stem(typed: Iterable[str], right: _Right, names: Collection[str]) -> str | None:
    """The stem of a typed word, if it is a slip away from the right one."""
    for typed_stem in typed:
        for right_stem in right.stems:
            if typed_stem[:1] != right_stem[:1] or typed_stem == right_stem or _is_far(typed_stem, right_stem):
                continue
            if (
                typing_slips.is_typing_slip(typed_stem, right_stem, right.letters)
                or typing_slips.is_letter_slip(typed_stem, right_stem, right_stem in names)
                or (right_stem in names and typing_slips.is_vowel_slip(typed_stem, right_stem))
            ):
                return typed_stem
    return None


def _is_far(typed: str, right: str) -> bool:
    """Tell at a glance if two stems are more than a slip apart: before or behind a slip half is alike."""
    size, other = len(typed), len(right)
    if not -1 <= size - other <= 1:
        return True
    half = ((size if size < other else other) - 1) // 2
    return typed[:half] != right[:half] and typed[size - half :] != right[other - half :]


def _without_article(word: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """The folded word without its article, if the tolerance allows that.

    In بال and كال the first letter may belong to the word (باليستية): both readings.
    """
    bare = clitics.without_article(word) if "article" in allowed else None
    if bare is None:
        return (fold_spelling(word, allowed),)
    return (
        (fold_spelling(bare, allowed), fold_spelling(word, allowed))
        if word[0] in "بك"
        else (fold_spelling(bare, allowed),)
    )
