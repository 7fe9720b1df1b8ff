"""Words inside items: paragraphs, lines and values, set from right to left."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.interchange.lesson_formats.xml_tree import Element, added, writable

ARABIC = {"dir": "rtl", "xml:lang": "ar"}


def part(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element that shows words: its lines with a break between them."""
    child = added(parent, tag, **{name.replace("_", "-"): writable(value) for name, value in attributes.items()})
    child.attrib.update(ARABIC)
    first, *rest = [line for line in text.splitlines() if line.strip()] or [""]
    child.text = writable(first)
    for line in rest:
        added(child, "br").tail = writable(line)
    return child


def paragraphs(parent: Element, text: str) -> None:
    """Add a paragraph for each line."""
    for line in text.splitlines():
        if line.strip():
            part(parent, "p", line)


def values(parent: Element, tag: str, texts: Iterable[str]) -> Element:
    """Add an element that holds values."""
    holder = added(parent, tag)
    for text in texts:
        added(holder, "qti-value", text)
    return holder


def appended(parent: Element, text: str) -> None:
    """Add words behind what the element has so far."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + writable(text)
    else:
        parent.text = (parent.text or "") + writable(text)
