"""One word of an answer that is a typing slip away from a word of the key, and the answer with it corrected."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from webapp.arabic import clitics
from webapp.arabic.matching import spelling_feedback, typing_slips
from webapp.arabic.normalize import canonical
from webapp.arabic.text_equality import comparable_words, fold_spelling, strip_prefixes, words_equal
from webapp.arabic.tokenizer import words
from webapp.arabic.tolerance_levels import TextMatch, ordered_levels

_ATTACHABLE = "وفبلك"


class _Right(NamedTuple):
    """A word of the key, and its place among them."""

    order: int
    word: str


class Corrections:
    """The words of a key by their first letter and length: a slip changes neither by more than a letter."""

    def __init__(
        self, wordings: Iterable[str], known: Collection[str], names: Collection[str], tolerance: Collection[str]
    ) -> None:
        """``known``: words of text and key, which are no slips; ``names``: foreign names of the text."""
        self._allowed, self._names, self._known_words = ordered_levels(tolerance), names, known
        as_written = [level for level in self._allowed if level != "number-words"]
        rights = dict.fromkeys(word for wording in wordings for word in comparable_words(wording, as_written))
        self._by_build: dict[tuple[str, int], list[_Right]] = {}
        self._open: dict[str, list[_Right]] = {}
        for order, word in enumerate(rights):
            right = _Right(order, word)
            for stem in _without_article(word, self._allowed):
                self._by_build.setdefault((stem[:1], len(stem)), []).append(right)
            if word[-1:] in ("ة", "ه"):
                self._open.setdefault(f"{word[:-1]}ت", []).append(right)

    @cached_property
    def _known(self) -> frozenset[str]:
        # A known word may stand in the text with an article or a particle before it.
        return frozenset(stem for word in self._known_words for stem in _without_article(word, self._allowed))

    def of(self, answer: str) -> Iterator[tuple[TextMatch, str]]:
        """Yield the answer with one of its words corrected, for every word a slip away from a word of the key.

        The caller judges whether the corrected answer is right; the `TextMatch` carries the note for the learner.
        """
        text = canonical(answer)
        spans = words(text)
        for index, span in enumerate(spans):
            word = span.of(text)
            for right in self._near(word):
                if (form := self._corrected(word, right, index + 1 == len(spans))) is not None:
                    slip_match = TextMatch(False, None, (), *spelling_feedback.slip_note(word), nearly=True)
                    yield slip_match, text[: span.start] + form + text[span.end :]

    def _near(self, word: str) -> list[str]:
        """The words of the key that have the first letter of this one and about its length, in their order."""
        near = set[_Right]()
        for form in (word, *strip_prefixes(word, _ATTACHABLE)):
            near.update(self._open.get(form, ()))
            for stem in _without_article(form, self._allowed):
                for size in (len(stem) - 1, len(stem), len(stem) + 1):
                    near.update(self._by_build.get((stem[:1], size), ()))
        return [right.word for right in sorted(near)]

    def _corrected(self, word: str, right: str, last: bool) -> str | None:
        if words_equal(word, right, self._allowed, _ATTACHABLE):
            return None
        for form in (word, *strip_prefixes(word, _ATTACHABLE)):
            open_ta = not last and typing_slips.is_open_ta(form, right)
            if open_ta and fold_spelling(form, self._allowed) not in self._known_words:
                return self._attached(form, word) + right
            stem = _slipped_stem(form, right, self._allowed, self._names)
            if stem is not None and stem not in self._known:
                return self._attached(form, word) + right
        return None

    @staticmethod
    def _attached(form: str, word: str) -> str:
        """The و that was taken off a word."""
        return "و" if form is not word and word[0] == "و" else ""


def is_slip_of(
    typed: str, right: str, known: Collection[str], allowed: Sequence[str], names: Collection[str] = frozenset()
) -> bool:
    """Tell if a word is a slip away from the right one, and is none of the ``known`` words."""
    stem = _slipped_stem(typed, right, allowed, names)
    return stem is not None and not any(stem in _without_article(word, allowed) for word in known)


def _slipped_stem(typed: str, right: str, allowed: Sequence[str], names: Collection[str]) -> str | None:
    """The word without its article, folded, if it is a slip away from the right one."""
    for typed_stem in _without_article(typed, allowed):
        for right_stem in _without_article(right, allowed):
            size = clitics.count_letters(clitics.without_article(right) or right)
            if (
                typing_slips.is_typing_slip(typed_stem, right_stem, size)
                or typing_slips.is_letter_slip(typed_stem, right_stem, right_stem in names)
                or (right_stem in names and typing_slips.is_vowel_slip(typed_stem, right_stem))
            ):
                return typed_stem
    return None


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
