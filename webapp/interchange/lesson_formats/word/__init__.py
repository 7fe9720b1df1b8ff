"""Word documents: a numbered list of questions with marked answers comes in, a text with questions and key goes out.

A document that comes in is written like this, the right option in bold, underlined, highlighted or behind a star::

    1. من الذي قبل الدعوة؟
    أ) الزعيم الكوري
    *ب) الرئيس الروسي
    2. متى صدر الإعلان؟
    الجواب: الخميس
"""

import io
import zipfile

from webapp.interchange.lesson_formats.lesson_format import LessonFormat
from webapp.interchange.lesson_formats.word.reader import read_word
from webapp.interchange.lesson_formats.word.writer import can_write, write_word
from webapp.interchange.text_sources.word_document import DOCUMENT

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def is_word(raw: bytes) -> bool:
    """Tell a document by the part in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return DOCUMENT in archive.NameToInfo
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


WORD = LessonFormat("docx", "Word", ".docx", DOCX_TYPE, is_word, read_word, write_word, can_write)
