"""A text file cut into headings, paragraphs and sentences. The file's own words are never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from webapp.arabic.tokenizer import sentences
from webapp.domain.text import Paragraph, Sentence, Text

MAX_HEADING_LENGTH = 60
"""A line longer than this is a paragraph, whatever it ends with."""
CLOSING_PUNCTUATION = tuple(".؟!…:؛،”»\"'")


def looks_like_heading(line: str) -> bool:
    """A short line without closing punctuation."""
    line = line.strip()
    return 0 < len(line) <= MAX_HEADING_LENGTH and not line.endswith(CLOSING_PUNCTUATION)


def parse_text(file: str, content: str, headings: Iterable[int] | None = None) -> Text:
    """Cut a text into paragraphs, one a line; blank lines only part them.

    ``headings`` are line numbers (from 1, blank lines counted) that override the guess; None guesses.
    A heading with no paragraph after it is a paragraph.
    """
    lines = [(number, line.strip("\r")) for number, line in enumerate(content.split("\n"), 1) if line.strip()]
    chosen = set(headings) if headings is not None else {n for n, line in lines if looks_like_heading(line)}
    chosen -= {lines[-1][0]} if lines else set()
    paragraphs: list[Paragraph] = []
    pending: list[str] = []
    for number, line in lines:
        if number in chosen:
            pending.append(line)
            continue
        paragraphs.append(_paragraph(len(paragraphs) + 1, line, " ".join(pending) or None))
        pending = []
    return Text(file, tuple(paragraphs), hashlib.sha256(content.encode()).hexdigest()[:16])


def _paragraph(number: int, line: str, heading: str | None) -> Paragraph:
    parts = tuple(Sentence(f"p{number}s{index}", span.start, span.end) for index, span in enumerate(sentences(line), 1))
    return Paragraph(number, line, heading, parts)
