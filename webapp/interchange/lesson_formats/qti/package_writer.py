"""Writer of item packages: a manifest, the text as a shared stimulus, an item a question, and a test of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from webapp.domain.exchange_items import (
    ChoiceItem,
    EssayItem,
    ExchangeItem,
    GapsItem,
    GroupsItem,
    OrderItem,
    PairsItem,
    PassageItem,
    TypedItem,
)
from webapp.domain.text import short_digest
from webapp.interchange.lesson_formats.html_parts import shown_lines
from webapp.interchange.lesson_formats.item_tags import tags_of
from webapp.interchange.lesson_formats.kept_fields import kept_line
from webapp.interchange.lesson_formats.lesson_format import WrittenItem, WrittenLesson
from webapp.interchange.lesson_formats.qti.interaction_writer import write_body
from webapp.interchange.lesson_formats.qti.names import (
    ITEMS,
    MANIFEST,
    PACKAGE,
    TEST,
    TEST_FILE,
    TEXT,
    TEXT_FILE,
    identifier_of,
    named,
)
from webapp.interchange.lesson_formats.qti.scoring import declare, process, remark
from webapp.interchange.lesson_formats.qti.words_in_items import ARABIC, part
from webapp.interchange.lesson_formats.xml_tree import (
    Element,
    added,
    comment_of,
    source_of,
    writable,
    written_part,
    written_xml,
)

SOURCE = "source"
"""Key of the text's file in the comment of the stimulus: its marks of verse and tables are no HTML."""
_TITLE_LENGTH = 80
_WHEN = (2000, 1, 1, 0, 0, 0)
"""Date of the parts: the same questions are the same file."""
_SHAPES = (ChoiceItem, TypedItem, GapsItem, PairsItem, GroupsItem, OrderItem, PassageItem, EssayItem)


def can_write(item: ExchangeItem) -> bool:
    """Tell if QTI has such a question: all but words that ask nothing."""
    return isinstance(item, _SHAPES)


def write_qti(lesson: WrittenLesson) -> bytes:
    """Write the package of a text and its questions."""
    has_text = bool(lesson.source.strip())
    parts = {MANIFEST: _manifest(lesson, has_text), TEST_FILE: _test(lesson)}
    if has_text:
        parts[TEXT_FILE] = _stimulus(lesson)
    for written in lesson.items:
        if written.item is not None:
            parts[_file_of(written.item)] = _item(written, written.item, has_text)
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of these parts, the same for the same parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _file_of(item: ExchangeItem) -> str:
    return f"items/{identifier_of(item.id)}.xml"


def _item(written: WrittenItem, item: ExchangeItem, has_text: bool) -> bytes:
    root = Element("qti-assessment-item", {"identifier": identifier_of(item.id), "title": title_of(item)})
    root.attrib.update({"xml:lang": "ar", "adaptive": "false", "time-dependent": "false"})
    body = Element("qti-item-body", ARABIC)
    scoring = write_body(item, body)
    declare(root, scoring)
    if has_text:
        added(root, "qti-assessment-stimulus-ref", identifier=TEXT, href=f"../{TEXT_FILE}")
    root.append(body)
    process(root, scoring)
    remark(root, scoring)
    if written.values:
        root.insert(0, comment_of(kept_line(written.values, source_of(root))))
    return written_part(named(root, ITEMS))


def title_of(item: ExchangeItem) -> str:
    """The prompt on one line, cut to the length of a title."""
    words = writable(" ".join(item.prompt.split()))
    return words if len(words) <= _TITLE_LENGTH else f"{words[: _TITLE_LENGTH - 1]}…"


def _stimulus(lesson: WrittenLesson) -> bytes:
    names = {"identifier": TEXT, "title": writable(lesson.title), "xml:lang": "ar"}
    root = Element("qti-assessment-stimulus", names)
    body = added(root, "qti-stimulus-body")
    for tag, line in list(shown_lines(lesson.source)) or [("p", "")]:
        part(body, tag, line)
    root.insert(0, comment_of(kept_line({SOURCE: lesson.source}, source_of(root))))
    return written_part(named(root, ITEMS))


def _test(lesson: WrittenLesson) -> bytes:
    root = Element("qti-assessment-test", {"identifier": TEST, "title": writable(lesson.title)})
    modes = {"navigation-mode": "nonlinear", "submission-mode": "individual"}
    test_part = added(root, "qti-test-part", identifier="fahm.part", **modes)
    names = {"identifier": "fahm.section", "title": writable(lesson.title), "visible": "true"}
    section = added(test_part, "qti-assessment-section", **names)
    for written in lesson.items:
        if written.item is None:
            section.append(comment_of(kept_line(written.values, "")))
        else:
            _reference(section, written.item)
    return written_xml(named(root, ITEMS))


def _reference(section: Element, item: ExchangeItem) -> None:
    names = {"identifier": identifier_of(item.id), "href": _file_of(item), "category": " ".join(tags_of(item))}
    reference = added(section, "qti-assessment-item-ref", **names)
    if item.points not in (0, 1) and not isinstance(item, EssayItem):
        added(reference, "qti-weight", identifier="points", value=f"{item.points:g}")


def _manifest(lesson: WrittenLesson, has_text: bool) -> bytes:
    root = Element("manifest", {"identifier": f"fahm.{short_digest(lesson.slug, 12)}"})
    about = added(root, "metadata")
    added(about, "schema", "QTI Package")
    added(about, "schemaversion", "3.0.0")
    added(root, "organizations")
    resources = added(root, "resources")
    items = [written.item for written in lesson.items if written.item is not None]
    needs = [TEXT] if has_text else []
    _resource(resources, TEST, "test", TEST_FILE, [*needs, *(identifier_of(item.id) for item in items)])
    if has_text:
        _resource(resources, TEXT, "stimulus", TEXT_FILE, ())
    for item in items:
        _resource(resources, identifier_of(item.id), "item", _file_of(item), needs)
    return written_xml(named(root, PACKAGE))


def _resource(resources: Element, identifier: str, kind: str, href: str, needs: Iterable[str]) -> None:
    names = {"identifier": identifier, "type": f"imsqti_{kind}_xmlv3p0", "href": href}
    resource = added(resources, "resource", **names)
    added(resource, "file", href=href)
    for other in needs:
        added(resource, "dependency", identifierref=other)
