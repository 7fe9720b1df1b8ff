"""Quotes of evidence in a text: the exact words, or the same words in characters that look alike.

A file may hold thousands of quotes. So a text is read for all of them once (:class:`SeenParagraph`), and a quote that
stands often is not looked for again after its second place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from webapp.arabic.normalize import HAMZA_MARKS, INVISIBLE, TASHKEEL
from webapp.arabic.unicode_forms import composed
from webapp.content.parsing.unseen_characters import WIDE_SPACES, character_name
from webapp.content.text_marks.line_marks import without_marks
from webapp.domain.problem import both
from webapp.domain.question import Question
from webapp.domain.text import Paragraph, ParagraphSpan, Text

# A letter with the marks on it; or a run of spaces; what is invisible stands by itself.
_MARKS = TASHKEEL + HAMZA_MARKS + "\u0300-\u034e\u0350-\u036f"
_CLUSTER = re.compile(rf"[{INVISIBLE}]|\s+|[^\s{INVISIBLE}][{_MARKS}]*")
_MARKS_OF_LETTER = re.compile(f"[{_MARKS}]*")
TWICE = 2
_LOOKED_THROUGH = re.compile(f"[{INVISIBLE}{WIDE_SPACES}]")


def find_quote(quote: str, paragraphs: tuple[Paragraph, ...]) -> list[ParagraphSpan]:
    """Find the first two places of the exact words in these paragraphs, with the marks on the last letter."""
    spans = (
        ParagraphSpan(paragraph.number, start, _behind_marks(paragraph.text, start + len(quote)))
        for paragraph in paragraphs
        for start in _occurrences(quote, paragraph.text)
    )
    return list(islice(spans, TWICE))


def _behind_marks(text: str, end: int) -> int:
    """The end of a letter's marks: «غال» is quoted of «غالٍ» without half a letter."""
    marks = _MARKS_OF_LETTER.match(text, end)
    return marks.end() if marks else end


class SeenParagraph:
    """A paragraph as it is seen: one space for any run of them, nothing invisible, one encoding of each letter."""

    def __init__(self, paragraph: Paragraph) -> None:
        self.number = paragraph.number
        self._starts: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        clusters, at = [], 0
        for cluster, start, end in _clusters(paragraph.text):
            self._starts[at], at = start, at + len(cluster)
            self._ends[at] = end
            clusters.append(cluster)
        self._text = "".join(clusters)

    def places(self, seen: str) -> Iterator[ParagraphSpan]:
        """Each place of words, in the paragraph's own characters; whole letters with their marks alone."""
        for at in _occurrences(seen, self._text):
            if at in self._starts and at + len(seen) in self._ends:
                yield ParagraphSpan(self.number, self._starts[at], self._ends[at + len(seen)])


def find_alike(quote: str, paragraphs: Iterable[SeenParagraph]) -> list[ParagraphSpan]:
    """Find where no difference can be seen: other spaces, invisible marks, other encodings of a letter; two places.

    Words that were copied out of the file may have its marks between them.
    """
    known = tuple(paragraphs)
    for words in dict.fromkeys((quote, without_marks(quote))):
        seen = "".join(cluster for cluster, _, _ in _clusters(words)).rstrip(" ")
        spans = (span for paragraph in known for span in paragraph.places(seen)) if seen else ()
        if alike := list(islice(spans, TWICE)):
            return alike
    return []


def unseen_difference(quote: str, words: str) -> str | None:
    """Name in what a quote differs from the words that it looks like; None where it is a break or a mark alone."""
    if re.sub("[ \n\t]+", " ", words) in (re.sub("[ \n\t]+", " ", quote), without_marks(quote)):
        return None
    odd = [found[0] for found in _LOOKED_THROUGH.finditer(words + quote)]
    if differing := next((character for character in odd if words.count(character) != quote.count(character)), None):
        code, whose = character_name(differing), words.count(differing) > quote.count(differing)
        return both(
            en=f"the {'text' if whose else 'quote'} contains an invisible character ({code})",
            ar=f"في {'النص' if whose else 'الاقتباس'} حرف غير مرئي ({code})",
        )
    return both(
        en="the same letters and marks in another order or encoding (such as شدة and a vowel)",
        ar="الحروف والحركات نفسها، لكن بترتيب آخر أو بترميز آخر (كالشدة مع الحركة)",
    )


def _clusters(text: str) -> Iterator[tuple[str, int, int]]:
    """The letters of a text with their marks, encoded in one way, with their places; runs of spaces are one."""
    for found in _CLUSTER.finditer(text):
        if found[0].isspace():
            yield " ", found.start(), found.end()
        elif not _LOOKED_THROUGH.fullmatch(found[0]):
            yield composed(found[0]), found.start(), found.end()


def _occurrences(quote: str, text: str) -> Iterator[int]:
    start = text.find(quote)
    while start >= 0:
        yield start
        start = text.find(quote, start + 1)


def evidence_paragraphs(question: Question, text: Text) -> tuple[Paragraph, ...]:
    """The paragraphs that may hold the evidence of a question."""
    return text.paragraphs if question.paragraph == "whole" else (text.paragraph(question.paragraph),)


def with_exact_quotes(question: Question, spans: list[ParagraphSpan | None], text: Text) -> Question:
    """The question with its evidence as the text has it, where that differs in what cannot be seen."""
    exact = tuple(
        text.paragraph(span.paragraph).text[span.start : span.end] if span else quote
        for span, quote in zip(spans, question.evidence, strict=True)
    )
    return question if exact == question.evidence else question.model_copy(update={"evidence": exact})
