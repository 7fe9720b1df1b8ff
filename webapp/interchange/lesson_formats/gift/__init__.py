"""GIFT: questions as plain text, which Moodle and many other programs read and write.

::

    ::which-day::في أي يوم صدر الإعلان؟{=الخميس}
"""

import re

from webapp.interchange.lesson_formats.gift.gift_reader import read_gift
from webapp.interchange.lesson_formats.gift.gift_writer import can_write, write_gift
from webapp.interchange.lesson_formats.lesson_format import LessonFormat

_OTHER = re.compile(rb"\s*(?:<|PK|\{\s*\")")
"""Beginnings of XML, of packages and of JSON."""
_TITLE = re.compile(r"^[ \t]*(?:::|\$CATEGORY:)", re.M)
_ANSWERS = re.compile(r"\{([^{}]*)\}")
_SIGNS = frozenset("=~#TF")


def is_gift(raw: bytes) -> bool:
    """Tell such a file by its titles or its braces."""
    if _OTHER.match(raw):
        return False
    beginning = raw[:65536].decode("utf-8", "replace")
    if _TITLE.search(beginning):
        return True
    return any(not _SIGNS.isdisjoint(inside[1]) or not inside[1].strip() for inside in _ANSWERS.finditer(beginning))


GIFT = LessonFormat("gift", "GIFT", ".gift", "text/plain", is_gift, read_gift, write_gift, can_write, keeps=True)
