"""Text units to pick: sentences, clauses and words, with ids that last as long as the text is unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from webapp.arabic.normalize import skeleton
from webapp.arabic.tokenizer import words
from webapp.domain.question import ParagraphRef
from webapp.domain.text import Paragraph, Text

UnitKind = Literal["sentence", "clause"]
SHORTEST_CLAUSE = 3
"""Least number of words of a clause; a shorter stretch joins the next."""

_CLOSING = "\"'\u2019\u201d\u00bb\u203a)\\]}\ufd3e"
# A comma or semicolon with what closes behind it; not the comma of a number (١،٥).
_CLAUSE_END = re.compile(rf"[،؛]+[{_CLOSING}]*(?![\d{_CLOSING}،؛])")


@dataclass(frozen=True)
class Unit:
    """A unit to pick: ``text`` is paragraph ``paragraph`` from ``start`` to ``end`` (character offsets)."""

    id: str
    paragraph: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class TextPiece:
    """A stretch of a paragraph on a page, with an id where it can be picked; ``anchor`` marks the word asked about."""

    id: str
    text: str
    anchor: bool = False


def paragraphs_of(text: Text, place: ParagraphRef) -> tuple[Paragraph, ...]:
    """The paragraphs that a question may pick from; none where the text has no such paragraph."""
    if place == "whole":
        return text.paragraphs
    return text.paragraphs[place - 1 : place]


def units_of(paragraph: Paragraph, kind: UnitKind) -> tuple[Unit, ...]:
    """Cut a paragraph into sentences (ids ``p3s1``) or clauses (``p3c1``); only white space lies between them."""
    if kind == "sentence":
        return tuple(_unit(paragraph, sentence.id, sentence.start, sentence.end) for sentence in paragraph.sentences)
    spans = [
        span for sentence in paragraph.sentences for span in _clauses(paragraph.text, sentence.start, sentence.end)
    ]
    return tuple(_unit(paragraph, f"p{paragraph.number}c{i}", *span) for i, span in enumerate(spans, 1))


def words_of(paragraph: Paragraph) -> tuple[Unit, ...]:
    """Cut a paragraph into words with ids ``w1`` to ``wn``; punctuation belongs to none of them."""
    return tuple(_unit(paragraph, f"w{i}", word.start, word.end) for i, word in enumerate(words(paragraph.text), 1))


def running(paragraph: Paragraph, units: Iterable[Unit]) -> Iterator[TextPiece]:
    """Yield the whole paragraph in pieces: the units with ids, the stretches between them without."""
    at = 0
    for unit in units:
        if unit.start > at:
            yield TextPiece("", paragraph.text[at : unit.start])
        yield TextPiece(unit.id, unit.text)
        at = unit.end
    if at < len(paragraph.text):
        yield TextPiece("", paragraph.text[at:])


def holding(quote: str, paragraphs: Iterable[Paragraph], units: Sequence[Unit]) -> Iterator[str]:
    """Yield the ids of the units that hold a quote, or a part of it where it spans several."""
    for paragraph in paragraphs:
        at = paragraph.text.find(quote)
        while at >= 0:
            spoken = [(at + word.start, at + word.end) for word in words(quote)]
            for unit in units:
                inside = any(unit.start < end and start < unit.end for start, end in spoken)
                if unit.paragraph == paragraph.number and inside:
                    yield unit.id
            at = paragraph.text.find(quote, at + 1)


def occurrences(phrase: str, units: Sequence[Unit], folded: bool = False) -> list[tuple[str, ...]]:
    """The occurrences of a phrase, each as the ids of its words; ``folded`` ignores differences of spelling."""
    wanted = [_spelled(word.of(phrase), folded) for word in words(phrase)]
    there = [_spelled(unit.text, folded) for unit in units]
    starts = range(len(there) - len(wanted) + 1) if wanted else ()
    places = (at for at in starts if there[at : at + len(wanted)] == wanted)
    return [tuple(unit.id for unit in units[at : at + len(wanted)]) for at in places]


def ticked(form: Mapping[str, Sequence[str]], name: str, units: Iterable[Unit]) -> list[str]:
    """The ids of units among the values of a form field, in the order of the text."""
    sent = set(form.get(name, ()))
    return [unit.id for unit in units if unit.id in sent]


def _unit(paragraph: Paragraph, id: str, start: int, end: int) -> Unit:
    return Unit(id, paragraph.number, start, end, paragraph.text[start:end])


def _spelled(word: str, folded: bool) -> str:
    return skeleton(word) if folded else word


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut one sentence behind its commas; a short clause joins the next, and a short last one the one before."""
    cuts = [comma.end() for comma in _CLAUSE_END.finditer(text, start, end)]
    spans: list[tuple[int, int]] = []
    for stop in [*cuts, end]:
        piece = text[start:stop]
        if len(words(piece)) >= SHORTEST_CLAUSE:
            spans.append(_trimmed(text, start, stop))
            start = stop
    if text[start:end].strip():
        first = spans.pop()[0] if spans else start
        spans.append(_trimmed(text, first, end))
    return spans


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
