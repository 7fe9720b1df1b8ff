"""Formats in a teacher's words: what each is good for."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.interchange.lesson_formats import LessonFormat
from webapp.web.framework.i18n import N_

WORDS: Mapping[str, str] = {
    "moodle-xml": N_("Moodle XML: for Moodle, with points, hints and explanations"),
    "xlsx": N_("XLSX: a spreadsheet with one question per row"),
    "csv": N_("CSV: the same table as plain text"),
    "h5p": N_("H5P: interactive questions for websites and learning platforms"),
    "docx": N_("Word: a test on paper, with the answer key on its own page"),
    "qti": N_("QTI: a package for learning platforms and test programs"),
    "common-cartridge": N_("Common Cartridge: a course package for Canvas and other platforms"),
    "aiken": N_("Aiken: single choice questions as plain text"),
    "gift": N_("GIFT: plain text for Moodle and other programs"),
}


def format_words(known: LessonFormat) -> str:
    """The name of a format, and what it is good for."""
    return WORDS.get(known.name, known.title)
