"""Roots that a reader may not be told yet, because a question still asks for them.

What is held back follows from the word that is asked about and from the words file, never from the question's key.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from webapp.arabic.clitics import without_article
from webapp.arabic.normalize import skeleton
from webapp.assessment.progress import Progress
from webapp.content import Lesson
from webapp.content.words_file import Word


def words_asked(progress: Progress) -> frozenset[str]:
    """The words, folded, whose root a question of this text asks for that is not settled."""
    return frozenset(
        _folded(standing.item.question.root_word)
        for standing in progress.standings.values()
        if standing.item.question.root_word and not standing.settled
    )


def roots_held(progress: Progress) -> frozenset[str]:
    """What is held back in this text: the words that are asked about, and their roots as the words file has them."""
    asked = words_asked(progress)
    if not asked:
        return asked
    return asked | {word.root for word in _all(progress.lesson) if word.root and names(word) & asked}


def holds(held: frozenset[str], word: Word) -> bool:
    """Whether the root of this word is among what is held back."""
    return word.root in held or bool(names(word) & held)


def names(word: Word) -> set[str]:
    """What a question may call a word, folded: as it stands, without the article, its dictionary form."""
    return {skeleton(word.word), _folded(word.word), _folded(word.lemma)}


def may_ask(lesson: Lesson, word: Word) -> bool:
    """Whether any question of this lesson asks for the root of the word, settled or not."""
    found = names(word)
    return any(item.question.root_word and _folded(item.question.root_word) in found for item in lesson.items)


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return skeleton(without_article(word) or word)


def _all(lesson: Lesson) -> Iterator[Word]:
    if lesson.words:
        for line in (*lesson.words.headings, *lesson.words.paragraphs):
            yield from line
