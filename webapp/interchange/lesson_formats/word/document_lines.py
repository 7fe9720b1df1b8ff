"""Lines of a document: their words, their place in a numbered list, and whether all of them are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

_MARKS = frozenset({"strong", "u", "mark"})
_BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th"})
_SPACE = re.compile(r"\s+")
"""Of every kind: patterns that look at a line then never try a row of spaces in many ways."""


@dataclass(frozen=True)
class DocumentLine:
    """A line. ``depth`` counts the lists around it; ``heading`` is true for one of the document's headings."""

    text: str
    depth: int = 0
    numbered: bool = False
    marked: bool = False
    heading: bool = False


class _Lines(HTMLParser):
    """Cuts HTML into lines at its blocks and line breaks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[DocumentLine] = []
        self._lists: list[str] = []
        self._marks = 0
        self._heading = False
        self._words: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag in ("ol", "ul", "br"):
            self._end()
        if tag in ("ol", "ul"):
            self._lists.append(tag)
        self._marks += tag in _MARKS
        self._heading = self._heading or (tag[0] == "h" and tag[1:].isdigit())

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end()
        if tag in ("ol", "ul"):
            self._end()
            if self._lists:
                self._lists.pop()
        self._marks = max(0, self._marks - (tag in _MARKS))
        if tag[0] == "h" and tag[1:].isdigit():
            self._heading = False

    def handle_data(self, data: str) -> None:
        self._words.append((data, self._marks > 0))

    def _end(self) -> None:
        text = _SPACE.sub(" ", "".join(words for words, _ in self._words)).strip()
        if text:
            marked = all(mark for words, mark in self._words if words.strip(" .)*-\xa0"))
            numbered = bool(self._lists) and self._lists[-1] == "ol"
            self.lines.append(DocumentLine(text, len(self._lists), numbered, marked, self._heading))
        self._words = []


def document_lines(html: str) -> Iterator[DocumentLine]:
    """The lines of a document's HTML that have words."""
    parser = _Lines()
    parser.feed(html)
    parser.close()
    parser._end()
    yield from parser.lines
