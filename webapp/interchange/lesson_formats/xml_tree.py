"""XML as a tree: read without document types and entities and within limits, written with its comments."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from webapp.interchange.lesson_formats.lesson_format import refuse_large
from webapp.interchange.text_sources.checked_xml import refuse_unsafe_xml
from webapp.interchange.text_sources.source_text import Unreadable

__all__ = [
    "Element",
    "added",
    "comment_of",
    "html_source_of",
    "is_comment",
    "parsed_xml",
    "source_of",
    "writable",
    "written_part",
    "written_xml",
]

MAX_ELEMENTS = 60_000
MAX_XML_BYTES = 10 * 1024 * 1024
"""More than of other files: some programs write pictures into it."""
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""
_BETWEEN = re.compile(r">\s+<")


def parsed_xml(raw: bytes) -> Element:
    """The root element, comments among its children. Unreadable where it is no XML, or larger than a text's."""
    refuse_large(raw, MAX_XML_BYTES)
    try:
        refuse_unsafe_xml(raw, MAX_ELEMENTS)
        parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
        return ElementTree.fromstring(raw, parser)
    except (Unreadable, ElementTree.ParseError, ValueError, LookupError) as refusal:
        raise Unreadable(
            en="this XML file is damaged, too large, or has a DOCTYPE. Export it again from its program.",
            ar="ملف XML هذا تالف أو كبير جدًا أو فيه تعريف نوع (DOCTYPE). صدّره من جديد من برنامجه.",
        ) from refusal


def written_xml(root: Element) -> bytes:
    """The file of a tree, one line an element where that changes no words."""
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, "unicode")}\n'.encode()


def written_part(root: Element) -> bytes:
    """The file of a tree in which every space counts; only the root's children are a line each."""
    root.text = "\n"
    for child in root:
        child.tail = "\n"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, "unicode")}\n'.encode()


def html_source_of(element: Element) -> str:
    """An element written as HTML; what stands behind it is left out."""
    tail, element.tail = element.tail, None
    try:
        return str(ElementTree.tostring(element, "unicode", method="html"))
    finally:
        element.tail = tail


def source_of(element: Element) -> str:
    """An element as it is written, to compare it with another one; what stands behind it is left out."""
    tail, element.tail = element.tail, None
    try:
        return _BETWEEN.sub("><", str(ElementTree.tostring(element, "unicode")))
    finally:
        element.tail = tail


def added(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """Add an element with its words."""
    child = ElementTree.SubElement(parent, tag, attributes)
    child.text = None if text is None else writable(text)
    return child


def writable(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def comment_of(json: str) -> Any:
    """A comment that holds JSON; what XML forbids in it is written as JSON's escapes."""
    hyphens = json.replace("--", "\\u002d-").replace("--", "\\u002d-")
    return ElementTree.Comment(f" {_UNWRITABLE.sub(_json_escape, hyphens)} ")


def _json_escape(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


def is_comment(element: Element) -> bool:
    """Tell a comment from an element."""
    return not isinstance(element.tag, str)
