"""Evidence that stands in a text and would no longer stand in it after an edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.content.editing.question_edits import QuestionSource, question_sources
from webapp.content.evidence_quotes import SeenParagraph, find_alike, find_quote
from webapp.content.missing_quotes import missing_quote
from webapp.domain.text import Paragraph, Text
from webapp.domain.whole_numbers import whole_number


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
    old, new = _Standing(before[1]), _Standing(after[1])
    found = {(source.id, quote) for source in question_sources(before[0]) for quote in old.quotes_of(source)}
    lost = []
    for source in question_sources(after[0]):
        standing = set(new.quotes_of(source))
        for quote in _quotes(source):
            if (source.id, quote) in found and quote not in standing:
                message = missing_quote(quote, new.paragraphs_of(source), new.text.paragraphs)
                lost.append(LostQuote(source.id, str(source.values.get("prompt", "")), quote, message))
    return lost


class _Standing:
    """A text, read once for all quotes that may stand in it."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self._seen = {paragraph.number: SeenParagraph(paragraph) for paragraph in text.paragraphs}

    def paragraphs_of(self, source: QuestionSource) -> tuple[Paragraph, ...]:
        """The paragraphs that may hold a question's evidence."""
        number = whole_number(str(source.values.get("paragraph", "")))
        if number is None:
            return self.text.paragraphs
        return tuple(paragraph for paragraph in self.text.paragraphs if paragraph.number == number)

    def quotes_of(self, source: QuestionSource) -> Iterator[str]:
        """The quotes of a question that stand there."""
        paragraphs = self.paragraphs_of(source)
        seen = [self._seen[paragraph.number] for paragraph in paragraphs]
        yield from (quote for quote in _quotes(source) if find_quote(quote, paragraphs) or find_alike(quote, seen))


def _quotes(source: QuestionSource) -> list[str]:
    quotes = source.values.get("evidence")
    return [quote for quote in quotes if isinstance(quote, str)] if isinstance(quotes, list) else []
