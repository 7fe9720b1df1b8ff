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
from webapp.content.words_file import TextWord
from webapp.question_types.root import Root


def asked_words(progress: Progress) -> frozenset[str]:
    """The words, folded, whose root a question of this text asks for that is not settled."""
    return frozenset(
        _folded(standing.item.question.word)
        for standing in progress.standings.values()
        if isinstance(standing.item.question, Root) and not standing.settled
    )


def hidden_roots(progress: Progress) -> frozenset[str]:
    """What is held back in this text: the words that are asked about, and their roots as the words file has them."""
    asked = asked_words(progress)
    if not asked:
        return asked
    return asked | {word.root for word in _all(progress.lesson) if word.root and name_variants(word) & asked}


def is_hidden(held: frozenset[str], word: TextWord) -> bool:
    """Whether the root of this word is among what is held back."""
    return word.root in held or bool(name_variants(word) & held)


def name_variants(word: TextWord) -> set[str]:
    """What a question may call a word, folded: as it stands, without the article, its dictionary form."""
    return {skeleton(word.word), _folded(word.word), _folded(word.lemma)}


def asks_root_of(lesson: Lesson, word: TextWord) -> bool:
    """Whether any question of this lesson asks for the root of the word, settled or not."""
    found = name_variants(word)
    return any(isinstance(item.question, Root) and _folded(item.question.word) in found for item in lesson.items)


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return skeleton(without_article(word) or word)


def _all(lesson: Lesson) -> Iterator[TextWord]:
    if lesson.words:
        for line in (*lesson.words.headings, *lesson.words.paragraphs):
            yield from line
