"""What a browser would make of a page: nothing in it runs that is not a file of ours, nothing comes from elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

LOADS = {"src", "href", "action", "formaction", "poster", "data", "srcset", "xlink:href"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ISOLATING = {"bdi", "input", "textarea", "title", "option"}
"""A browser keeps the direction of what is in these to itself."""
# Embeddings, overrides and isolates reach beyond the words that they stand in; the two marks do not.
REACHING = re.compile("[\u202a-\u202e\u2066-\u2069]")
FOREIGN = {"iframe", "object", "embed", "style", "base", "applet", "frame", "frameset", "marquee", "math", "video"}


class Seen(HTMLParser):
    """The faults of one page, and the texts in it, values of fields included."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.feed(html)
        self.close()

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines: nothing asks where on a page a fault is, and counting takes a tenth of the time."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in FOREIGN:
            self.faults.append(f"<{tag}>")
        if tag == "script" and "src" not in given:
            self.faults.append("a script in the page")
        for name, value in given.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.faults.append(f"<{tag} {name}={value[:60]!r}>")
            if name in LOADS and (urlsplit(value).scheme or value.startswith("//")):
                self.faults.append(f"<{tag} {name}={value[:60]!r}>: not ours")
        if "value" in given:
            self.texts.append(given["value"])
        if tag not in VOID:
            self.open.append((tag, "dir" in given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if REACHING.search(data) and not any(tag in ISOLATING or directed for tag, directed in self.open[2:]):
            self.faults.append(f"a direction mark that reaches beyond: {data.strip()[:60]!r}")


seen = lru_cache(4)(Seen)
"""Most pages are asked for both what should not be there and what can be read."""


def faults(html: str) -> list[str]:
    """What should not be in a page."""
    return seen(html).faults


def shown(html: str) -> str:
    """All that can be read on a page, what stands in its fields too."""
    return "\n".join(seen(html).texts)
