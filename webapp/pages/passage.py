"""A paragraph as pieces: plain words, and words lit because they settle a question that was marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from webapp.model import Paragraph, Span
from webapp.progress import Standing


@dataclass(frozen=True)
class Piece:
    """A run of the paragraph. ``questions`` are the numbers of those that it settles; none where it is plain."""

    text: str
    questions: tuple[int, ...]
    ids: tuple[str, ...] = ()


def lit_spans(standing: Standing, paragraphs: Sequence[Paragraph]) -> list[Span]:
    """What a marked question may light: the exact words, their sentences, or nothing until it is settled."""
    if not standing.tries:
        return []
    question, spans = standing.item.question, list(standing.item.evidence)
    if standing.settled or question.lights == "words":
        return spans
    if question.lights == "nothing":
        return []
    by_number = {paragraph.number: paragraph for paragraph in paragraphs}
    return [_sentence_around(span, by_number[span.paragraph]) for span in spans]


def pieces(paragraph: Paragraph, lit: Mapping[int, Iterable[Span]], ids: Mapping[int, str]) -> list[Piece]:
    """Cut a paragraph at the edges of lit spans. ``lit`` maps a question's number on the page to its spans."""
    here = [(number, span) for number, spans in lit.items() for span in spans if span.paragraph == paragraph.number]
    edges = sorted({0, len(paragraph.text), *(edge for _, span in here for edge in (span.start, span.end))})
    cut = []
    for start, end in pairwise(edges):
        numbers = tuple(sorted({n for n, span in here if span.start <= start and end <= span.end}))
        cut.append(Piece(paragraph.text[start:end], numbers, tuple(ids[n] for n in numbers)))
    return cut


def _sentence_around(span: Span, paragraph: Paragraph) -> Span:
    for sentence in paragraph.sentences:
        if sentence.start <= span.start < sentence.end:
            return Span(paragraph.number, sentence.start, max(sentence.end, span.end))
    return span
