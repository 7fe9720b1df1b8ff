"""Plain words out of the HTML that other programs keep in their questions."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"})
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript"})
_FILES = frozenset({"img", "audio", "video", "object", "embed", "iframe", "source"})
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")


class _Words(HTMLParser):
    """Collects the words of a page, a line break where one is seen, and the names of what it shows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.files: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.pieces.append("\n")
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in _FILES:
            named = dict(attrs)
            self.files.append((named.get("src") or named.get("data") or tag)[:200])

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.pieces.append("\n")
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(_SPACE.sub(" ", data))


def words_of_html(html: str) -> tuple[str, tuple[str, ...]]:
    """The words of a piece of HTML, one line a paragraph, and the names of pictures and sounds in it."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line), tuple(dict.fromkeys(parser.files))
