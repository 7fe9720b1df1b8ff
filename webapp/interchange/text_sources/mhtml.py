"""Web pages saved as one file (.mhtml): the page itself; what belongs to it (pictures, styles) is passed over."""

from __future__ import annotations

import re
from email import policy
from email.parser import BytesHeaderParser

from webapp.interchange.text_sources.source_text import Unreadable

MAX_PARTS = 1_000
MAX_HEADER = 8_192
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]")
_RELATED = re.compile(rb"^content-type:\s*multipart/(?:related|mixed)", re.I | re.M)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


def is_mhtml(raw: bytes) -> bool:
    """Tell such a file by its beginning, which is that of a letter with several parts."""
    return bool(_HEADER.match(raw) and _RELATED.search(raw[:MAX_HEADER]))


def html_of_mhtml(raw: bytes) -> bytes:
    """The first page in the file. Unreadable where there is none."""
    boundary = BytesHeaderParser(policy=policy.compat32).parsebytes(_head(raw)).get_boundary()
    if boundary:
        marker = b"--" + boundary.encode("ascii", "replace")
        for part in raw.split(marker, MAX_PARTS)[1:]:
            message = BytesHeaderParser(policy=policy.compat32).parsebytes(_head(part.lstrip()))
            if message.get_content_type() == "text/html":
                message.set_payload(_body(part.lstrip()).decode("latin-1"))
                payload = message.get_payload(decode=True)
                return payload if isinstance(payload, bytes) else b""
    raise Unreadable(
        en="this file contains no page. Save the page again as .html, or copy its text and paste it.",
        ar="لا توجد صفحة في هذا الملف. احفظ الصفحة من جديد بصيغة .html، أو انسخ نصها وألصقه.",
    )


def _head(part: bytes) -> bytes:
    end = _BLANK_LINE.search(part, 0, MAX_HEADER)
    return part[: end.end() if end else MAX_HEADER]


def _body(part: bytes) -> bytes:
    end = _BLANK_LINE.search(part, 0, MAX_HEADER)
    return part[end.end() :] if end else b""
