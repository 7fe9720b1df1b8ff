"""Names of QTI 3: namespaces, schemas, standard templates of scoring, resource types, and identifiers of our own."""

from __future__ import annotations

import re

from webapp.interchange.lesson_formats.xml_tree import Element

ITEMS = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/"
_SCHEMA_OF = {ITEMS: f"{_SCHEMAS}imsqti_asiv3p0_v1p0.xsd", PACKAGE: f"{_SCHEMAS}imsqtiv3p0_imscpv1p2_v1p0.xsd"}
_TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"
MATCH_CORRECT = f"{_TEMPLATES}match_correct.xml"
MAP_RESPONSE = f"{_TEMPLATES}map_response.xml"

MANIFEST = "imsmanifest.xml"
TEST_FILE = "test.xml"
TEXT_FILE = "text.xml"
TEST = "fahm.test"
TEXT = "fahm.text"
"""Identifiers with a dot, which no question of Fahm has."""
RESPONSE = "RESPONSE"
SCORE = "SCORE"
MAXSCORE = "MAXSCORE"
FEEDBACK = "FEEDBACK"
GENERAL = "general"
_DIGIT_FIRST = re.compile(r"^_(?=[0-9])")


def identifier_of(id: str) -> str:
    """The identifier of a question: an XML name cannot begin with a digit."""
    return f"_{id}" if id[:1].isdigit() else id or "_"


def id_of(identifier: str) -> str:
    """The question's id that an identifier stands for."""
    return _DIGIT_FIRST.sub("", identifier)


def named(root: Element, namespace: str) -> Element:
    """The root element with its namespace and the address of its schema."""
    root.set("xmlns", namespace)
    root.set("xmlns:xsi", _XSI)
    root.set("xsi:schemaLocation", f"{namespace} {_SCHEMA_OF[namespace]}")
    return root
