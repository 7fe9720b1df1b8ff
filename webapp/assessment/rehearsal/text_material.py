"""The words of a text from which wrong answers are made: its names, numbers, days and nouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from webapp.arabic.keys.answer_words import AnswerWord, answer_words
from webapp.arabic.keys.word_shapes import is_nisba, looks_like_verb
from webapp.arabic.matching.competing_answers import joined_pairs, stems_of_lines
from webapp.arabic.matching.framing_words import DAYS, FRAMING, TITLES
from webapp.arabic.normalize import canonical, strip_tashkeel
from webapp.arabic.tokenizer import words as cut_words
from webapp.content.words.words_file import TextWord, TextWords
from webapp.domain.text import ParagraphSpan, Text

_PLACES = frozenset({"مدينه", "دوله", "جزيره", "نهر", "قريه"})
_PLURAL_OR_DUAL = ("ين", "ون", "ان", "ات")
LEAST_NOUN = 5
"""Letters of a noun with its article."""
Stems = frozenset[str]


@dataclass(frozen=True)
class Name:
    """A name of the text; ``stems`` are those of all names that stand beside it: of one person or place."""

    text: str
    stems: Stems


@dataclass(frozen=True)
class TextMaterial:
    """A text with what answers can be made of; worked out once for all its questions."""

    text: Text
    words: TextWords | None = None

    @cached_property
    def sentences(self) -> tuple[tuple[ParagraphSpan, str], ...]:
        """All sentences with their places."""
        return tuple(
            (
                ParagraphSpan(paragraph.number, sentence.start, sentence.end),
                paragraph.text[sentence.start : sentence.end],
            )
            for paragraph in self.text.paragraphs
            for sentence in paragraph.sentences
        )

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The sentences alone."""
        return tuple(line for _, line in self.sentences)

    @cached_property
    def stems(self) -> Stems:
        """The stems of all words of the text."""
        return stems_of_lines(self.lines)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Words that the text joins with و."""
        return joined_pairs(self.lines)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the text in digits, without fractions."""
        values = (word.word.partition("#")[2] for line in self.lines for word in answer_words(line) if word.number)
        return tuple(dict.fromkeys(value for value in values if value.isdigit()))

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The days of the week that the text names."""
        plain = [strip_tashkeel(span.of(line)) for line in self.lines for span in cut_words(line)]
        return tuple(dict.fromkeys(word for word in plain if word.startswith("ال") and _stems(word) & DAYS))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names of the text: by its words file; without one those that follow a title, as far as seen."""
        if self.words is None:
            texts = dict.fromkeys(name for line in self.lines for name in _titled(line))
            return tuple(Name(text, _stems(text)) for text in texts)
        groups = [run for paragraph in self.words.paragraphs for run in _name_runs(paragraph)]
        stems: dict[str, Stems] = {}
        for run in groups:
            together = stems_of_lines(map(_lemma, run))
            for word in run:
                stems[_lemma(word)] = stems.get(_lemma(word), frozenset()) | together
        return tuple(Name(text, beside) for text, beside in stems.items())

    @cached_property
    def name_stems(self) -> Stems:
        """The stems of all names."""
        return stems_of_lines(name.text for name in self.names)

    def nouns(self, paragraph: int | str) -> tuple[str, ...]:
        """Nouns with an article, those of one paragraph first; adjectives behind a noun are left out as far as seen."""
        near_first = sorted(self._placed_nouns, key=lambda placed: placed[0] != paragraph)
        return tuple(dict.fromkeys(noun for _, noun in near_first))

    @cached_property
    def _placed_nouns(self) -> tuple[tuple[int, str], ...]:
        return tuple((span.paragraph, noun) for span, line in self.sentences for noun in _nouns(line))


def _stems(word: str) -> Stems:
    return stems_of_lines([word])


def _lemma(word: TextWord) -> str:
    return strip_tashkeel(canonical(word.lemma))


def _name_runs(words: tuple[TextWord, ...]) -> Iterator[list[TextWord]]:
    """Names that stand side by side without a و between them."""
    run: list[TextWord] = []
    for word in words:
        named = _is_name(word)
        if run and (not named or word.word.startswith("و")):
            yield run
            run = []
        if named:
            run.append(word)
    if run:
        yield run


def _is_name(word: TextWord) -> bool:
    """Tell if the words file shows a name: no root, a capital in English, no adjective of a place."""
    return word.root is None and word.english[:1].isupper() and not any(map(is_nisba, answer_words(_lemma(word))))


def _titled(line: str) -> Iterator[str]:
    """Words behind the title of a person or, where it has no article, of a place."""
    for title, word in pairwise(answer_words(line)):
        place = title.stems & _PLACES and not title.definite and not word.folded.endswith(_PLURAL_OR_DUAL)
        plain = not (word.joint or word.definite or word.number or word.stems & (FRAMING | TITLES))
        if plain and (place or title.stems & TITLES) and not looks_like_verb(word):
            yield strip_tashkeel(word.word)


def _nouns(line: str) -> Iterator[str]:
    before = ""
    for span in cut_words(line):
        word = strip_tashkeel(canonical(span.of(line)))
        if word.startswith("ال") and len(word) >= LEAST_NOUN and not before.startswith(("ال", "لل")) and _is_noun(word):
            yield word
        before = word


def _is_noun(word: str) -> bool:
    read: AnswerWord = answer_words(word)[0]
    return read.definite and not read.number and not is_nisba(read) and not read.stems & (FRAMING | DAYS)
