"""Formats of questions with their text, by the name that ``fahm import --from`` and ``fahm export --to`` take.

A new format is a module or a folder here with a `LessonFormat`, and a line in ``FORMATS``; a file whose format is not
named is offered to them in this order.
"""

from webapp.interchange.lesson_formats.aiken import AIKEN
from webapp.interchange.lesson_formats.gift import GIFT
from webapp.interchange.lesson_formats.h5p import H5P
from webapp.interchange.lesson_formats.lesson_format import LessonFormat
from webapp.interchange.lesson_formats.moodle_xml import MOODLE_XML
from webapp.interchange.lesson_formats.sheet import CSV, XLSX
from webapp.interchange.lesson_formats.word import WORD

FORMATS: dict[str, LessonFormat] = {known.name: known for known in (MOODLE_XML, XLSX, H5P, WORD, CSV, AIKEN, GIFT)}

__all__ = ["FORMATS", "LessonFormat"]
