"""Parser of a text file: headings, paragraphs and sentences. The file's own words are never changed."""

from __future__ import annotations

import hashlib
from itertools import groupby

from webapp.arabic.tokenizer import sentences
from webapp.content.parsing.text_outline import HEADING_KINDS, LineNumbers, OutlineLine, outline
from webapp.domain.text import Paragraph, ParagraphForm, Sentence, Text


def parse_text(
    file: str, content: str, headings: LineNumbers = None, verses: LineNumbers = None, lists: LineNumbers = None
) -> Text:
    """Split a text into paragraphs, one a line, and one a poem or list; blank lines only separate them.

    Line numbers (from 1, blank lines counted) of headings, verses and lists override the guess; None guesses.
    A heading with no paragraph after it is a paragraph.
    """
    paragraphs: list[Paragraph] = []
    pending_headings: list[str] = []
    seen = (line for line in outline(content, headings, verses, lists) if line.group)
    for _, group in groupby(seen, lambda line: line.group):
        lines = list(group)
        if lines[0].kind in HEADING_KINDS:
            pending_headings.append(lines[0].text)
            continue
        paragraphs.append(_paragraph(len(paragraphs) + 1, lines, " ".join(pending_headings) or None))
        pending_headings = []
    return Text(file, tuple(paragraphs), hashlib.sha256(content.encode()).hexdigest()[:16])


def _paragraph(number: int, lines: list[OutlineLine], heading: str | None) -> Paragraph:
    form: ParagraphForm = "verse" if lines[-1].kind == "verse" else "list" if lines[-1].kind == "list" else "prose"
    text = lines[0].text if form == "prose" else "\n".join(line.text.strip() for line in lines)
    parts = tuple(Sentence(f"p{number}s{index}", span.start, span.end) for index, span in enumerate(sentences(text), 1))
    return Paragraph(number, text, heading, parts, form)
