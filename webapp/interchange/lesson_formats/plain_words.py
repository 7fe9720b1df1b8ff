"""Plain words out of the HTML that other programs keep in their questions, and the parts that words do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"})
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript"})
_FILES = frozenset({"img", "audio", "video", "object", "embed", "iframe", "source"})
_EMPHASIS = frozenset({"b", "strong", "i", "em", "u", "mark", "s", "sub", "sup"})
_FORMULAS = frozenset({"math", "svg", "canvas"})
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_CELL = " | "
MAX_SAID = 200
"""Signs of the words or names that a message repeats."""


@dataclass(frozen=True)
class LeftPart:
    """A part of a page that is not in its words; the rule under which it is said, and its name in both languages."""

    rule: str
    en: str
    ar: str


class _Words(HTMLParser):
    """Collects the words of a page, a line break where one is seen, and what it shows besides."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.files: list[str] = []
        self.links: list[str] = []
        self.emphasized: list[str] = []
        self.tags: set[str] = set()
        self._unseen = self._emphasis = self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in _BREAKS:
            self.pieces.append("\n")
        if tag == "tr":
            self._cells = 0
        if tag in ("td", "th"):
            self.pieces.append(_CELL if self._cells else "")
            self._cells += 1
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in _EMPHASIS:
            self._emphasis += 1
            self.emphasized.append("")
        named = dict(attrs)
        if tag in _FILES:
            self.files.append((named.get("src") or named.get("data") or tag)[:MAX_SAID])
        if tag == "a" and (address := named.get("href") or ""):
            self.links.append(address[:MAX_SAID])

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.pieces.append("\n")
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag in _EMPHASIS:
            self._emphasis = max(0, self._emphasis - 1)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        words = _SPACE.sub(" ", data)
        self.pieces.append(words)
        if self._emphasis:
            self.emphasized[-1] += words


def words_of_html(html: str) -> tuple[str, tuple[LeftPart, ...]]:
    """The words of a piece of HTML, one line a paragraph, and what of it is not in them."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(parser.pieces).split("\n"))
    words = "\n".join(line for line in lines if line)
    return words, tuple(_left(parser, words))


def _left(parser: _Words, words: str) -> Iterator[LeftPart]:
    if files := ", ".join(dict.fromkeys(parser.files))[:MAX_SAID]:
        yield LeftPart("media", f"a picture or sound: {files}", f"صورة أو تسجيل: \u2068{files}\u2069")
    if "script" in parser.tags:
        yield LeftPart("code", "a program in it (script)", "برنامج مضمّن ‏(script)")
    if parser.tags & _FORMULAS:
        yield LeftPart("formula", "the shape of a formula or drawing", "شكل معادلة أو رسم")
    if links := ", ".join(link for link in dict.fromkeys(parser.links) if link not in words)[:MAX_SAID]:
        yield LeftPart("link", f"a link: {links}", f"رابط: \u2068{links}\u2069")
    stressed = [text.strip() for text in parser.emphasized]
    if any(stressed) and " ".join(filter(None, stressed)) != " ".join(words.split()):
        named = "، ".join(dict.fromkeys(filter(None, stressed)))[:MAX_SAID]
        yield LeftPart("emphasis", f"bold, underlined or raised letters: {named}", f"إبراز الكلمات بالخط: {named}")
