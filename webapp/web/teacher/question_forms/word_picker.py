"""Choosing of exact words of a text by ticking them: from ticked words to quotes, and back.

A quote is the text's own: from the start of its first word to the end of its last, with vowel marks and what stands
between; signs at both ends are left out. A file tells a place apart by quoting enough of it, so that words which stand
more than once are quoted with a neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from webapp.arabic.tokenizer import Span, words
from webapp.content.evidence_quotes import SeenParagraph, find_alike, find_quote
from webapp.domain.text import Paragraph, ParagraphSpan, Text
from webapp.web.teacher.question_forms.drawn_values import Drawn
from webapp.web.teacher.question_forms.model_fields import ModelField

MOST_TICKED = 500
"""Ticked words that are read; with the neighbours of each run, all of them are looked for in the text."""
MOST_NEIGHBOURS = 8
"""Words that a quote may be lengthened by, to tell its place apart."""
_WORD = re.compile(r"([1-9]\d{0,4}):(\d{1,5})", re.A)


@dataclass(frozen=True)
class Run:
    """Words of a paragraph that follow each other, by their indices from 0."""

    paragraph: int
    first: int
    last: int

    def holds(self, other: Run) -> bool:
        """Tell whether another run lies within this one."""
        return self.paragraph == other.paragraph and self.first <= other.first and other.last <= self.last

    @property
    def names(self) -> list[str]:
        """Names of its words in a form."""
        return [f"{self.paragraph}:{at}" for at in range(self.first, self.last + 1)]


@dataclass(frozen=True)
class PickedWord:
    """A word to tick, with the signs and spaces in front of it; the last one of a passage has no word."""

    before: str
    text: str
    name: str
    ticked: bool


@dataclass(frozen=True)
class PickedPassage:
    """A paragraph whose words can be ticked."""

    paragraph: Paragraph
    words: tuple[PickedWord, ...]


class WordPicker:
    """The words of the paragraph (or of the whole text) that a question may quote."""

    def __init__(self, text: Text, place: object) -> None:
        self.text = text
        whole = place == "whole"
        self.paragraphs = tuple(part for part in text.paragraphs if whole or part.number == place)
        self._known_words: dict[int, tuple[Span, ...]] = {}

    def drawn(self, field: ModelField, quotes: Sequence[str]) -> Drawn:
        """The quotes as ticked words, and those that cannot be ticked; a list of phrases has none ticked."""
        if field.kind == "texts" and field.quoted == "anywhere":
            return {"words": [], "kept": list(quotes)}
        runs = {quote: self.run_of(quote, field.quoted == "anywhere") for quote in quotes}
        ticked = dict.fromkeys(name for run in runs.values() if run for name in run.names)
        return {"words": list(ticked), "kept": [quote for quote in quotes if runs[quote] is None]}

    def quotes(self, field: ModelField, drawn: Drawn, before: Sequence[str]) -> list[str]:
        """The quotes of a drawn field; those of the file stay as they are written where their words are ticked."""
        kept, runs = [quote for quote in drawn["kept"] if quote.strip()], list(self._runs(drawn["words"]))
        if field.kind != "texts":
            return self._single(field, runs, before) or kept[:1]
        if field.quoted == "anywhere":
            return list(dict.fromkeys([*kept, *map(self._slice, runs)]))
        known = {quote: self.run_of(quote) or self._elsewhere.run_of(quote) for quote in before}
        staying, new = set(kept), []
        for run in runs:
            parts = {quote: part for quote, part in known.items() if part and run.holds(part)}
            if {name for part in parts.values() for name in part.names} == set(run.names):
                staying |= parts.keys()
            else:
                new.append(self._told_apart(run))
        own = [quote for quote in before if quote in staying]
        return list(dict.fromkeys([*own, *(quote for quote in kept if quote not in own), *new]))

    def run_of(self, quote: str, anywhere: bool = False) -> Run | None:
        """The words of a quote; None where it is no run of whole words, or stands elsewhere too."""
        spans = find_quote(quote, self.paragraphs) or find_alike(quote, self._seen)
        if not anywhere and len(spans) != 1:
            return None
        return next((run for span in spans if (run := self._run_at(span))), None)

    def passages(self, ticked: Iterable[str]) -> list[PickedPassage]:
        """The paragraphs with their words, those ticked whose names are given."""
        names = frozenset(ticked)
        return [PickedPassage(part, tuple(self._picked(part, names))) for part in self.paragraphs]

    @cached_property
    def _seen(self) -> list[SeenParagraph]:
        return [SeenParagraph(part) for part in self.paragraphs]

    @cached_property
    def _elsewhere(self) -> WordPicker:
        """All of the text: a form may come back with another paragraph than the one it was drawn with."""
        return WordPicker(self.text, "whole")

    def _picked(self, paragraph: Paragraph, ticked: frozenset[str]) -> Iterator[PickedWord]:
        at = 0
        for index, word in enumerate(words(paragraph.text)):
            name = f"{paragraph.number}:{index}"
            yield PickedWord(paragraph.text[at : word.start], word.of(paragraph.text), name, name in ticked)
            at = word.end
        yield PickedWord(paragraph.text[at:], "", "", False)

    def _words(self, number: int) -> tuple[Span, ...]:
        if number not in self._known_words:
            known = 1 <= number <= len(self.text.paragraphs)
            self._known_words[number] = words(self.text.paragraph(number).text) if known else ()
        return self._known_words[number]

    def _run_at(self, span: ParagraphSpan) -> Run | None:
        inside = [
            (at, word)
            for at, word in enumerate(self._words(span.paragraph))
            if word.start < span.end and span.start < word.end
        ]
        if not inside or inside[0][1].start < span.start or inside[-1][1].end > span.end:
            return None
        return Run(span.paragraph, inside[0][0], inside[-1][0])

    def _runs(self, names: Iterable[str]) -> Iterator[Run]:
        """The runs of ticked words, in the order of the text; a name that no word has is passed over."""
        found = (_WORD.fullmatch(name) for name in names)
        places = sorted({(int(name[1]), int(name[2])) for name in found if name})[:MOST_TICKED]
        run: Run | None = None
        for paragraph, at in places:
            if at >= len(self._words(paragraph)):
                continue
            if run and run.paragraph == paragraph and run.last == at - 1:
                run = Run(paragraph, run.first, at)
                continue
            if run:
                yield run
            run = Run(paragraph, at, at)
        if run:
            yield run

    def _single(self, field: ModelField, runs: list[Run], before: Sequence[str]) -> list[str]:
        """One quote, from the first ticked word to the last of the same paragraph."""
        if not runs:
            return []
        last = max(run.last for run in runs if run.paragraph == runs[0].paragraph)
        whole = Run(runs[0].paragraph, runs[0].first, last)
        same = [quote for quote in before if self.run_of(quote, field.quoted == "anywhere") == whole]
        return same[:1] or [self._slice(whole) if field.quoted == "anywhere" else self._told_apart(whole)]

    def _slice(self, run: Run) -> str:
        spans = self._words(run.paragraph)
        return self.text.paragraph(run.paragraph).text[spans[run.first].start : spans[run.last].end]

    def _told_apart(self, run: Run) -> str:
        """The words of a run, with as few neighbours as tell their place apart; alone where none do."""
        last = len(self._words(run.paragraph)) - 1
        where = self.paragraphs if any(part.number == run.paragraph for part in self.paragraphs) else ()
        where = where or (self.text.paragraph(run.paragraph),)
        for more in range(MOST_NEIGHBOURS + 1):
            for left in range(more + 1):
                wider = Run(run.paragraph, max(run.first - left, 0), min(run.last + more - left, last))
                if len(find_quote(self._slice(wider), where)) == 1:
                    return self._slice(wider)
        return self._slice(run)
