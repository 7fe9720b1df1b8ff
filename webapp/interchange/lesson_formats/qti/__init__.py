"""QTI: packages of items with their text. QTI 3.0 is read and written, 2.1 and 2.2 are read.

An item, as it stands in a file of its own::

    <qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="which-day"
                         title="which-day" time-dependent="false">
      <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="string">
        <qti-correct-response><qti-value>الخميس</qti-value></qti-correct-response>
      </qti-response-declaration>
      <qti-item-body>
        <p>في أي يوم صدر الإعلان؟ <qti-text-entry-interaction response-identifier="RESPONSE"/></p>
      </qti-item-body>
    </qti-assessment-item>
"""

import re

from webapp.interchange.lesson_formats.lesson_format import LessonFormat
from webapp.interchange.lesson_formats.qti.names import MANIFEST
from webapp.interchange.lesson_formats.qti.package_reader import read_qti
from webapp.interchange.lesson_formats.qti.package_writer import can_write, write_qti

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:assessment(?:Item|Test)|qti-assessment-(?:item|test))[\s>/]")


def is_qti(raw: bytes) -> bool:
    """Tell a package by the name of its manifest, and a single item by its root element."""
    if raw.startswith(b"PK"):
        return MANIFEST.encode() in raw
    return bool(_ROOT.search(raw[:4096]))


QTI = LessonFormat("qti", "QTI 3", ".zip", "application/zip", is_qti, read_qti, write_qti, can_write, True)
