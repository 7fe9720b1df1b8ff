"""Units that are picked out of a text: sentences, clauses and words, with ids that stay as long as the text does."""

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
"""A stretch of fewer words is no clause of its own and joins the next."""

_CLOSING = "\"'\u2019\u201d\u00bb\u203a)\\]}\ufd3e"
# A comma or semicolon with what closes behind it; not the comma of a number (١،٥).
_CLAUSE_END = re.compile(rf"[،؛]+[{_CLOSING}]*(?![\d{_CLOSING}،؛])")


@dataclass(frozen=True)
class Unit:
    """Something that can be picked: ``text`` is paragraph ``paragraph`` from ``start`` to ``end``."""

    id: str
    paragraph: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph on a page: with an id where it can be picked; ``anchor`` is the word asked about."""

    id: str
    text: str
    anchor: bool = False


def paragraphs_of(text: Text, place: ParagraphRef) -> tuple[Paragraph, ...]:
    """The paragraphs that a question may pick from; none where the text has no such paragraph."""
    if place == "whole":
        return text.paragraphs
    return text.paragraphs[place - 1 : place]


def units_of(paragraph: Paragraph, kind: UnitKind) -> tuple[Unit, ...]:
    """Its sentences (``p3s1``) or clauses (``p3c1``) in order; only white space lies between them."""
    if kind == "sentence":
        return tuple(_unit(paragraph, sentence.id, sentence.start, sentence.end) for sentence in paragraph.sentences)
    spans = [
        span for sentence in paragraph.sentences for span in _clauses(paragraph.text, sentence.start, sentence.end)
    ]
    return tuple(_unit(paragraph, f"p{paragraph.number}c{i}", *span) for i, span in enumerate(spans, 1))


def words_of(paragraph: Paragraph) -> tuple[Unit, ...]:
    """Its words in order, ``w1`` to ``wn``: punctuation belongs to none of them."""
    return tuple(_unit(paragraph, f"w{i}", word.start, word.end) for i, word in enumerate(words(paragraph.text), 1))


def running(paragraph: Paragraph, units: Iterable[Unit]) -> Iterator[Piece]:
    """The whole paragraph in pieces: what lies between the units has no id, and no letter is lost."""
    at = 0
    for unit in units:
        if unit.start > at:
            yield Piece("", paragraph.text[at : unit.start])
        yield Piece(unit.id, unit.text)
        at = unit.end
    if at < len(paragraph.text):
        yield Piece("", paragraph.text[at:])


def holding(quote: str, paragraphs: Iterable[Paragraph], units: Sequence[Unit]) -> Iterator[str]:
    """The ids of the units that hold a quote, or a word of it where it reaches over several."""
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
    """The places where the words of a phrase stand one after another, as ids of words; ``folded`` forgives spelling."""
    wanted = [_spelled(word.of(phrase), folded) for word in words(phrase)]
    there = [_spelled(unit.text, folded) for unit in units]
    starts = range(len(there) - len(wanted) + 1) if wanted else ()
    places = (at for at in starts if there[at : at + len(wanted)] == wanted)
    return [tuple(unit.id for unit in units[at : at + len(wanted)]) for at in places]


def ticked(form: Mapping[str, Sequence[str]], name: str, units: Iterable[Unit]) -> list[str]:
    """The ids among the values of a field that can be picked, in the order of the text."""
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
