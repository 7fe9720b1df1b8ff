"""Parts of a zip file by their names, within limits that hold whatever the file says of itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from webapp.interchange.text_sources.source_text import Unreadable

MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 8 * 1024 * 1024
"""Bytes of all parts that are read, together."""
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 1


def read_parts(raw: bytes, names: Iterable[str]) -> dict[str, bytes]:
    """Read the parts with these names that the file has; no other part is touched, and none is written anywhere."""
    if raw.count(_ENTRY) > MAX_ENTRIES:
        raise _unreadable()
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in names:
                if name in archive.NameToInfo:
                    parts[name] = _read(archive, name, left)
                    left -= len(parts[name])
    except Unreadable:
        raise
    except Exception as error:  # what a damaged archive raises is of many kinds: of zipfile, zlib, bz2, lzma and struct
        raise _unreadable() from error
    return parts


def part_names(raw: bytes) -> tuple[str, ...]:
    """The names of all parts; they are names within the file and nothing else."""
    if raw.count(_ENTRY) > MAX_ENTRIES:
        raise _unreadable()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return tuple(archive.NameToInfo)
    except Exception as error:  # as in `read_parts`
        raise _unreadable() from error


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    entry = archive.NameToInfo[name]
    if entry.flag_bits & _ENCRYPTED:
        raise Unreadable(
            en="the document has a password. Save it without one.", ar="المستند محمي بكلمة مرور. احفظه بلا كلمة مرور."
        )
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _unreadable()
    with archive.open(entry) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise Unreadable(
            en="the document is too large to read. Copy its text and paste it.",
            ar="المستند أكبر من أن يُقرأ. انسخ النص منه وألصقه.",
        )
    return content


def _unreadable() -> Unreadable:
    return Unreadable(
        en="the document is damaged or not a Word document. Save it again as .docx, or copy its text and paste it.",
        ar="المستند تالف أو ليس مستند Word. احفظه من جديد بصيغة .docx، أو انسخ نصه وألصقه.",
    )
