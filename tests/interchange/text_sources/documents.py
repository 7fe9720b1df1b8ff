"""Word documents and saved pages, made in the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def paragraph(words: str, style: str = "", inner: str = "") -> str:
    """A paragraph of a Word document, in a style of its own where one is named."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{words}</w:t></w:r>{inner}</w:p>"


def word_document(body: str, others: Mapping[str, str | bytes] | None = None, whole: str = "") -> bytes:
    """A .docx with this body, or with ``whole`` in place of its main part."""
    file = io.BytesIO()
    main = whole or f'<?xml version="1.0"?><w:document {WORD} {LINKS}><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", main)
        for name, content in (others or {}).items():
            archive.writestr(name, content)
    return file.getvalue()
