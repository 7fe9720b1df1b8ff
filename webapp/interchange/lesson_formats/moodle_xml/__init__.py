"""Moodle XML: questions with all that Moodle keeps of them.

::

    <quiz>
      <question type="shortanswer">
        <name><text>which-day</text></name>
        <questiontext format="html"><text>في أي يوم صدر الإعلان؟</text></questiontext>
        <answer fraction="100"><text>الخميس</text></answer>
      </question>
    </quiz>
"""

import re

from webapp.interchange.lesson_formats.lesson_format import LessonFormat
from webapp.interchange.lesson_formats.moodle_xml.reader import read_moodle_xml
from webapp.interchange.lesson_formats.moodle_xml.writer import can_write, write_moodle_xml

_ROOT = re.compile(rb"<quiz[\s>/]")


def is_moodle_xml(raw: bytes) -> bool:
    """Tell such a file by its root element."""
    return bool(_ROOT.search(raw[:4096]))


MOODLE_XML = LessonFormat(
    "moodle-xml",
    "Moodle XML",
    ".xml",
    "application/xml",
    is_moodle_xml,
    read_moodle_xml,
    write_moodle_xml,
    can_write,
    True,
)
