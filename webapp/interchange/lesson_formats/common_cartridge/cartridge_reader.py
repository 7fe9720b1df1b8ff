"""Reader of cartridges, and of tests in QTI 1.2 by themselves: their questions, with the text that Fahm wrote."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.domain.exchange_items import NoteItem
from webapp.interchange.lesson_formats.common_cartridge.cartridge_writer import PAGE_FILE, TEST_FILE
from webapp.interchange.lesson_formats.common_cartridge.old_item_reader import OldItemReader
from webapp.interchange.lesson_formats.kept_fields import kept_values
from webapp.interchange.lesson_formats.lesson_format import ReadFile, ReadItem, refuse_many
from webapp.interchange.lesson_formats.qti.names import MANIFEST
from webapp.interchange.lesson_formats.qti.package_parts import PackageParts, resolved
from webapp.interchange.lesson_formats.qti.package_writer import SOURCE
from webapp.interchange.lesson_formats.qti.plain_tree import local_name
from webapp.interchange.lesson_formats.xml_tree import Element, is_comment, parsed_xml
from webapp.interchange.text_sources.source_text import Unreadable

ROOT = "questestinterop"
OLD_TYPE = "imsqti_xmlv1"
ITEM = "item"
_HOLDERS = ("assessment", "objectbank", "section")


def is_cartridge(raw: bytes) -> bool:
    """Tell a cartridge by the types in its manifest, and a test by its root element."""
    if not raw.startswith(b"PK"):
        return f"<{ROOT}".encode() in raw[:4096]
    if MANIFEST.encode() not in raw:
        return False
    try:
        return any(resource.kind.startswith(OLD_TYPE) for resource in PackageParts(raw).resources())
    except Unreadable:
        return False


def read_cartridge(raw: bytes) -> ReadFile:
    """Read the questions of all tests in a cartridge. Unreadable where it is none."""
    if not raw.startswith(b"PK"):
        return _read([(parsed_xml(raw), "")])
    package = PackageParts(raw)
    names = dict.fromkeys(
        resource.file for resource in package.resources() if resource.kind.startswith(OLD_TYPE) and resource.file
    )
    pages = {name: resolved(name, PAGE_FILE) for name in names if name.rpartition("/")[2] == TEST_FILE}
    parts = package.parts([*names, *pages.values()])
    tests = [
        (package.tree(parts[name]), parts.get(pages.get(name, ""), b"").decode("utf-8", "replace"))
        for name in names
        if name in parts
    ]
    return _read(tests)


def _read(tests: list[tuple[Element, str]]) -> ReadFile:
    reader = OldItemReader()
    items: list[ReadItem] = []
    texts: list[str] = []
    title = ""
    entries = [(element, page) for root, page in tests if local_name(root.tag) == ROOT for element in _entries(root)]
    refuse_many([element for element, _ in entries if not is_comment(element) and local_name(element.tag) == ITEM])
    for element, page in entries:
        if is_comment(element):
            kept = kept_values(element.text or "", page) if page else None
            texts += [str(kept[SOURCE])] if kept and SOURCE in kept else []
            alone = kept_values(element.text or "", "") if kept is None else None
            items += [ReadItem(NoteItem(prompt=""), len(items) + 1, values=alone)] if alone is not None else []
        elif local_name(element.tag) == ITEM:
            items.append(reader.item(element, len(items) + 1))
        else:
            title = title or element.get("title", "")
    return ReadFile(tuple(items), "\n".join(texts), title, tuple(reader.problems))


def _entries(element: Element) -> Iterator[Element]:
    """Comments, tests and items in their order; nothing within an item."""
    for child in element:
        if is_comment(child):
            yield child
            continue
        name = local_name(child.tag)
        if name in (*_HOLDERS, ITEM):
            yield child
        if name in _HOLDERS:
            yield from _entries(child)
