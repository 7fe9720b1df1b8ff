"""Trees of all versions of QTI with the same names: ``choiceInteraction`` and ``qti-choice-interaction`` alike."""

from __future__ import annotations

import re

from webapp.interchange.lesson_formats.plain_words import LeftPart, words_of_html
from webapp.interchange.lesson_formats.xml_tree import Element, html_source_of, is_comment

_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")
_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
_XML = "{http://www.w3.org/XML/1998/namespace}"


def without_namespaces(root: Element) -> list[str]:
    """Take the namespaces out of a tree, and the comments directly under its root, which are returned."""
    comments = [child for child in root if is_comment(child)]
    root[:] = [child for child in root if not is_comment(child)]
    for element in root.iter():
        if not is_comment(element):
            element.tag = local_name(element.tag)
            for name in [name for name in element.attrib if name.startswith("{") and not name.startswith(_XML)]:
                value = element.attrib.pop(name)
                if not name.startswith(_INSTANCE):
                    element.set(local_name(name), value)
    return [comment.text or "" for comment in comments]


def with_plain_names(root: Element) -> Element:
    """Name elements and attributes in small letters with hyphens, without ``qti-`` before them."""
    for element in root.iter():
        if not is_comment(element):
            element.tag = _plain(element.tag)
            for name in [name for name in element.attrib if _plain(name) != name]:
                element.set(_plain(name), element.attrib.pop(name))
    return root


def local_name(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def _plain(name: str) -> str:
    return _CAPITAL.sub(r"-\1", name).lower().removeprefix("qti-")


def values_in(element: Element | None, path: str) -> list[str]:
    """The values in a part of a declaration."""
    parts = element.findall(f"{path}/value") if element is not None else []
    return [" ".join("".join(part.itertext()).split()) for part in parts]


def words_in(element: Element) -> tuple[str, tuple[LeftPart, ...]]:
    """The words of an element, a line a paragraph, and what of it is not in them."""
    return words_of_html(html_source_of(element))


def taken_out(root: Element, tags: frozenset[str]) -> list[Element]:
    """Take all elements with these tags out of a tree; the words behind each stay."""
    taken: list[Element] = []
    for parent in list(root.iter()):
        if any(child.tag in tags for child in parent):
            kept: list[Element] = []
            for child in parent:
                if child.tag not in tags:
                    kept.append(child)
                    continue
                words, child.tail = child.tail or "", None
                if kept:
                    kept[-1].tail = (kept[-1].tail or "") + words
                else:
                    parent.text = (parent.text or "") + words
                taken.append(child)
            parent[:] = kept
    return taken


def replace_child(parent: Element, child: Element, words: str) -> None:
    """Put words in the place of a child and of what stands behind it."""
    place = list(parent).index(child)
    parent.remove(child)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words
