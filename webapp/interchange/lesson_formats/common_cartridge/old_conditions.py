"""Conditions of QTI 1.2: which values of a response are right, and what is said for which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.interchange.lesson_formats.qti.response_keys import number_of
from webapp.interchange.lesson_formats.xml_tree import Element


@dataclass(frozen=True)
class OldKey:
    """The right values of a response. ``uneven`` tells that conditions give different scores."""

    values: tuple[str, ...] = ()
    uneven: bool = False


def has_range(item: Element) -> bool:
    """Tell if a condition takes all numbers within bounds."""
    return any(True for tag in ("vargt", "vargte", "varlt", "varlte") for _ in item.iter(tag))


def keys_of(item: Element) -> dict[str, OldKey]:
    """The keys of an item's responses by their identifiers: what the conditions with the highest score ask for."""
    scores: dict[str, dict[str, float]] = {}
    for condition in item.iter("respcondition"):
        score = sum(number_of(change.text, 0) for change in condition.findall("setvar"))
        if score > 0:
            for response, value in _asked(condition):
                earned = scores.setdefault(response, {})
                earned[value] = max(score, earned.get(value, 0))
    return {response: _key(earned) for response, earned in scores.items()}


def _key(earned: dict[str, float]) -> OldKey:
    most = max(earned.values())
    return OldKey(tuple(value for value, score in earned.items() if score == most), min(earned.values()) < most)


def remarks_of(item: Element) -> dict[str, str]:
    """The feedback's identifier by the value for which alone it is said."""
    remarks: dict[str, str] = {}
    for condition in item.iter("respcondition"):
        values = [value for _, value in _asked(condition)]
        shown = condition.find("displayfeedback")
        if len(values) == 1 and shown is not None:
            remarks.setdefault(values[0], shown.get("linkrefid", ""))
    return remarks


def _asked(condition: Element) -> Iterator[tuple[str, str]]:
    """The responses and values that a condition asks for, without those that must not be."""
    variables = condition.find("conditionvar")
    return _equal(variables) if variables is not None else iter(())


def _equal(element: Element) -> Iterator[tuple[str, str]]:
    for child in element:
        if child.tag == "varequal":
            yield child.get("respident", ""), (child.text or "").strip()
        elif child.tag in ("and", "or"):
            yield from _equal(child)
