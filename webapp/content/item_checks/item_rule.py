"""A rule about questions that load and yet are poor to answer: its name, its reason, an example, and its check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webapp.arabic.keys.answer_words import AnswerWord, answer_words
from webapp.arabic.matching.framing_words import FRAMING
from webapp.arabic.text_equality import fold_spelling
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.content.lesson import Lesson
from webapp.domain.question import Question
from webapp.domain.question_views import Choosable

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """One warning: the question's id (empty for the whole file), the keys inside it, and what to do."""

    question: str
    where: KeyPath
    en: str
    ar: str


@dataclass(frozen=True)
class ItemRule:
    """A rule of the check. ``example`` is a question (or several) that breaks it, as YAML below ``questions:``."""

    name: str
    en: str
    ar: str
    example: str
    check: Callable[[Lesson], Iterator[Finding]]


def folded_words(text: str) -> frozenset[str]:
    """The words of a list, folded as answers are."""
    return frozenset(fold_spelling(word, TOLERANCE_LEVELS) for word in text.split())


def written_options(question: Question) -> tuple[Choosable, ...]:
    """The options that the file's author worded, in the file's order; none where the program words them itself."""
    return tuple(choice for choice in question.choices() if not choice.en)


def option_place(question: Question, index: int) -> KeyPath:
    """The keys of the file at which an option stands."""
    return ("options", index) if hasattr(question, "options") else ()


def single_key(question: Question) -> Choosable | None:
    """The right option of a question with exactly one; None for all others."""
    right = question.solution().correct
    keys = [choice for choice in written_options(question) if choice.value in right]
    return keys[0] if len(keys) == 1 and question.chooses_one else None


def content_words(text: str) -> list[AnswerWord]:
    """The words of a text that carry content: neither grammar nor framing."""
    return [word for word in answer_words(text) if word.folded not in FRAMING and len(word.folded) > 1]


def says_all(text: list[AnswerWord], words: list[AnswerWord]) -> bool:
    """Tell if a text has each of these words, with or without article and attached particles."""
    stems = frozenset(stem for word in text for stem in word.stems)
    return bool(words) and all(word.stems & stems for word in words)


def key_wordings(question: Question) -> tuple[str, ...]:
    """Wordings of a right answer: of a typed key, or of the one right option."""
    typed = tuple(wording for key in question.typed_keys() for wording in key.wordings)
    key = single_key(question)
    return (*typed, key.text) if key else typed
