"""Keys of responses as files declare them: right values, and what each value earns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.interchange.lesson_formats.qti.plain_tree import values_in
from webapp.interchange.lesson_formats.xml_tree import Element


@dataclass(frozen=True)
class DeclaredKey:
    """Declaration of a response in a file; ``shares`` is empty where nothing is mapped."""

    right: tuple[str, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
    cardinality: str = ""

    @property
    def known(self) -> bool:
        """Tell if anything is declared to be right."""
        return bool(self.right or any(share > 0 for share in self.shares.values()))

    def rights(self) -> tuple[str, ...]:
        """The right values; where none are declared as such, those that earn something."""
        return self.right or tuple(value for value, share in self.shares.items() if share > 0)


def declared_keys(item: Element) -> dict[str, DeclaredKey]:
    """The keys of an item's responses by their identifiers."""
    return {
        element.get("identifier", ""): DeclaredKey(
            tuple(values_in(element, "correct-response")), _shares(element), element.get("cardinality", "")
        )
        for element in item.findall("response-declaration")
    }


def _shares(declaration: Element) -> dict[str, float]:
    """The share of the points that each mapped value earns, of the most that can be earned."""
    entries = declaration.findall("mapping/map-entry")
    numbers = {entry.get("map-key", ""): number_of(entry.get("mapped-value"), 0) for entry in entries}
    positive = [number for number in numbers.values() if number > 0]
    several = declaration.get("cardinality") in ("multiple", "ordered")
    most = sum(positive) if several else max(positive, default=0)
    return {value: number / most if most else number for value, number in numbers.items()}


def number_of(value: str | None, usual: float) -> float:
    """A number that is written in a file; the usual one where it is none."""
    try:
        number = float(value or usual)
    except ValueError:
        return usual
    return number if abs(number) < 1e6 else usual  # neither infinite nor "not a number" either


def points_of(item: Element) -> float:
    """The points that an item is worth: its highest score, else the highest that its score can have, else 1."""
    outcomes = {element.get("identifier"): element for element in item.findall("outcome-declaration")}
    highest = values_in(outcomes.get("MAXSCORE"), "default-value")
    score = outcomes.get("SCORE")
    usual = number_of(score.get("normal-maximum") if score is not None else None, 1)
    points = number_of(highest[0] if highest else None, usual)
    return points if points > 0 else 1
