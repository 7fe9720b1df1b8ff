"""A look at XML before it is parsed: no document types or entities, and limits of depth and of elements."""

from __future__ import annotations

from xml.parsers import expat

from webapp.interchange.text_sources.source_text import Unreadable

MAX_ELEMENTS = 20_000
"""Elements of one part: some hundred pages have as many, and the library takes two seconds for them."""
MAX_DEPTH = 100
_CHUNK = 64 * 1024


class _Refused(Exception):
    """Raised in a handler, which ends the parsing."""


class _Limits:
    """Counts elements and their depth."""

    def __init__(self, most: int) -> None:
        self.elements = self.depth = 0
        self._most = most

    def opened(self, name: str, attributes: object) -> None:
        """Count an element."""
        self.elements += 1
        self.depth += 1
        if self.elements > self._most or self.depth > MAX_DEPTH:
            raise _Refused

    def closed(self, name: str) -> None:
        """Leave an element."""
        self.depth -= 1


def refuse_unsafe_xml(raw: bytes, most: int = MAX_ELEMENTS) -> int:
    """Raise Unreadable for XML that is not well-formed, has a document type, or more than ``most`` elements.

    The number of elements is returned.
    """
    limits, parser = _Limits(most), expat.ParserCreate()

    def refused(*_: object) -> None:
        raise _Refused

    parser.StartDoctypeDeclHandler = refused
    parser.EntityDeclHandler = refused
    parser.StartElementHandler = limits.opened
    parser.EndElementHandler = limits.closed
    try:
        for start in range(0, len(raw), _CHUNK):
            parser.Parse(raw[start : start + _CHUNK], False)
        parser.Parse(b"", True)
    except (_Refused, expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable(
            en="the document is damaged or too large. Save it again as .docx, or copy its text and paste it.",
            ar="المستند تالف أو كبير جدًا. احفظه من جديد بصيغة .docx، أو انسخ نصه وألصقه.",
        ) from error
    return limits.elements
