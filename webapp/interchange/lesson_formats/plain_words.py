"""Plain words out of the HTML that other programs keep in their questions.

The tags are found by one pattern that reads each sign once, whatever the page: Python's own parser of HTML goes back to
the beginning of each tag that does not end, and a few kilobytes of those take it minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"})
_RAW = frozenset({"script", "style"})
"""Elements in which nothing but their own end is a tag."""
_UNSEEN = frozenset({"head", "template", "noscript"})
_FILES = frozenset({"img", "audio", "video", "object", "embed", "iframe", "source"})
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
# No piece of it takes a «<», so that a tag without an end is read up to the next one and never again.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*'|[\"'])*+)>|<[!?][^<>]*+>")
_FILE = re.compile(r"\b(?:src|data)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.I)
_ENDLESS_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
"""A reference to a sign that no number of this length names; Python refuses to read the longest of them."""
MAX_ATTRIBUTES = 20_000
"""Characters of one tag's attributes in which the name of a file is looked for."""


def words_of_html(html: str) -> tuple[str, tuple[str, ...]]:
    """The words of a piece of HTML, one line a paragraph, and the names of pictures and sounds in it."""
    pieces: list[str] = []
    files: list[str] = []
    unseen = 0
    for words, tag in _pieces(_without_comments(html)):
        if words and not unseen:
            pieces.append(_SPACE.sub(" ", unescape(_ENDLESS_NUMBER.sub("\ufffd", words))))
        name = (tag[2] or "").lower() if tag else ""
        if name in _BREAKS:
            pieces.append("\n")
        if name in _UNSEEN and tag:
            unseen = max(0, unseen + (-1 if tag[1] else 1))
        if name in _FILES and tag and not tag[1]:
            files.append(_file_of(name, tag[3]))
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line), tuple(dict.fromkeys(files))


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


def _file_of(name: str, attributes: str) -> str:
    found = _FILE.search(attributes[:MAX_ATTRIBUTES])
    return unescape(_ENDLESS_NUMBER.sub("", found[1].strip("\"'")))[:200] if found else name
