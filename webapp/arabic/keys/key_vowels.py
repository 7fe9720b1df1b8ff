"""Vowels of a typed word against those of the text's word: كُتُب typed as كَتَبَ is another word.

A words file tells how each word of a text is read in its place, and what it means. Vowels that a learner types make
another word where they contradict every reading of the key's word there, and

- they are those of another word of the file, with the same letters and another meaning: the answer is that word;
- or the file marks the word as one that can be read in another way: the program cannot tell which word is meant.

What is not typed contradicts nothing, and a shadda is often left out. What follows the grammar of a sentence is not
compared: the vowel of the last letter, and those before and in a pronoun at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from webapp.arabic.matching.competing_answers import stems
from webapp.arabic.matching.framing_words import GRAMMAR
from webapp.arabic.normalize import canonical, fold_letters
from webapp.arabic.tokenizer import words
from webapp.arabic.vowel_marks import SHADDA, TANWIN, Marks, marks_by_letter, vowels_differ

_TYPED_MARKS = re.compile("[\u064b-\u0652]")
_PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "كم", "كن", "نا", "ني", "ه", "ك", "ي")


class ExplainedWord(NamedTuple):
    """A word of a text as its words file explains it; ``distance``: 0 in the evidence, 1 in its paragraph, else 2."""

    vowelled: str
    lemma: str
    meaning: str
    ambiguous: bool
    distance: int


class VowelDoubt(NamedTuple):
    """A typed word whose vowels are not those of the key's word; ``sure`` that they make another word."""

    word: str
    sure: bool


class _Word(NamedTuple):
    """A word with the marks of each letter: folded as stems are, without the alef of its tanwin."""

    letters: str
    marks: tuple[Marks, ...]
    stems: frozenset[str]

    @classmethod
    def of(cls, word: str) -> _Word:
        """Read a word as written."""
        read = [(letter, marks) for letter, marks in marks_by_letter(word) if letter != "ء"]
        if len(read) > 1 and read[-1][0] == "ا" and any(TANWIN in marks for _, marks in read[-2:]):
            read.pop()
        written = "".join(letter for letter, _ in read)
        return cls(fold_letters(written), tuple(marks for _, marks in read), stems(written))

    def shared_with(self, other: _Word) -> int:
        """The number of letters at the end that are the same word, whatever is attached before it; 0 for none."""
        both = (
            len(stem)
            for stem in self.stems & other.stems
            if self.letters.endswith(stem) and other.letters.endswith(stem)
        )
        return max(both, default=0)


class _Explained(NamedTuple):
    """A word of the text, with the number of letters at its end whose vowels follow the sentence."""

    word: _Word
    meaning: str
    ambiguous: bool
    distance: int
    open_end: int

    @classmethod
    def of(cls, explained: ExplainedWord) -> _Explained:
        """Read a word of the file."""
        word, lemma = _Word.of(explained.vowelled), _Word.of(explained.lemma).letters
        pronoun = next((end for end in _PRONOUNS if word.letters.endswith(end) and not lemma.endswith(end)), "")
        return cls(word, explained.meaning, explained.ambiguous, explained.distance, len(pronoun) + 1)

    def is_contradicted_by(self, typed: _Word) -> bool:
        """Tell if the vowels of a typed word with the same letters cannot be those of this word."""
        size = typed.shared_with(self.word)
        pairs = list(zip(typed.marks[-size:], self.word.marks[-size:], strict=True))
        article = size < max(len(typed.letters), len(self.word.letters))
        for at, (ours, theirs) in enumerate(pairs):
            if at < size - self.open_end and vowels_differ(ours, theirs):
                return True
            doubled = SHADDA in ours and theirs and SHADDA not in theirs
            if doubled and (at or not article) and (at < size - self.open_end or self.open_end == 1):
                return True
        return False


class KeyVowels:
    """The readings of the key's words in their place, and other words of the text that have their letters."""

    def __init__(self, wordings: Iterable[str] = (), explained: Iterable[ExplainedWord] = ()) -> None:
        text = [_Explained.of(word) for word in explained]
        keys = {span.of(line) for line in map(canonical, wordings) for span in words(line)}
        content = [key for key in map(_Word.of, keys) if not key.stems & GRAMMAR]
        self._readings = [alike for key in content if (alike := _Readings.of(key, text))]

    def __bool__(self) -> bool:
        return bool(self._readings)

    def doubt(self, answer: str) -> VowelDoubt | None:
        """The first word of an answer whose vowels are not those of the key's word; None for most answers."""
        if not self._readings or not _TYPED_MARKS.search(answer):
            return None
        text = canonical(answer)
        marked = [word for span in words(text) if _TYPED_MARKS.search(word := span.of(text))]
        doubts = (doubt for word in marked for readings in self._readings for doubt in readings.doubts_of(word))
        return next(doubts, None)


class _Readings(NamedTuple):
    """One word of the key: how it is read in its place, and the other words of the text with its letters."""

    key: _Word
    own: list[_Explained]
    others: list[_Explained]

    @classmethod
    def of(cls, key: _Word, text: Iterable[_Explained]) -> _Readings | None:
        """Look the key's word up in the text; None where nothing shows that it may be another word."""
        alike = [word for word in text if key.shared_with(word.word)]
        nearest = min((word.distance for word in alike), default=0)
        own = [word for word in alike if word.distance == nearest and not word.is_contradicted_by(key)]
        meanings = {word.meaning for word in own}
        others = [word for word in alike if word not in own and word.meaning not in meanings]
        return cls(key, own, others) if own and (others or any(word.ambiguous for word in own)) else None

    def doubts_of(self, word: str) -> Iterator[VowelDoubt]:
        """The doubt about a typed word; nothing where it may be the key's."""
        typed = _Word.of(word)
        alike = [own for own in self.own if typed.shared_with(own.word)]
        if not alike or not typed.shared_with(self.key) or not all(own.is_contradicted_by(typed) for own in alike):
            return
        others = (other for other in self.others if typed.shared_with(other.word))
        if any(not other.is_contradicted_by(typed) for other in others):
            yield VowelDoubt(word, sure=True)
        elif any(own.ambiguous for own in alike):
            yield VowelDoubt(word, sure=False)
