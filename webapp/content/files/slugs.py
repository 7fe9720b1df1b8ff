"""Slug of a text: the name of its question file without the extension. It stands in addresses, records and exports."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from webapp.arabic.unicode_forms import composed
from webapp.domain.problem import both

MAX_LENGTH = 100
JOINERS = "\u200c\u200d"
"""Zero-width characters that are part of the spelling of a name (Persian) or of an emoji."""
_SEPARATORS = frozenset("/\\")
UNUSABLE = frozenset({"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"})
"""Categories of characters that cannot be seen, or not stored: controls, formats, unassigned, surrogates, breaks."""


def slug_of(path: Path) -> str:
    """The slug of a question file, in composed letters: file systems differ in how they store أ or é."""
    return composed(path.stem)


def slug_fault(slug: str) -> str | None:
    """The reason why no page can be served under a slug; None where it can."""
    if slug.startswith("."):
        return both(en="file names cannot start with a dot", ar="لا يجوز أن يبدأ اسم الملف بنقطة")
    if slug.endswith(".words"):
        return both(
            en="names ending in .words are reserved for words files",
            ar="الأسماء المنتهية بـ ‎.words محجوزة لملفات الكلمات",
        )
    if not slug or slug != slug.strip():
        return both(
            en="remove the space at the start or end of the file name",
            ar="احذف المسافة التي في أول اسم الملف أو آخره",
        )
    if len(slug) > MAX_LENGTH:
        return both(
            en=f"the file name is longer than {MAX_LENGTH} characters", ar=f"اسم الملف أطول من {MAX_LENGTH} حرف"
        )
    if slug.isprintable() and not _SEPARATORS.intersection(slug):
        return None  # so most are, and each request for a page of a text asks
    return next((_character_fault(character) for character in slug if not _is_usable(character)), None)


def printable(name: str) -> str:
    """A path for one line of a terminal: characters that would break the line or turn it round are escaped."""
    return "".join(
        character if unicodedata.category(character) not in UNUSABLE or character in JOINERS else _escaped(character)
        for character in name
    )


def _escaped(character: str) -> str:
    return character.encode("ascii", "backslashreplace").decode() if not character.isascii() else repr(character)[1:-1]


def _is_usable(character: str) -> bool:
    if character in " " + JOINERS:
        return True
    return character not in _SEPARATORS and not character.isspace() and unicodedata.category(character) not in UNUSABLE


def _character_fault(character: str) -> str:
    if character in _SEPARATORS:
        return both(en=f"{character} is not allowed in file names", ar=f"لا يُسمح بالعلامة {character} في اسم الملف")
    name = unicodedata.name(character, "")
    code = f"U+{ord(character):04X}" + (f", {name.lower()}" if name else "")
    return both(
        en=f"the file name contains an invisible or unsupported character ({code}). Type the name again.",
        ar=f"في اسم الملف حرف غير مرئي أو غير مدعوم ({code}). اكتب الاسم من جديد.",
    )
