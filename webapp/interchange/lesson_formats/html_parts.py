"""Parts of questions in HTML, set from right to left."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from webapp.content.text_marks.line_marks import part_title, picture_of


def html_of(text: str) -> str:
    """A text as HTML: one paragraph a line, in Arabic, its signs escaped; empty where there is no text."""
    return "".join(
        f'<p dir="rtl" lang="ar">{escape(line, quote=False)}</p>' for line in text.splitlines() if line.strip()
    )


def shown_lines(source: str) -> Iterator[tuple[str, str]]:
    """The lines of a text's file with the tags of what they are: titles, paragraphs, and words for pictures."""
    for line in source.splitlines():
        title, picture = part_title(line), picture_of(line)
        words = picture.description if picture else line if title is None else title
        if words.strip():
            yield "p" if title is None else "h2", words
