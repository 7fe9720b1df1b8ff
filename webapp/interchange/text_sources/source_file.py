"""Reading of a file by what it holds, whatever its name says."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.arabic.digits import arabic_digits
from webapp.content.text_editing.text_blocks import Block
from webapp.interchange.text_sources.mhtml import html_of_mhtml, is_mhtml
from webapp.interchange.text_sources.plain_text import decoded_text, plain_blocks
from webapp.interchange.text_sources.source_text import SourceText, Unreadable, guessed_blocks, source_text
from webapp.interchange.text_sources.web_page import decoded_html, is_html, read_web_page
from webapp.interchange.text_sources.word_document import read_word_document

MAX_UPLOAD_BYTES = 2 * 1024 * 1024
_SAVE_AS_WORD = ("save it as .docx", "احفظه بصيغة .docx")
_COPY_TEXT = ("open it, copy the text, and paste it here", "افتحه وانسخ نصه ثم ألصقه هنا")
_REFUSED: Sequence[tuple[bytes, tuple[str, str], tuple[str, str]]] = (
    (b"%PDF", ("a PDF file", "ملف PDF"), _COPY_TEXT),
    (
        b"\xd0\xcf\x11\xe0",
        ("an old or locked Word file", "ملف Word قديم أو محمي بكلمة مرور"),
        _SAVE_AS_WORD,
    ),
    (b"{\\rtf", ("an RTF file", "ملف RTF"), _SAVE_AS_WORD),
    (b"\x89PNG", ("a picture", "ملف صورة"), _COPY_TEXT),
    (b"\xff\xd8\xff", ("a picture", "ملف صورة"), _COPY_TEXT),
    (b"GIF8", ("a picture", "ملف صورة"), _COPY_TEXT),
)
"""Beginnings of files that are known and not read: what they are, and what to do."""


def pasted_text(typed: str, title: str = "") -> SourceText:
    """Read what was pasted or typed. Unreadable where it is empty or too long."""
    blocks, as_pasted = plain_blocks(typed)
    return source_text(blocks, title, as_pasted)


def text_of_file(raw: bytes, title: str = "") -> SourceText:
    """Read a file: plain text, a Word document or a saved web page. Unreadable where it is none of these."""
    if len(raw) > MAX_UPLOAD_BYTES:
        size = MAX_UPLOAD_BYTES // 1024 // 1024
        raise Unreadable(
            en=f"the file is larger than {size} MB. Choose a smaller one, or paste the text.",
            ar=f"حجم الملف أكبر من {arabic_digits(size)} ميغابايت. اختر ملفًا أصغر أو ألصق النص.",
        )
    for beginning, (kind, kind_ar), (advice, advice_ar) in _REFUSED:
        if raw.startswith(beginning):
            raise Unreadable(en=f"this is {kind}: {advice}", ar=f"هذا {kind_ar}: {advice_ar}")
    if raw.startswith(b"PK"):
        return source_text(*_titled(read_word_document(raw), title))
    if is_mhtml(raw):
        raw = html_of_mhtml(raw)
    if is_html(raw):
        return source_text(*_titled(read_web_page(decoded_html(raw)), title))
    return pasted_text(decoded_text(raw), title)


def _titled(read: SourceText, title: str) -> tuple[Sequence[Block], str]:
    """The blocks of a document and its title; without a heading of its own, its lines are taken as plain text is."""
    blocks = read.blocks
    if not any(block.kind in ("heading", "verse", "list") for block in blocks):
        lines = [line for block in blocks for line in (*block.lines, "")]
        blocks = tuple(guessed_blocks(lines))
    return blocks, title or read.title
