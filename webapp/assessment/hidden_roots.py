"""Roots that word help must hide, because an unsettled question still asks for them.

They follow from the word that is asked about and from the words file, never from the question's key.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from webapp.arabic.clitics import without_article
from webapp.arabic.normalize import skeleton
from webapp.assessment.progress import Progress
from webapp.content import Lesson
from webapp.content.words.words_file import TextWord


def asked_words(progress: Progress) -> frozenset[str]:
    """The words, folded, whose root is asked for by a question of this text that is not settled."""
    return frozenset(
        _folded(standing.item.question.root_word)
        for standing in progress.standings.values()
        if standing.item.question.root_word and not standing.settled
    )


def hidden_roots(progress: Progress) -> frozenset[str]:
    """The words that are asked about in this text, and their roots as the words file has them."""
    asked = asked_words(progress)
    if not asked:
        return asked
    return asked | {word.root for word in _all_words(progress.lesson) if word.root and name_variants(word) & asked}


def is_hidden(hidden: frozenset[str], word: TextWord) -> bool:
    """Tell if the root of this word is hidden."""
    return word.root in hidden or bool(name_variants(word) & hidden)


def name_variants(word: TextWord) -> set[str]:
    """The forms by which a question may name a word, folded: as written, without the article, its dictionary form."""
    return {skeleton(word.word), _folded(word.word), _folded(word.lemma)}


def asks_root_of(lesson: Lesson, word: TextWord) -> bool:
    """Tell if any question of this lesson asks for the root of the word, settled or not."""
    variants = name_variants(word)
    return any(item.question.root_word and _folded(item.question.root_word) in variants for item in lesson.items)


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return skeleton(without_article(word) or word)


def _all_words(lesson: Lesson) -> Iterator[TextWord]:
    if lesson.words:
        for line in (*lesson.words.headings, *lesson.words.paragraphs):
            yield from line
