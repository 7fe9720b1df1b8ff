"""The structure of QTI 3 as its schema has it, of the elements that Fahm writes: children, their order, attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

NAMESPACE = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
NAME = re.compile(r"[A-Za-z_][\w.-]*")
WORDS = frozenset({"dir", "{http://www.w3.org/XML/1998/namespace}lang"})
RESPONSE = frozenset({"response-identifier", *WORDS})

# Children as a pattern over their names, each with a space behind it; "text" where words may stand between them.
CHILDREN = {
    "qti-assessment-item": "(qti-response-declaration )*(qti-outcome-declaration )*(qti-assessment-stimulus-ref )*"
    "qti-item-body (qti-response-processing )?(qti-modal-feedback )*",
    "qti-response-declaration": "(qti-correct-response )?(qti-mapping )?",
    "qti-outcome-declaration": "(qti-default-value )?",
    "qti-correct-response": "(qti-value )+",
    "qti-default-value": "(qti-value )+",
    "qti-mapping": "(qti-map-entry )+",
    "qti-item-body": "((p|div|qti-rubric-block|qti-(choice|match|order|hottext|extended-text)-interaction) )+",
    "qti-choice-interaction": "(qti-prompt )?(qti-simple-choice )+",
    "qti-order-interaction": "(qti-prompt )?(qti-simple-choice )+",
    "qti-match-interaction": "(qti-prompt )?(qti-simple-match-set ){2}",
    "qti-simple-match-set": "(qti-simple-associable-choice )*",
    "qti-hottext-interaction": "(qti-prompt )?(p )+",
    "qti-extended-text-interaction": "(qti-prompt )?",
    "qti-inline-choice-interaction": "(qti-inline-choice )+",
    "qti-rubric-block": "qti-content-body ",
    "qti-modal-feedback": "(qti-content-body )?",
    "qti-response-processing": "((qti-response-condition|qti-set-outcome-value) )*",
    "qti-response-condition": "qti-response-if (qti-response-else )?",
    "qti-response-if": "(qti-match|qti-is-null|qti-not) (qti-set-outcome-value )*",
    "qti-response-else": "(qti-set-outcome-value )*",
    "qti-set-outcome-value": "(qti-variable|qti-base-value|qti-map-response|qti-sum) ",
    "qti-match": "qti-variable qti-correct ",
    "qti-not": "qti-is-null ",
    "qti-is-null": "qti-variable ",
    "qti-sum": "(qti-variable |qti-map-response )+",
    "qti-assessment-stimulus": "qti-stimulus-body ",
    "qti-stimulus-body": "((p|h2) )*",
    "qti-assessment-test": "(qti-test-part )+",
    "qti-test-part": "(qti-assessment-section )+",
    "qti-assessment-section": "(qti-assessment-item-ref )*",
    "qti-assessment-item-ref": "(qti-weight )*",
    "ul": "(li )*",
    "div": "(p )+",
}
MIXED = {
    "p": "((br|qti-text-entry-interaction|qti-inline-choice-interaction|qti-hottext) )*",
    "h2": "(br )*",
    "qti-prompt": "((p|br) )*",
    "qti-simple-choice": "((p|br) )*",
    "qti-simple-associable-choice": "((p|br) )*",
    "qti-inline-choice": "(br )*",
    "qti-hottext": "(br )*",
    "li": "(br )*",
    "qti-content-body": "((p|ul) )*",
}
# Attributes: those that have to be there, and those that may.
NEEDED = {
    "qti-assessment-item": {"identifier", "title", "time-dependent"},
    "qti-response-declaration": {"identifier", "cardinality"},
    "qti-outcome-declaration": {"identifier", "cardinality"},
    "qti-map-entry": {"map-key", "mapped-value"},
    "qti-assessment-stimulus-ref": {"identifier", "href"},
    "qti-simple-choice": {"identifier"},
    "qti-simple-associable-choice": {"identifier", "match-max"},
    "qti-inline-choice": {"identifier"},
    "qti-hottext": {"identifier"},
    "qti-rubric-block": {"use", "view"},
    "qti-modal-feedback": {"outcome-identifier", "identifier", "show-hide"},
    "qti-set-outcome-value": {"identifier"},
    "qti-variable": {"identifier"},
    "qti-correct": {"identifier"},
    "qti-map-response": {"identifier"},
    "qti-base-value": {"base-type"},
    "qti-assessment-stimulus": {"identifier", "title"},
    "qti-assessment-test": {"identifier", "title"},
    "qti-test-part": {"identifier", "navigation-mode", "submission-mode"},
    "qti-assessment-section": {"identifier", "title", "visible"},
    "qti-assessment-item-ref": {"identifier", "href"},
    "qti-weight": {"identifier", "value"},
}
POSSIBLE = {
    "qti-assessment-item": {"adaptive", "{http://www.w3.org/XML/1998/namespace}lang"},
    "qti-response-declaration": {"base-type"},
    "qti-outcome-declaration": {"base-type", "normal-maximum", "external-scored"},
    "qti-mapping": {"lower-bound", "upper-bound", "default-value"},
    "qti-map-entry": {"case-sensitive"},
    "qti-choice-interaction": {"shuffle", "max-choices", "min-choices"},
    "qti-order-interaction": {"shuffle"},
    "qti-match-interaction": {"shuffle", "max-associations"},
    "qti-hottext-interaction": {"max-choices"},
    "qti-inline-choice-interaction": {"shuffle"},
    "qti-response-processing": {"template"},
    "qti-assessment-stimulus": {"{http://www.w3.org/XML/1998/namespace}lang"},
    "qti-assessment-item-ref": {"category"},
}
VALUES = {
    "cardinality": {"single", "multiple", "ordered"},
    "base-type": {"identifier", "string", "directedPair", "float"},
    "external-scored": {"human"},
    "view": {"author", "candidate", "proctor", "scorer", "testConstructor", "tutor"},
    "use": {"instructions", "scoring", "navigation"},
    "show-hide": {"show", "hide"},
    "shuffle": {"true", "false"},
    "case-sensitive": {"true", "false"},
    "adaptive": {"true", "false"},
    "time-dependent": {"true", "false"},
    "visible": {"true", "false"},
    "navigation-mode": {"linear", "nonlinear"},
    "submission-mode": {"individual", "simultaneous"},
    "dir": {"rtl", "ltr", "auto"},
}
NAMED = ("identifier", "response-identifier", "outcome-identifier")
SHOWING = frozenset(MIXED) - {"qti-content-body"}


def faults(root: Element) -> Iterator[str]:
    """What in a tree is not as the schema has it."""
    for element in root.iter():
        if isinstance(element.tag, str):
            yield from _faults_of(element)
    declared = [child.get("identifier") for child in root if str(child.tag).endswith("-declaration")]
    if len(set(declared)) < len(declared):
        yield f"declared twice: {declared}"
    for element in root.iter():
        if element.get("response-identifier", declared[0] if declared else None) not in [*declared, None]:
            yield f"{element.tag}: no such response"


def _faults_of(element: Element) -> Iterator[str]:
    tag = element.tag.removeprefix(NAMESPACE)
    if tag == element.tag:
        yield f"{tag}: not in the namespace"
    names = "".join(f"{child.tag.removeprefix(NAMESPACE)} " for child in element if isinstance(child.tag, str))
    pattern = CHILDREN.get(tag, MIXED.get(tag, ""))
    if not re.fullmatch(pattern, names):
        yield f"{tag}: children {names}"
    if tag in CHILDREN and any((text or "").strip() for text in (element.text, *(child.tail for child in element))):
        yield f"{tag}: words between its children"
    own = set(NEEDED.get(tag, ())) | set(POSSIBLE.get(tag, ()))
    own |= {*RESPONSE} if tag.endswith("-interaction") else set()
    own |= {*WORDS} if tag in SHOWING or tag == "qti-item-body" else set()
    given = {name for name in element.attrib if not name.startswith("{http://www.w3.org/2001/XMLSchema-instance}")}
    if not NEEDED.get(tag, set()) <= given or not given <= own:
        yield f"{tag}: attributes {sorted(given)}"
    for name, value in element.attrib.items():
        if value not in VALUES.get(name, {value}) or (name in NAMED and not NAME.fullmatch(value)):
            yield f"{tag}: {name}={value}"
