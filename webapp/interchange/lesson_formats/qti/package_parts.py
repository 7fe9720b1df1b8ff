"""Parts of a package: those that its manifest names, looked up by their names within it and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from webapp.interchange.lesson_formats.qti.names import MANIFEST
from webapp.interchange.lesson_formats.qti.plain_tree import without_namespaces
from webapp.interchange.lesson_formats.xml_tree import Element, parsed_xml
from webapp.interchange.text_sources.source_text import Unreadable
from webapp.interchange.text_sources.zip_parts import part_names, read_parts

MAX_ELEMENTS = 60_000
"""Of all parts together."""


@dataclass(frozen=True)
class Resource:
    """A part as the manifest lists it."""

    kind: str
    file: str


class PackageParts:
    """The parts of a package, within limits that hold for all of them together."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._elements = 0

    def parts(self, names: Iterable[str]) -> dict[str, bytes]:
        """Those of these parts that the package has."""
        try:
            return read_parts(self._raw, dict.fromkeys(names))
        except Unreadable as refusal:
            raise _damaged() from refusal

    def tree(self, raw: bytes) -> Element:
        """The root element of a part."""
        root = parsed_xml(raw)
        self._elements += sum(1 for _ in root.iter())
        if self._elements > MAX_ELEMENTS:
            raise _damaged()
        return root

    def resources(self) -> list[Resource]:
        """Resources that the manifest lists, in its order."""
        name = self._manifest()
        root = self.tree(self.parts([name])[name])
        without_namespaces(root)
        resources = []
        for resource in root.iter("resource"):
            file = resource.find("file")
            href = resource.get("href") or (file.get("href") if file is not None else None) or ""
            resources.append(Resource(resource.get("type", "").lower(), resolved(name, href) if href else ""))
        return resources

    def _manifest(self) -> str:
        try:
            found = [name for name in part_names(self._raw) if name.rpartition("/")[2] == MANIFEST]
        except Unreadable as refusal:
            raise _damaged() from refusal
        if not found:
            raise Unreadable(
                en=f"this package has no {MANIFEST}. Upload it complete, as it was exported.",
                ar=f"لا يوجد \u2068{MANIFEST}\u2069 في هذه الحزمة. ارفعها كاملة كما صُدّرت.",
            )
        return min(found, key=lambda name: (name.count("/"), name))


def resolved(base: str, href: str) -> str:
    """The name within the package of a part that another part refers to."""
    return normpath(join(dirname(base), unquote(href.split("#")[0])))


def _damaged() -> Unreadable:
    return Unreadable(
        en="the package is damaged or too large. Export it again, or split it.",
        ar="الحزمة تالفة أو كبيرة جدًا. صدّرها من جديد أو قسّمها.",
    )
