"""Writer of cartridges: a folder a text, with its page and the test of its questions."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from webapp.interchange.lesson_formats.common_cartridge.old_item_writer import item_element, metadata
from webapp.interchange.lesson_formats.html_parts import shown_lines
from webapp.interchange.lesson_formats.kept_fields import kept_line
from webapp.interchange.lesson_formats.lesson_format import WrittenItem, WrittenLesson
from webapp.interchange.lesson_formats.qti.names import MANIFEST
from webapp.interchange.lesson_formats.qti.package_writer import SOURCE, title_of, zipped
from webapp.interchange.lesson_formats.xml_tree import Element, added, comment_of, source_of, writable, written_part

CARTRIDGE = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
ABOUT = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
QUESTIONS = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = "http://www.imsglobal.org/profile/cc/ccv1p3/"
TEST_TYPE = "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"
PAGE_TYPE = "webcontent"
PAGE_FILE = "text.html"
TEST_FILE = "questions.xml"


def write_cartridge(lesson: WrittenLesson) -> bytes:
    """Write the cartridge of one text."""
    return write_shelf([lesson], lesson.title)


def write_shelf(lessons: Sequence[WrittenLesson], title: str) -> bytes:
    """Write the cartridge of several texts."""
    parts = {MANIFEST: _manifest(lessons, title)}
    for number, lesson in enumerate(lessons, 1):
        page = _page(lesson)
        parts[f"text{number}/{PAGE_FILE}"] = page.encode()
        parts[f"text{number}/{TEST_FILE}"] = _test(lesson, page, f"text{number}.questions")
    return zipped(parts)


def _page(lesson: WrittenLesson) -> str:
    head = f'<head><meta charset="utf-8"><title>{escape(lesson.title)}</title></head>'
    lines = "".join(f"<{tag}>{escape(line)}</{tag}>" for tag, line in shown_lines(writable(lesson.source)))
    body = f"<body><h1>{escape(lesson.title)}</h1>{lines}</body>"
    return f'<!DOCTYPE html>\n<html lang="ar" dir="rtl">{head}{body}</html>\n'


def _test(lesson: WrittenLesson, page: str, name: str) -> bytes:
    root = Element("questestinterop", {"xmlns": QUESTIONS, "xmlns:xsi": _INSTANCE})
    root.set("xsi:schemaLocation", f"{QUESTIONS} {_SCHEMAS}ccv1p3_qtiasiv1p2p1_v1p0.xsd")
    if lesson.source.strip():
        root.append(comment_of(kept_line({SOURCE: lesson.source}, page)))
    test = added(root, "assessment", ident=name, title=writable(lesson.title))
    metadata(test, {"cc_profile": "cc.exam.v0p1", "qmd_assessmenttype": "Examination"})
    section = added(test, "section", ident="section")
    for written in lesson.items:
        _item(section, written)
    return written_part(root)


def _item(section: Element, written: WrittenItem) -> None:
    if written.item is None:
        section.append(comment_of(kept_line(written.values, "")))
        return
    element = item_element(written.item, title_of(written.item))
    if written.values:
        element.insert(0, comment_of(kept_line(written.values, source_of(element))))
    element.tail = "\n"
    section.append(element)


def _manifest(lessons: Sequence[WrittenLesson], title: str) -> bytes:
    root = Element("manifest", {"identifier": "fahm.cartridge", "xmlns": CARTRIDGE, "xmlns:lomm": ABOUT})
    root.set("xmlns:xsi", _INSTANCE)
    schemas = {CARTRIDGE: "ccv1p3_imscp_v1p2_v1p0.xsd", ABOUT: "LOM/ccv1p3_lommanifest_v1p0.xsd"}
    root.set("xsi:schemaLocation", " ".join(f"{space} {_SCHEMAS}{file}" for space, file in schemas.items()))
    about = added(root, "metadata")
    added(about, "schema", "IMS Common Cartridge")
    added(about, "schemaversion", "1.3.0")
    general = added(added(about, "lomm:lom"), "lomm:general")
    added(added(general, "lomm:title"), "lomm:string", title, language="ar")
    organization = added(
        added(root, "organizations"), "organization", identifier="contents", structure="rooted-hierarchy"
    )
    top = added(organization, "item", identifier="root")
    resources = added(root, "resources")
    for number, lesson in enumerate(lessons, 1):
        _entry(top, resources, f"text{number}", lesson)
    return written_part(root)


def _entry(top: Element, resources: Element, name: str, lesson: WrittenLesson) -> None:
    folder = added(top, "item", identifier=f"{name}.folder")
    added(folder, "title", lesson.title)
    _resource(folder, resources, f"{name}.page", lesson.title, PAGE_TYPE, f"{name}/{PAGE_FILE}")
    if any(written.item is not None for written in lesson.items):
        _resource(folder, resources, f"{name}.questions", "الأسئلة", TEST_TYPE, f"{name}/{TEST_FILE}")


def _resource(folder: Element, resources: Element, name: str, title: str, kind: str, file: str) -> None:
    added(added(folder, "item", identifier=f"{name}.item", identifierref=name), "title", title)
    hrefs = {"href": file} if kind == PAGE_TYPE else {}
    added(added(resources, "resource", identifier=name, type=kind, **hrefs), "file", href=file)
