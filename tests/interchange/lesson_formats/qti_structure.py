"""The structure of QTI 3 as its schema has it, of the elements that Fahm writes: children, their order, attributes.

Taken from the types of the published schema of items, tests and stimuli and of the one for manifests, with the rules
that the schema gives beside them: which responses an interaction can have.
"""

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
    "qti-stimulus-body": "((p|h2) )+",
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
COUNTS = ("max-choices", "min-choices", "max-associations", "match-max")
NUMBERS = ("mapped-value", "lower-bound", "upper-bound", "default-value", "normal-maximum", "value")
BASES = {
    "choice": {"identifier"},
    "order": {"identifier"},
    "hottext": {"identifier"},
    "inline-choice": {"identifier"},
    "match": {"directedPair"},
    "text-entry": {"string", "float", "integer"},
    "extended-text": {"string"},
}
CARDINALITIES = {
    "choice": {"single", "multiple"},
    "order": {"ordered"},
    "hottext": {"single", "multiple"},
    "inline-choice": {"single"},
    "match": {"single", "multiple"},
    "text-entry": {"single"},
    "extended-text": {"single"},
}
PACKAGE = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
RESOURCE = re.compile(r"imsqti_(test|item|stimulus)_xmlv3p0")
SHOWING = frozenset(MIXED) - {"qti-content-body"}


def faults(root: Element) -> Iterator[str]:
    """What in a tree is not as the schema has it."""
    for element in root.iter():
        if isinstance(element.tag, str):
            yield from _faults_of(element)
    declared = [child.get("identifier") for child in root if str(child.tag).endswith("-declaration")]
    if len(set(declared)) < len(declared):
        yield f"declared twice: {declared}"
    responses = {child.get("identifier"): child for child in root if str(child.tag).endswith("response-declaration")}
    asked = [element for element in root.iter() if element.get("response-identifier")]
    for element in asked:
        yield from _faults_of_response(element, responses.get(element.get("response-identifier")))
    names = [element.get("response-identifier") for element in asked]
    if len(set(names)) < len(names):
        yield f"asked twice: {names}"
    for element in root.iter():
        chosen = [child.get("identifier") for child in element if child.get("identifier") and _is_choice(child)]
        if len(set(chosen)) < len(chosen):
            yield f"{element.tag}: choices named twice: {chosen}"


def _is_choice(element: Element) -> bool:
    return str(element.tag).endswith(("-choice", "-hottext"))


def _faults_of_response(element: Element, response: Element | None) -> Iterator[str]:
    kind = element.tag.removeprefix(f"{NAMESPACE}qti-").removesuffix("-interaction")
    if response is None:
        yield f"{kind}: no such response"
        return
    if response.get("base-type") not in BASES[kind] or response.get("cardinality") not in CARDINALITIES[kind]:
        yield f"{kind}: answered by {response.attrib}"
    if element.get("max-choices", "1") != "1" and response.get("cardinality") == "single":
        yield f"{kind}: several choices, one response"


def manifest_faults(root: Element) -> Iterator[str]:
    """What in a manifest is not as its schema has it."""
    if [child.tag.removeprefix(PACKAGE) for child in root] != ["metadata", "organizations", "resources"]:
        yield f"children {[child.tag for child in root]}"
    metadata, organizations, resources = root
    if [(child.tag.removeprefix(PACKAGE), child.text) for child in metadata] != [
        ("schema", "QTI Package"),
        ("schemaversion", "3.0.0"),
    ] or len(organizations):
        yield "its metadata or organizations"
    identifiers = [root.get("identifier", ""), *(resource.get("identifier", "") for resource in resources)]
    if len(set(identifiers)) < len(identifiers) or not all(map(NAME.fullmatch, identifiers)):
        yield f"identifiers {identifiers}"
    for resource in resources:
        if set(resource.attrib) != {"identifier", "type", "href"} or not RESOURCE.fullmatch(resource.get("type", "")):
            yield f"resource {resource.attrib}"
        parts = "".join(f"{child.tag.removeprefix(PACKAGE)} " for child in resource)
        needed = {child.get("identifierref") for child in resource if child.get("identifierref")}
        if not re.fullmatch("(file )+(dependency )*", parts) or not needed <= set(identifiers):
            yield f"resource of {parts}"


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
        wrong = value not in VALUES.get(name, {value}) or (name in NAMED and not NAME.fullmatch(value))
        wrong = wrong or (name in COUNTS and not re.fullmatch("[0-9]+", value))
        wrong = wrong or (name in NUMBERS and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?", value))
        wrong = wrong or (name == "category" and not all(map(NAME.fullmatch, value.split())))
        if wrong:
            yield f"{tag}: {name}={value}"
