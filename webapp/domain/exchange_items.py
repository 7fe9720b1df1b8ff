"""Questions in the shape in which programs exchange them: a prompt, and options, wordings, gaps, pairs or an order.

A question type says in `Exchangeable.exchanged` what it looks like elsewhere; a format writes the shapes that it has,
and the nearest simpler one of the others (`nearest_item`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.arabic.digits import arabic_digits

GAP_SIGN = "____"
"""A gap where a format writes none."""


@dataclass(frozen=True, kw_only=True)
class ExchangeItem:
    """Base of all shapes: the fields that every question has elsewhere too.

    ``paragraph`` counts from 1, or is ``whole``. ``penalty`` is the share of the points that a failed try costs, where
    it is known.
    """

    prompt: str
    id: str = ""
    points: float = 1
    paragraph: int | str = "whole"
    process: str = ""
    hints: tuple[str, ...] = ()
    why: str = ""
    penalty: float | None = None

    def simpler(self) -> ExchangeItem | None:
        """The same question in a shape that more formats have; None where there is none."""
        return None


@dataclass(frozen=True)
class ExchangeOption:
    """An option. ``share`` of the points that it earns, where another program gives one: below 0 it takes some away."""

    text: str
    correct: bool = False
    why: str = ""
    share: float | None = None


@dataclass(frozen=True, kw_only=True)
class ChoiceItem(ExchangeItem):
    """Options to choose one of, or ``several``; an opinion is not ``scored``."""

    options: tuple[ExchangeOption, ...]
    several: bool = False
    scored: bool = True
    pinned: bool = False


@dataclass(frozen=True)
class ExchangeWording:
    """A wording of a typed answer: what share of the points it earns (0 where it is wrong), and a remark on it."""

    text: str
    share: float = 1
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class TypedItem(ExchangeItem):
    """A short typed answer: right and wrong wordings, or the ideas that it has to say, each in several wordings."""

    wordings: tuple[ExchangeWording, ...] = ()
    ideas: tuple[tuple[str, ...], ...] = ()
    exact: bool = False
    model: str = ""


@dataclass(frozen=True)
class ExchangeGap:
    """A gap: the fillings that are right, and the words to choose from where it is not typed."""

    right: tuple[str, ...]
    options: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GapsItem(ExchangeItem):
    """A text with gaps: stretches of text and gaps by turns, in their order."""

    pieces: tuple[str | ExchangeGap, ...]

    @property
    def gaps(self) -> tuple[ExchangeGap, ...]:
        """The gaps alone."""
        return tuple(piece for piece in self.pieces if isinstance(piece, ExchangeGap))


@dataclass(frozen=True)
class ExchangePair:
    """Two things that belong together."""

    left: str
    right: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class PairsItem(ExchangeItem):
    """Things to match with what belongs to them, and matches that belong to none."""

    pairs: tuple[ExchangePair, ...]
    distractors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrderItem(ExchangeItem):
    """Things to put in their order; they stand in the right one."""

    lines: tuple[str, ...]

    def simpler(self) -> PairsItem:
        """The things to match with their places."""
        pairs = (ExchangePair(arabic_digits(place), line) for place, line in enumerate(self.lines, 1))
        return PairsItem(**_common(self), pairs=tuple(pairs))


@dataclass(frozen=True)
class ExchangeGroup:
    """A group and what belongs to it."""

    name: str
    lines: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupsItem(ExchangeItem):
    """Things to sort into groups."""

    groups: tuple[ExchangeGroup, ...]

    def simpler(self) -> PairsItem:
        """The things to match with the names of their groups."""
        pairs = (ExchangePair(line, group.name, group.why) for group in self.groups for line in group.lines)
        return PairsItem(**_common(self), pairs=tuple(pairs))


@dataclass(frozen=True)
class PassageStretch:
    """A stretch of a passage; ``id`` is empty where it cannot be chosen."""

    text: str
    id: str = ""
    correct: bool = False


@dataclass(frozen=True, kw_only=True)
class PassageItem(ExchangeItem):
    """Stretches to choose in a passage."""

    passage: tuple[PassageStretch, ...]
    several: bool = True

    def simpler(self) -> ChoiceItem:
        """The stretches as options."""
        units: dict[str, bool] = {}
        for stretch in self.passage:
            if stretch.id:
                text = stretch.text.strip()
                units[text] = units.get(text, False) or stretch.correct
        options = tuple(ExchangeOption(text, correct) for text, correct in units.items())
        several = sum(option.correct for option in options) > 1
        return ChoiceItem(**_common(self), options=options, several=several, pinned=True)


@dataclass(frozen=True, kw_only=True)
class EssayItem(ExchangeItem):
    """A longer answer that a person marks by criteria, each with its points."""

    criteria: tuple[tuple[float, str], ...] = ()
    model: str = ""
    words: int | None = None


@dataclass(frozen=True, kw_only=True)
class NoteItem(ExchangeItem):
    """Words to read, without a question."""


def _common(item: ExchangeItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ExchangeItem.__dataclass_fields__}


def why_of(item: ExchangeItem) -> dict[str, object]:
    """The item's reason as a field of a question; no field where it gives none."""
    return {"why": item.why} if item.why else {}


def nearest_item(item: ExchangeItem, can_write: Callable[[ExchangeItem], bool]) -> ExchangeItem | None:
    """The item, or its nearest simpler shape, that a format can write; None where it can write none."""
    nearest: ExchangeItem | None = item
    while nearest is not None and not can_write(nearest):
        nearest = nearest.simpler()
    return nearest


class Exchangeable:
    """Base of what other programs can take: both methods have a default that fits any question type."""

    def exchanged(self) -> ExchangeItem:
        """The question as other programs have it; where nothing nearer is known, one that a person marks.

        Its prompt, and what else all types have, is put in by whoever asks.
        """
        return EssayItem(prompt="")

    @classmethod
    def values_from(cls, item: ExchangeItem) -> Mapping[str, object] | None:
        """The fields of a question of this type that asks the same, but those that all types have; None for no way."""
        return None
