"""The key of a typed part beside its question and its text: what right and wrong answers are made from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from webapp.arabic.keys.answer_words import AnswerWord, answer_words
from webapp.arabic.keys.word_shapes import looks_like_verb
from webapp.arabic.matching.answer_matching import match
from webapp.arabic.matching.competing_answers import stems_of_lines
from webapp.arabic.matching.framing_words import BEFORE_VERBS, DAYS, FRAMING, GRAMMAR, LIGHT, PREPOSITIONS
from webapp.arabic.matching.negation import negations
from webapp.arabic.matching.wording_indexes import IdeaIndex
from webapp.arabic.text_equality import comparable_words, fold_spelling
from webapp.arabic.tokenizer import words as cut_words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.assessment.rehearsal.asked_form import AskedForm, asked_form
from webapp.assessment.rehearsal.text_material import TextMaterial
from webapp.domain.question import Question
from webapp.domain.typed_key import TypedKey

Category = Literal["day", "number", "name", "noun", "phrase", "verb"]
_CLAUSE_END = re.compile(r"[،؛:](?!\d)")
_BECAUSE = frozenset(
    fold_spelling(word, TOLERANCE_LEVELS) for word in ("لأن", "لأنه", "لأنها", "لأنهم", "لأنهما", "كي", "لكي", "حتى")
)


@dataclass(frozen=True)
class KeyMaterial:
    """A typed key with all that its rehearsal looks up."""

    question: Question
    key: TypedKey
    text: TextMaterial

    @cached_property
    def asked(self) -> AskedForm:
        """The question taken apart."""
        return asked_form(self.question.prompt)

    @cached_property
    def wordings(self) -> tuple[str, ...]:
        """Everything that the key names as right, whole or as an idea."""
        return (*self.key.wordings, *(wording for idea in self.key.ideas for wording in idea))

    @cached_property
    def _said_by(self) -> tuple[IdeaIndex, tuple[IdeaIndex, ...]]:
        levels = self.key.levels
        return IdeaIndex(self.key.wordings, levels), tuple(IdeaIndex(idea, levels) for idea in self.key.ideas)

    def says(self, text: str) -> bool:
        """Tell if a stretch has the words of the key: a whole wording, or one of each idea."""
        whole, ideas = self._said_by
        return whole.any_in(text) or (bool(ideas) and all(idea.any_in(text) for idea in ideas))

    def touches(self, text: str) -> bool:
        """Tell if a stretch has any wording of the key or of what it takes in part."""
        whole, ideas = self._said_by
        return whole.any_in(text) or any(idea.any_in(text) for idea in ideas) or self._other.any_in(text)

    @cached_property
    def _other(self) -> IdeaIndex:
        return IdeaIndex(self.key.other, self.key.levels)

    @cached_property
    def quoted(self) -> tuple[str, ...]:
        """The sentences of the evidence; without evidence those of the paragraph that say the key."""
        question = self.question
        if question.evidence:
            return tuple(line for line in self.text.lines if any(quote in line for quote in question.evidence))
        return tuple(
            line for span, line in self.text.sentences if span.paragraph == question.paragraph and self.says(line)
        )

    @cached_property
    def sentence(self) -> str:
        """The only sentence that says the key; empty for none or several, and where words are asked for."""
        if not self.key.in_sentences or self.asked.about_words:
            return ""
        saying = [line for line in self.quoted if self.says(line)]
        return saying[0] if len(saying) == 1 else ""

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """Shorter stretches of that sentence that say the key: the evidence as quoted, and up to the next commas."""
        if not self.sentence:
            return self._spread_quotes
        quotes = [quote for quote in self.question.evidence if quote in self.sentence]
        parts = [part for part in _CLAUSE_END.split(self.sentence) if any(quote in part for quote in quotes)]
        return tuple(part.strip() for part in (*quotes, *parts) if len(part.split()) > 1 and self.says(part))

    @property
    def _spread_quotes(self) -> tuple[str, ...]:
        """Evidence that has all words of a wording, with others between them; none where a sentence says the key."""
        if not self.key.in_sentences or self.asked.about_words or any(map(self.says, self.quoted)):
            return ()
        plain = FRAMING | self.prompt_stems
        keys = [[word for word in answer_words(wording) if not word.stems & plain] for wording in self.key.wordings]
        return tuple(
            quote
            for quote in self.question.evidence
            if any(len(words) > 1 and all(word.stems & stems_of_lines([quote]) for word in words) for words in keys)
        )

    @cached_property
    def main(self) -> str:
        """The wording that is put into natural answers; empty where the type makes its own."""
        lists = [self.key.wordings] if self.key.wordings else list(self.key.ideas)
        if len(lists) == 1:
            return self._wording_in_text(lists[0])
        return self._span() or " و".join(dict.fromkeys(self._wording_in_text(idea) for idea in lists))

    def _wording_in_text(self, wordings: Sequence[str]) -> str:
        """The first wording that the evidence has, else the first."""
        told = next((word for word in wordings if any(f" {word}" in f" {line}" for line in self.quoted)), None)
        return told or wordings[0]

    def _span(self) -> str:
        """The shortest stretch of the evidence's sentence that says all the ideas and nothing else."""
        line = next((line for line in self.quoted if self.says(line)), "") if self.key.ideas else ""
        spans = cut_words(line)
        if not spans:
            return ""
        end = bisect_left(range(len(spans)), True, key=lambda at: self.says(line[: spans[at].end])) + 1
        words = range(end)
        start = bisect_left(words, True, key=lambda at: not self.says(line[spans[at].start : spans[end - 1].end])) - 1
        span = line[spans[start].start : spans[end - 1].end]
        return span if all(word.stems & (self.key_stems | FRAMING) for word in answer_words(span)) else ""

    def takes(self, text: str) -> bool:
        """Tell if the key names this answer, for all of the points or for a part of them."""
        length = len(comparable_words(text, self.key.levels))
        return any(match(text, wording, self.key.levels).ok for wording in self._by_length.get(length, ()))

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        """The wordings that count alone, by the number of their words."""
        by_length: dict[int, list[str]] = {}
        for wording in (*self.key.wordings, *self.key.other):
            by_length.setdefault(len(comparable_words(wording, self.key.levels)), []).append(wording)
        return by_length

    @cached_property
    def words(self) -> tuple[AnswerWord, ...]:
        """The words of the main wording."""
        return answer_words(self.main)

    @cached_property
    def single(self) -> bool:
        """True where the key is one idea: what is joined to it is another answer."""
        return bool(self.key.wordings) or len(self.key.ideas) == 1

    @cached_property
    def category(self) -> Category:
        """The kind of thing that the main wording is."""
        if any(word.stems & DAYS for word in self.words):
            return "day"
        first = self.words[0] if self.words else None
        if first is None or self.asked.interrogative in ("لماذا", "كيف") or _begins_phrase(first):
            return "phrase"
        if any(word.number for word in self.words):
            return "number"
        if first.stems & self.text.name_stems:
            return "name"
        return "verb" if looks_like_verb(first) else "noun"

    @property
    def nominal(self) -> bool:
        """True where the main wording is a noun or a name, which a pronoun can stand before."""
        return self.category not in ("phrase", "verb")

    @cached_property
    def key_stems(self) -> frozenset[str]:
        """The stems of everything that the key names, without words of grammar."""
        stems = stems_of_lines((*self.wordings, *self.key.other, self.key.model))
        return stems - (GRAMMAR | LIGHT) or stems

    @cached_property
    def prompt_stems(self) -> frozenset[str]:
        """The stems of the question."""
        return stems_of_lines([self.question.prompt])

    @cached_property
    def negative(self) -> bool:
        """True where the question or the key denies something itself."""
        return self.asked.negative or any(negations(wording) for wording in self.wordings)

    def fits(self, text: str) -> bool:
        """Tell if an answer is short enough to be marked."""
        return 0 < len(cut_words(text)) <= self.key.most_words

    def known(self, words: Iterable[str]) -> bool:
        """Tell if any of these words stands in the text, the question or the key."""
        return bool(stems_of_lines(words) & (self.text.stems | self.prompt_stems | self.key_stems))


def _begins_phrase(word: AnswerWord) -> bool:
    return word.folded in PREPOSITIONS | BEFORE_VERBS | _BECAUSE or word.word.startswith("لل")
