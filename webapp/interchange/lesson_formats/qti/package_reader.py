"""Reader of item packages and of single items: what the manifest names is read, in the order of the test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.domain.exchange_items import NoteItem
from webapp.domain.problem import both
from webapp.interchange.lesson_formats.kept_fields import kept_values
from webapp.interchange.lesson_formats.lesson_format import ReadFile, ReadItem, refuse_many, warning
from webapp.interchange.lesson_formats.qti.item_reader import ItemPlace, ItemReader
from webapp.interchange.lesson_formats.qti.package_parts import PackageParts, Resource, resolved
from webapp.interchange.lesson_formats.qti.package_writer import SOURCE
from webapp.interchange.lesson_formats.qti.plain_tree import (
    local_name,
    with_plain_names,
    without_namespaces,
    words_in,
)
from webapp.interchange.lesson_formats.qti.response_keys import number_of
from webapp.interchange.lesson_formats.qti.shared_words import without_shared_words
from webapp.interchange.lesson_formats.xml_tree import is_comment, parsed_xml, source_of
from webapp.interchange.text_sources.source_text import Unreadable

_ITEM = ("imsqti_item",)
_TEST = ("imsqti_test", "imsqti_assessment")
_TEXT = ("imsqti_stimulus",)
_OLD = ("imsqti_xmlv1",)
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
            en="this XML file has no QTI question. Upload the whole package as it was exported (.zip).",
            ar="لا يوجد في ملف XML هذا سؤال QTI. ارفع الحزمة كاملة كما صُدّرت ‎(.zip)‎.",
        )
    reader = ItemReader()
    item = reader.item(root, ItemPlace(1))
    return ReadFile((item,), problems=tuple(reader.problems))


def _too_old() -> Unreadable:
    return Unreadable(
        en="these questions are in QTI 1.2. Import them as Common Cartridge.",
        ar="هذه الأسئلة بصيغة QTI 1.2. استوردها بصيغة Common Cartridge.",
    )


@dataclass(frozen=True)
class _Reference:
    """An item as its test refers to it; ``alone`` are the fields of a question that has no item."""

    name: str
    tags: tuple[str, ...] = ()
    weight: float = 1
    alone: Mapping[str, object] | None = None


class _Package:
    """A package, read by its manifest."""

    def __init__(self, raw: bytes) -> None:
        self._package = PackageParts(raw)
        self._reader = ItemReader()
        self._words: list[str] = []
        self._title = ""

    def read(self) -> ReadFile:
        """The items in the order of the test, and those that it does not list behind them."""
        resources = self._package.resources()
        items, tests, texts = (_of_kind(resources, kinds) for kinds in (_ITEM, _TEST, _TEXT))
        if not items and _of_kind(resources, _OLD):
            raise _too_old()
        refuse_many(items)
        parts = self._package.parts([*tests, *texts, *items])
        self._words += [self._text(parts[name]) for name in texts if name in parts]
        references = [reference for name in tests if name in parts for reference in self._test(name, parts)]
        listed = {reference.name for reference in references}
        references += [_Reference(name) for name in items if name not in listed]
        read = tuple(self._items(references, parts))
        refuse_many(read)
        if not any(self._words):
            shared, read = without_shared_words(read)
            self._words.append(shared)
        text = "\n".join(dict.fromkeys(filter(None, self._words)))
        return ReadFile(read, text, self._title, tuple(self._reader.problems))

    def _text(self, raw: bytes) -> str:
        root = self._package.tree(raw)
        comments = without_namespaces(root)
        source = source_of(root)
        kept = next((kept for comment in comments if (kept := kept_values(comment, source)) is not None), {})
        with_plain_names(root)
        self._title = self._title or root.get("title", "")
        body = root.find("stimulus-body")
        return str(kept.get(SOURCE) or (words_in(body)[0] if body is not None else ""))

    def _test(self, name: str, parts: Mapping[str, bytes]) -> Iterator[_Reference]:
        root = self._package.tree(parts[name])
        without_namespaces(root)
        with_plain_names(root)
        self._title = root.get("title", "") or self._title
        for element in root.iter():
            if is_comment(element):
                alone = kept_values(element.text or "", "")
                if alone is not None:
                    yield _Reference("", alone=alone)
            elif element.tag == "rubric-block" and "candidate" in element.get("view", ""):
                self._words.append(words_in(element)[0])
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
                yield self._reader.item(self._package.tree(parts[reference.name]), place)

    def _say_missing(self, number: int, name: str) -> None:
        message = both(en=f"left out: {name} is not in the package", ar=f"تُرك: لا يوجد \u2068{name}\u2069 في الحزمة")
        self._reader.problems.append(warning(number, "missing-part", message))


def _of_kind(resources: Sequence[Resource], kinds: tuple[str, ...]) -> list[str]:
    return [resource.file for resource in resources if resource.kind.startswith(kinds) and resource.file]
