"""H5P: packages of interactive questions, which many learning platforms show.

The content of a package is JSON::

    {"library": "H5P.MultiChoice 1.16",
     "params": {"question": "<p>من الذي قبل الدعوة؟</p>",
                "answers": [{"text": "الرئيس", "correct": true}, {"text": "الزعيم", "correct": false}]}}
"""

import io
import zipfile

from webapp.interchange.lesson_formats.h5p.reader import read_h5p
from webapp.interchange.lesson_formats.h5p.writer import DESCRIPTION, can_write, write_h5p
from webapp.interchange.lesson_formats.lesson_format import LessonFormat


def is_h5p(raw: bytes) -> bool:
    """Tell a package by the description in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return DESCRIPTION in archive.NameToInfo
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


H5P = LessonFormat("h5p", "H5P", ".h5p", "application/zip", is_h5p, read_h5p, write_h5p, can_write, keeps=True)
