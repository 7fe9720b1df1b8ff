"""Measures of a text that tell how hard it is to read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from webapp.analysis.levels.clause_words import is_clause_lemma, is_clause_spelling
from webapp.arabic.tokenizer import words as cut_words
from webapp.content import Lesson
from webapp.content.words.words_file import TextWord, letters_only

Measure = Literal[
    "sentence-mean", "sentence-longest", "clause-words", "ambiguous", "rare-words", "names", "long-words", "words"
]
LONG_WORD = 7
"""Letters from which a word is long, with the article and what else is joined to it."""
COMPARED_FROM = 5
"""Other texts with a words file from which rare words can be told."""
RARE_BELOW = 1 / 10
"""A word is rare where a smaller share of the other texts have it."""
_NAME = re.compile("[A-Z][A-Za-z]")


@dataclass(frozen=True)
class ShelfWords:
    """Dictionary forms of a shelf's texts, as far as they have words files."""

    texts: int
    in_texts: Mapping[str, int]
    """Number of the texts that each form stands in."""


def shelf_words(shelf: Iterable[Lesson]) -> ShelfWords:
    """Count in how many texts each dictionary form stands."""
    with_words = [text.lemmas for text in shelf if text.lemmas]
    return ShelfWords(len(with_words), Counter(lemma for lemmas in with_words for lemma in lemmas))


def measures(lesson: Lesson, shelf: ShelfWords) -> dict[Measure, float | None]:
    """Count a text of a shelf: lengths in words, and shares in percent of its words; None for what is not known.

    Headings are left out.
    """
    lengths = [
        count
        for paragraph in lesson.text.paragraphs
        for sentence in paragraph.sentences
        if (count := len(cut_words(paragraph.text[sentence.start : sentence.end])))
    ]
    spelled = [span.of(paragraph.text) for paragraph in lesson.text.paragraphs for span in cut_words(paragraph.text)]
    explained = [word for paragraph in lesson.words.paragraphs for word in paragraph] if lesson.words else []
    clause_words = [is_clause_lemma(word.lemma) if word.lemma else is_clause_spelling(word.word) for word in explained]
    return {
        "sentence-mean": sum(lengths) / len(lengths) if lengths else None,
        "sentence-longest": max(lengths, default=None),
        "clause-words": _percent(clause_words or [is_clause_spelling(word) for word in spelled]),
        "ambiguous": _percent([word.ambiguous for word in explained]),
        "rare-words": _rare_words(explained, shelf),
        "names": _percent([is_name(word) for word in explained]),
        "long-words": _percent([len(letters_only(word)) >= LONG_WORD for word in spelled]),
        "words": len(spelled),
    }


def is_name(word: TextWord) -> bool:
    """Tell a name by its English meaning: of a person, a place, a people, a day or a month."""
    return _NAME.match(word.english) is not None


def _rare_words(words: Sequence[TextWord], shelf: ShelfWords) -> float | None:
    """Share of the words that few other texts have, without names and numbers."""
    others = shelf.texts - 1
    plain = [word.lemma for word in words if word.lemma and not is_name(word) and not word.word[0].isdigit()]
    if others < COMPARED_FROM:
        return None
    return _percent([shelf.in_texts[lemma] - 1 < RARE_BELOW * others for lemma in plain])


def _percent(told: Sequence[bool]) -> float | None:
    return 100 * sum(told) / len(told) if told else None
