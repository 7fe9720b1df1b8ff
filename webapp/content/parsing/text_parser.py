"""Parser of a text file: headings, paragraphs and sentences. The file's own words are never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from webapp.arabic.tokenizer import sentences
from webapp.domain.text import Paragraph, Sentence, Text

MAX_HEADING_LENGTH = 60
"""A longer line is a paragraph, even without closing punctuation."""
CLOSING_PUNCTUATION = tuple(".؟!…:؛،”»\"'")


def looks_like_heading(line: str) -> bool:
    """Guess that a line is a heading: short, and without closing punctuation."""
    line = line.strip()
    return 0 < len(line) <= MAX_HEADING_LENGTH and not line.endswith(CLOSING_PUNCTUATION)


def parse_text(file: str, content: str, headings: Iterable[int] | None = None) -> Text:
    """Split a text into paragraphs, one a line; blank lines only separate them.

    ``headings`` are line numbers (from 1, blank lines counted) that override the guess; None guesses.
    A heading with no paragraph after it is a paragraph.
    """
    lines = [(number, line.strip("\r")) for number, line in enumerate(content.split("\n"), 1) if line.strip()]
    heading_lines = set(headings) if headings is not None else {n for n, line in lines if looks_like_heading(line)}
    heading_lines -= {lines[-1][0]} if lines else set()
    paragraphs: list[Paragraph] = []
    pending_headings: list[str] = []
    for number, line in lines:
        if number in heading_lines:
            pending_headings.append(line)
            continue
        paragraphs.append(_paragraph(len(paragraphs) + 1, line, " ".join(pending_headings) or None))
        pending_headings = []
    return Text(file, tuple(paragraphs), hashlib.sha256(content.encode()).hexdigest()[:16])


def _paragraph(number: int, line: str, heading: str | None) -> Paragraph:
    parts = tuple(Sentence(f"p{number}s{index}", span.start, span.end) for index, span in enumerate(sentences(line), 1))
    return Paragraph(number, line, heading, parts)
