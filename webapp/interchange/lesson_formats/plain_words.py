"""Plain words out of the HTML that other programs keep in their questions, and the parts that words do not hold.

The tags are found by one pattern that reads each sign once, whatever the page: Python's own parser of HTML goes back to
the beginning of each tag that does not end, and a few kilobytes of those take it minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"})
_RAW = frozenset({"script", "style"})
"""Elements in which nothing but their own end is a tag."""
_UNSEEN = frozenset({"head", "template", "noscript"})
_FILES = frozenset({"img", "audio", "video", "object", "embed", "iframe", "source"})
_EMPHASIS = frozenset({"b", "strong", "i", "em", "u", "mark", "s", "sub", "sup"})
_FORMULAS = frozenset({"math", "svg", "canvas"})
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
# No piece of it takes a «<», so that a tag without an end is read up to the next one and never again.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*'|[\"'])*+)>|<[!?][^<>]*+>")
_FILE = re.compile(r"\b(?:src|data)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.I)
_ADDRESS = re.compile(r"\bhref\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.I)
_ENDLESS_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
"""A reference to a sign that no number of this length names; Python refuses to read the longest of them."""
MAX_ATTRIBUTES = 20_000
"""Characters of one tag's attributes in which the name of a file is looked for."""
MAX_SAID = 200
"""Signs of the words or names that a message repeats."""
MAX_LINKS = 20
"""Links that are looked for in the words: the first ones."""
_CELL = " | "


@dataclass(frozen=True)
class LeftPart:
    """A part of a page that is not in its words; the rule under which it is said, and its name in both languages."""

    rule: str
    en: str
    ar: str


@dataclass
class _Seen:
    """Contents of a page: its words in pieces, and the parts that words do not hold."""

    pieces: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    emphasized: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    unseen: int = 0
    emphasis: int = 0
    cells: int = 0

    def words(self, words: str) -> None:
        """Take words in."""
        if words and not self.unseen:
            self.pieces.append(_SPACE.sub(" ", unescape(_ENDLESS_NUMBER.sub("\ufffd", words))))
            if self.emphasis:
                self.emphasized.append(self.pieces[-1])

    def tag(self, name: str, closes: bool, attributes: str) -> None:
        """Take a tag in."""
        step = -1 if closes else 1
        self.tags.add(name)
        if name in _BREAKS:
            self.pieces.append("\n")
        if name in _UNSEEN:
            self.unseen = max(0, self.unseen + step)
        if name in _EMPHASIS:
            self.emphasis = max(0, self.emphasis + step)
            self.emphasized.append("\n")
        if closes:
            return
        if name == "tr":
            self.cells = 0
        elif name in ("td", "th"):
            self.pieces.append(_CELL if self.cells else "")
            self.cells += 1
        elif name in _FILES:
            self.files.append(_named(_FILE, attributes) or name)
        elif name == "a" and (address := _named(_ADDRESS, attributes)):
            self.links.append(address)


def words_of_html(html: str) -> tuple[str, tuple[LeftPart, ...]]:
    """The words of a piece of HTML, one line a paragraph, and what of it is not in them."""
    seen = _Seen()
    for words, tag in _pieces(_without_comments(html)):
        seen.words(words)
        if tag and tag[2]:
            seen.tag(tag[2].lower(), bool(tag[1]), tag[3])
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(seen.pieces).split("\n"))
    words = "\n".join(line for line in lines if line)
    return words, tuple(_left(seen, words))


def _left(seen: _Seen, words: str) -> Iterator[LeftPart]:
    if files := ", ".join(dict.fromkeys(seen.files))[:MAX_SAID]:
        yield LeftPart("media", f"a picture or sound: {files}", f"صورة أو تسجيل: \u2068{files}\u2069")
    if "script" in seen.tags:
        yield LeftPart("code", "a program in it (script)", "برنامج مضمّن ‏(script)")
    if seen.tags & _FORMULAS:
        yield LeftPart("formula", "the shape of a formula or drawing", "شكل معادلة أو رسم")
    named_links = islice(dict.fromkeys(seen.links), MAX_LINKS)
    if links := ", ".join(link for link in named_links if link not in words)[:MAX_SAID]:
        yield LeftPart("link", f"a link: {links}", f"رابط: \u2068{links}\u2069")
    stressed = [part for text in "".join(seen.emphasized).split("\n") if (part := text.strip())]
    if stressed and " ".join(stressed) != " ".join(words.split()):
        named = "، ".join(dict.fromkeys(stressed))[:MAX_SAID]
        yield LeftPart("emphasis", f"bold, underlined or raised letters: {named}", f"إبراز الكلمات بالخط: {named}")


def _pieces(html: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """The words before each tag with the tag, and those behind the last one. Words of scripts are left out."""
    begin, raw = 0, ""
    for tag in _TAG.finditer(html):
        name = (tag[2] or "").lower()
        if raw and not (tag[1] and name == raw):
            continue
        yield "" if raw else html[begin : tag.start()], tag
        begin, raw = tag.end(), name if name in _RAW and not tag[1] else ""
    yield "" if raw else html[begin:], None


def _without_comments(html: str) -> str:
    """Leave comments out; what follows one without an end is words."""
    kept: list[str] = []
    begin = 0
    while (start := html.find("<!--", begin)) >= 0 and (end := html.find("-->", start + 2)) >= 0:
        kept.append(html[begin:start])
        begin = end + 3
    return "".join([*kept, html[begin:]])


def _named(pattern: re.Pattern[str], attributes: str) -> str:
    """The address that a tag names; empty where it names none."""
    found = pattern.search(attributes[:MAX_ATTRIBUTES])
    return unescape(_ENDLESS_NUMBER.sub("", found[1].strip("\"'")))[:MAX_SAID] if found else ""
