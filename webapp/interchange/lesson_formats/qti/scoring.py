"""Declarations and scoring of items: what is right, what it earns, and what is said to a learner afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.interchange.lesson_formats.qti.names import (
    FEEDBACK,
    GENERAL,
    MAP_RESPONSE,
    MATCH_CORRECT,
    MAXSCORE,
    RESPONSE,
    SCORE,
)
from webapp.interchange.lesson_formats.qti.words_in_items import paragraphs, values
from webapp.interchange.lesson_formats.xml_tree import Element, added, writable


@dataclass(frozen=True)
class Mapped:
    """A value of a response and the share of the points that it earns."""

    key: str
    share: float


@dataclass(frozen=True)
class ResponseKey:
    """A response and what is right in it: the right values, and what each earns where that differs.

    ``cased`` tells capital letters from small ones.
    """

    base_type: str
    right: Sequence[str] = ()
    mapped: Sequence[Mapped] = ()
    cardinality: str = "single"
    identifier: str = RESPONSE
    cased: bool = False


@dataclass(frozen=True)
class Scoring:
    """Scoring of an item: by its keys, by a person, or none. ``remarks`` are said by the identifier of an option."""

    keys: Sequence[ResponseKey]
    scored: bool = True
    by_hand: bool = False
    points: float = 1
    remarks: Sequence[tuple[str, str]] = ()
    why: str = ""


def declare(item: Element, scoring: Scoring) -> None:
    """Add the declarations, in the order that the schema asks for."""
    for key in scoring.keys:
        _response(item, key)
    if scoring.scored:
        most = scoring.points if scoring.by_hand else 1
        human = {"external-scored": "human"} if scoring.by_hand else {}
        _outcome(item, SCORE, "float", "0", **{"normal-maximum": f"{most:g}"}, **human)
        _outcome(item, MAXSCORE, "float", f"{most:g}")
    if scoring.remarks:
        cardinality = scoring.keys[0].cardinality
        added(item, "qti-outcome-declaration", identifier=FEEDBACK, cardinality=cardinality, **_BASE_IDENTIFIER)
    elif scoring.why:
        _outcome(item, FEEDBACK, "identifier", GENERAL)


_BASE_IDENTIFIER = {"base-type": "identifier"}


def _outcome(item: Element, identifier: str, base_type: str, value: str, **more: str) -> None:
    names = {"identifier": identifier, "cardinality": "single", "base-type": base_type, **more}
    values(added(item, "qti-outcome-declaration", **names), "qti-default-value", [value])


def _response(item: Element, key: ResponseKey) -> None:
    names = {"identifier": key.identifier, "cardinality": key.cardinality, "base-type": key.base_type}
    response = added(item, "qti-response-declaration", **names)
    if key.right:
        values(response, "qti-correct-response", key.right)
    if key.mapped:
        bounds = {"lower-bound": "0", "upper-bound": "1"} if any(entry.share < 0 for entry in key.mapped) else {}
        mapping = added(response, "qti-mapping", **bounds, **{"default-value": "0"})
        for entry in key.mapped:
            cased = {"case-sensitive": str(key.cased).lower()} if key.base_type == "string" else {}
            names = {"map-key": writable(entry.key), "mapped-value": f"{entry.share:.7g}"}
            added(mapping, "qti-map-entry", **names, **cased)


def process(item: Element, scoring: Scoring) -> None:
    """Add the scoring by a standard template; its rules too where a remark hangs on them, or of several responses."""
    if not scoring.scored or scoring.by_hand:
        return
    if len(scoring.keys) > 1:
        processing = added(item, "qti-response-processing")
        for key in scoring.keys:
            _add_to_score(processing, key.identifier)
        return
    template = MAP_RESPONSE if scoring.keys[0].mapped else MATCH_CORRECT
    processing = added(item, "qti-response-processing", template=template)
    if scoring.remarks:
        (_map_rule if scoring.keys[0].mapped else _match_rule)(processing)
        _variable(added(processing, "qti-set-outcome-value", identifier=FEEDBACK), RESPONSE)


def _variable(parent: Element, identifier: str) -> None:
    added(parent, "qti-variable", identifier=identifier)


def _set_score(parent: Element, number: str) -> None:
    value = added(parent, "qti-set-outcome-value", identifier=SCORE)
    added(value, "qti-base-value", number, **{"base-type": "float"})


def _match_rule(processing: Element) -> None:
    condition = added(processing, "qti-response-condition")
    right = added(condition, "qti-response-if")
    match = added(right, "qti-match")
    _variable(match, RESPONSE)
    added(match, "qti-correct", identifier=RESPONSE)
    _set_score(right, "1")
    _set_score(added(condition, "qti-response-else"), "0")


def _map_rule(processing: Element) -> None:
    condition = added(processing, "qti-response-condition")
    empty = added(condition, "qti-response-if")
    _variable(added(empty, "qti-is-null"), RESPONSE)
    _set_score(empty, "0")
    given = added(added(condition, "qti-response-else"), "qti-set-outcome-value", identifier=SCORE)
    added(given, "qti-map-response", identifier=RESPONSE)


def _add_to_score(processing: Element, identifier: str) -> None:
    given = added(added(processing, "qti-response-condition"), "qti-response-if")
    _variable(added(added(given, "qti-not"), "qti-is-null"), identifier)
    total = added(added(given, "qti-set-outcome-value", identifier=SCORE), "qti-sum")
    _variable(total, SCORE)
    added(total, "qti-map-response", identifier=identifier)


def remark(item: Element, scoring: Scoring) -> None:
    """Add what is said to a learner afterwards."""
    general = [(GENERAL, scoring.why)] if scoring.why and not scoring.remarks else []
    for identifier, text in _filled([*scoring.remarks, *general]):
        names = {"outcome-identifier": FEEDBACK, "identifier": identifier, "show-hide": "show"}
        paragraphs(added(added(item, "qti-modal-feedback", **names), "qti-content-body"), text)


def _filled(remarks: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((identifier, text) for identifier, text in remarks if text.strip())
