"""Messages about evidence that does not stand in its paragraph: the words that are meant, or where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from webapp.arabic.normalize import skeleton
from webapp.arabic.tokenizer import Span
from webapp.arabic.tokenizer import words as cut_words
from webapp.domain.problem import both
from webapp.domain.text import Paragraph

LONGEST_SHOWN = 80
CONJUNCTIONS = ("", "و", "ف")
"""Letters that a quote may leave out before its first word."""
_SIGNS = re.compile(r"[^\w\s]")


def missing_quote(quote: str, paragraphs: tuple[Paragraph, ...], text: tuple[Paragraph, ...]) -> str:
    """Say what is wrong with a quote that these paragraphs do not have; ``text`` has all paragraphs."""
    english, arabic = "these exact words are not in the paragraph", "هذه الكلمات ليست في الفقرة بنصها"
    if meant := _alike_in(quote, paragraphs):
        english += f". A mark, sign or letter differs. Copy them: {_shown(meant[0])}"
        arabic += f". الفرق في حركة أو علامة أو حرف. انسخها كما هي: {_shown(meant[0])}"
    elif elsewhere := _alike_in(quote, text):
        english += f". They are in paragraph {elsewhere[1]}."
        arabic += f". هي في الفقرة {elsewhere[1]}."
    elif begun := _longest_beginning(quote, paragraphs):
        english += f". Only the beginning is: «{begun}»"
        arabic += f". فيها أولها فقط: «{begun}»"
    return both(en=english, ar=arabic)


def _alike_in(quote: str, paragraphs: tuple[Paragraph, ...]) -> tuple[str, int] | None:
    """The same words but for marks, signs and forms of letters, as a paragraph has them, and its number."""
    wanted = _bare_words(quote)[1] if paragraphs else []
    first = {conjunction + wanted[0] for conjunction in CONJUNCTIONS} if wanted else set()
    for paragraph in paragraphs:
        spans, known = _bare_words_of_paragraph(paragraph.text)
        for at in range(len(known) - len(wanted) + 1):
            if wanted and known[at] in first and known[at + 1 : at + len(wanted)] == wanted[1:]:
                return paragraph.text[spans[at].start : spans[at + len(wanted) - 1].end], paragraph.number
    return None


def _longest_beginning(quote: str, paragraphs: tuple[Paragraph, ...]) -> str:
    """The first words of a quote, as many as stand in one of these paragraphs together; empty where fewer than two."""
    spans = cut_words(quote) if paragraphs else ()
    counts = range(1, len(spans) + 1)
    count = bisect_left(counts, True, key=lambda count: not _alike_in(quote[: spans[count - 1].end], paragraphs))
    return quote[: spans[count - 1].end] if count > 1 else ""


def _bare_words(text: str) -> tuple[tuple[Span, ...], list[str]]:
    spans = cut_words(text)
    return spans, [_bare(text[span.start : span.end]) for span in spans]


_bare_words_of_paragraph = lru_cache(32)(_bare_words)  # each quote that is missing is looked for in all of a text


def _bare(word: str) -> str:
    return _SIGNS.sub("", skeleton(word))


def _shown(words: str) -> str:
    return f"«{words}»" if len(words) <= LONGEST_SHOWN else f"«{words[:LONGEST_SHOWN].rsplit(' ', 1)[0]} …»"
