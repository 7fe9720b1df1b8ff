"""Evidence that stands in a text and would no longer stand in it after an edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.content.editing.question_edits import QuestionSource, question_sources
from webapp.content.evidence_quotes import SeenParagraph, find_alike, find_quote
from webapp.content.missing_quotes import missing_quote
from webapp.domain.text import Paragraph, Text


@dataclass(frozen=True)
class LostQuote:
    """A quote of one question; ``message`` says where its words stand now, or what is left of them."""

    question: str
    prompt: str
    quote: str
    message: str


def lost_quotes(before: tuple[bytes, Text], after: tuple[bytes, Text]) -> list[LostQuote]:
    """The evidence that ``before`` has and ``after`` has not; each a question file and its text.

    UneditableFile where a question file cannot be read.
    """
    (raw, text), (new_raw, new_text) = before, after
    found = {(source.id, quote) for source in question_sources(raw) for quote in _found(source, text)}
    lost = []
    for source in question_sources(new_raw):
        standing = set(_found(source, new_text))
        for quote in _quotes(source):
            if (source.id, quote) in found and quote not in standing:
                message = missing_quote(quote, _paragraphs(source, new_text), new_text.paragraphs)
                lost.append(LostQuote(source.id, str(source.values.get("prompt", "")), quote, message))
    return lost


def _found(source: QuestionSource, text: Text) -> Iterator[str]:
    paragraphs = _paragraphs(source, text)
    yield from (
        quote
        for quote in _quotes(source)
        if find_quote(quote, paragraphs) or find_alike(quote, map(SeenParagraph, paragraphs))
    )


def _quotes(source: QuestionSource) -> list[str]:
    quotes = source.values.get("evidence")
    return [quote for quote in quotes if isinstance(quote, str)] if isinstance(quotes, list) else []


def _paragraphs(source: QuestionSource, text: Text) -> tuple[Paragraph, ...]:
    """The paragraphs that may hold a question's evidence."""
    number = str(source.values.get("paragraph", ""))
    if not number.isdecimal():
        return text.paragraphs
    return tuple(paragraph for paragraph in text.paragraphs if paragraph.number == int(number))
