"""Reader of item packages and of single items: what the manifest names is read, in the order of the test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from webapp.domain.exchange_items import NoteItem
from webapp.domain.problem import both
from webapp.interchange.lesson_formats.kept_fields import kept_values
from webapp.interchange.lesson_formats.lesson_format import ReadFile, ReadItem, refuse_many, warning
from webapp.interchange.lesson_formats.qti.item_reader import ItemPlace, ItemReader
from webapp.interchange.lesson_formats.qti.names import MANIFEST
from webapp.interchange.lesson_formats.qti.package_writer import SOURCE
from webapp.interchange.lesson_formats.qti.plain_tree import (
    local_name,
    with_plain_names,
    without_namespaces,
    words_in,
)
from webapp.interchange.lesson_formats.qti.response_keys import number_of
from webapp.interchange.lesson_formats.xml_tree import Element, is_comment, parsed_xml, source_of
from webapp.interchange.text_sources.source_text import Unreadable
from webapp.interchange.text_sources.zip_parts import part_names, read_parts

MAX_ELEMENTS = 60_000
"""Of all parts together."""
ITEM_ROOTS = ("assessmentItem", "qti-assessment-item")
OLD_ROOT = "questestinterop"


def read_qti(raw: bytes) -> ReadFile:
    """Read a package or a single item. Unreadable where it is none."""
    return _Package(raw).read() if raw.startswith(b"PK") else _single(raw)


def _single(raw: bytes) -> ReadFile:
    root = parsed_xml(raw)
    name = local_name(root.tag)
    if name == OLD_ROOT:
        raise _too_old()
    if name not in ITEM_ROOTS:
        raise Unreadable(
            en="this XML holds no item of QTI: bring the whole package as it was exported (.zip)",
            ar="ليس في ملف XML هذا سؤال QTI: ارفع الحزمة كاملة كما صُدِّرت ‎(.zip)",
        )
    reader = ItemReader()
    item = reader.item(root, ItemPlace(1))
    return ReadFile((item,), problems=tuple(reader.problems))


def _too_old() -> Unreadable:
    return Unreadable(
        en="these questions are in QTI 1.2, which Fahm does not read: export them as QTI 2.1 or later",
        ar="هذه الأسئلة بصيغة QTI 1.2 القديمة: صدِّرها بصيغة QTI 2.1 أو أحدث",
    )


@dataclass(frozen=True)
class _Reference:
    """An item as its test refers to it; ``alone`` are the fields of a question that has no item."""

    name: str
    tags: tuple[str, ...] = ()
    weight: float = 1
    alone: Mapping[str, object] | None = None


@dataclass
class _Resources:
    """Names of the parts that a manifest lists, by what they are."""

    tests: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    old: bool = False


class _Package:
    """A package: only parts that its manifest names are looked up, and only by their names within it."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._reader = ItemReader()
        self._elements = 0
        self._title = ""

    def read(self) -> ReadFile:
        """The items in the order of the test, and those that it does not list behind them."""
        resources = self._resources()
        if resources.old and not resources.items:
            raise _too_old()
        refuse_many(resources.items)
        parts = self._parts([*resources.tests, *resources.texts, *resources.items])
        texts = [self._text(parts[name]) for name in resources.texts if name in parts]
        references = [reference for name in resources.tests if name in parts for reference in self._test(name, parts)]
        listed = {reference.name for reference in references}
        references += [_Reference(name) for name in resources.items if name not in listed]
        items = list(self._items(references, parts))
        refuse_many(items)
        return ReadFile(tuple(items), "\n".join(filter(None, texts)), self._title, tuple(self._reader.problems))

    def _parts(self, names: list[str]) -> dict[str, bytes]:
        try:
            return read_parts(self._raw, dict.fromkeys(names))
        except Unreadable as refusal:
            raise _damaged() from refusal

    def _tree(self, raw: bytes) -> Element:
        root = parsed_xml(raw)
        self._elements += sum(1 for _ in root.iter())
        if self._elements > MAX_ELEMENTS:
            raise _damaged()
        return root

    def _resources(self) -> _Resources:
        try:
            found = [name for name in part_names(self._raw) if name.rpartition("/")[2] == MANIFEST]
        except Unreadable as refusal:
            raise _damaged() from refusal
        if not found:
            raise Unreadable(
                en=f"this package has no {MANIFEST}: bring it as it was exported, with all its parts",
                ar=f"لا يوجد \u2068{MANIFEST}\u2069 في هذه الحزمة: ارفعها كاملة كما صُدِّرت",
            )
        name = min(found, key=lambda name: (name.count("/"), name))
        root = self._tree(self._parts([name])[name])
        without_namespaces(root)
        resources = _Resources()
        for resource in root.iter("resource"):
            kind = resource.get("type", "").lower()
            file = resource.find("file")
            href = resource.get("href") or (file.get("href") if file is not None else None) or ""
            _sort_in(resources, kind, resolved(name, href))
        return resources

    def _text(self, raw: bytes) -> str:
        root = self._tree(raw)
        comments = without_namespaces(root)
        source = source_of(root)
        kept = next((kept for comment in comments if (kept := kept_values(comment, source)) is not None), {})
        with_plain_names(root)
        self._title = self._title or root.get("title", "")
        body = root.find("stimulus-body")
        return str(kept.get(SOURCE) or (words_in(body)[0] if body is not None else ""))

    def _test(self, name: str, parts: Mapping[str, bytes]) -> Iterator[_Reference]:
        root = self._tree(parts[name])
        without_namespaces(root)
        with_plain_names(root)
        self._title = root.get("title", "") or self._title
        for element in root.iter():
            if is_comment(element):
                alone = kept_values(element.text or "", "")
                if alone is not None:
                    yield _Reference("", alone=alone)
            elif element.tag == "assessment-item-ref":
                weight = element.find("weight")
                value = number_of(weight.get("value") if weight is not None else None, 1)
                tags = tuple(element.get("category", "").split())
                yield _Reference(resolved(name, element.get("href", "")), tags, value)

    def _items(self, references: list[_Reference], parts: Mapping[str, bytes]) -> Iterator[ReadItem]:
        once = {reference.name or id(reference): reference for reference in references}
        for number, reference in enumerate(once.values(), 1):
            if reference.alone is not None:
                yield ReadItem(NoteItem(prompt=""), number, values=reference.alone)
            elif reference.name not in parts:
                self._say_missing(number, reference.name[:80])
            else:
                place = ItemPlace(number, reference.tags, reference.weight)
                yield self._reader.item(self._tree(parts[reference.name]), place)

    def _say_missing(self, number: int, name: str) -> None:
        message = both(en=f"left out: {name} is not in the package", ar=f"تُرك: لا يوجد \u2068{name}\u2069 في الحزمة")
        self._reader.problems.append(warning(number, "missing-part", message))


def resolved(base: str, href: str) -> str:
    """The name within the package of a part that another part refers to."""
    return normpath(join(dirname(base), unquote(href.split("#")[0])))


def _sort_in(resources: _Resources, kind: str, name: str) -> None:
    if kind.startswith("imsqti_item"):
        resources.items.append(name)
    elif kind.startswith(("imsqti_test", "imsqti_assessment")):
        resources.tests.append(name)
    elif kind.startswith("imsqti_stimulus"):
        resources.texts.append(name)
    elif kind.startswith("imsqti_xmlv1"):
        resources.old = True


def _damaged() -> Unreadable:
    return Unreadable(
        en="the package is damaged or too large: export it again, or split it",
        ar="الحزمة تالفة أو كبيرة جدًا: صدِّرها من جديد أو قسّمها",
    )
