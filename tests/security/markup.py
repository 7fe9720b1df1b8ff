"""What a browser would make of a page: nothing in it runs that is not a file of ours, nothing comes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

LOADS = {"src", "href", "action", "formaction", "poster", "data", "srcset", "xlink:href"}
ISOLATING = {"bdi", "input", "textarea", "title", "option"}
"""A browser keeps the direction of what is in these to itself."""
# Embeddings, overrides and isolates reach beyond the words that they stand in; the two marks do not.
REACHING = re.compile("[\u202a-\u202e\u2066-\u2069]")
FOREIGN = {"iframe", "object", "embed", "style", "base", "applet", "frame", "frameset", "marquee", "math", "video"}


class Seen:
    """The faults of one page, and the texts in it, values of fields included."""

    def __init__(self, html: str) -> None:
        self.faults: list[str] = []
        self.texts: list[str] = []
        self.read(html)

    def read(self, html: str) -> None:
        """Read a page, or what a template in it holds."""
        root = LexborHTMLParser(html).root
        for node in root.traverse(include_text=True) if root else ():
            if node.tag == "-text":
                self.read_text(node)
            elif not (node.tag or "-").startswith("-"):  # no comment and no doctype
                self.read_element(node)

    def read_element(self, node: LexborNode) -> None:
        tag, attributes = node.tag, node.attributes
        if tag == "template":  # a tree of its own
            self.read(node.inner_html or "")
        if tag in FOREIGN:
            self.faults.append(f"<{tag}>")
        if tag == "script" and "src" not in attributes:
            self.faults.append("a script in the page")
        for name, value in attributes.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.faults.append(f"<{tag} {name}={(value or '')[:60]!r}>")
            if value and name in LOADS and (urlsplit(value).scheme or value.startswith("//")):
                self.faults.append(f"<{tag} {name}={value[:60]!r}>: not ours")
        if "value" in attributes:
            self.texts.append(attributes["value"] or "")

    def read_text(self, node: LexborNode) -> None:
        text = node.text_content or ""
        self.texts.append(text)
        if REACHING.search(text) and not any(
            around.tag in ISOLATING or "dir" in around.attributes for around in ancestors(node)
        ):
            self.faults.append(f"a direction mark that reaches beyond: {text.strip()[:60]!r}")


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around a text within the body or the head, the nearest first."""
    around = node.parent
    while around is not None and around.tag not in ("html", "body", "head"):
        yield around
        around = around.parent


seen = lru_cache(4)(Seen)
"""Most pages are asked for both what should not be there and what can be read."""


def faults(html: str) -> list[str]:
    """What should not be in a page."""
    return seen(html).faults


def shown(html: str) -> str:
    """All that can be read on a page, what stands in its fields too."""
    return "\n".join(seen(html).texts)
