"""What several question types share: options, stable shuffles, all-or-nothing grades."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import Field

from webapp.arabic.normalize import fold_digits, skeleton
from webapp.domain.problem import both
from webapp.domain.question import Filled, Grade, Model, Part, Verdict
from webapp.domain.text import short_digest

T = TypeVar("T")
LETTERS = "أبجدهوزحطي"


class Option(Model):
    """One option of a choice."""

    text: Filled = Field(description="What the learner reads.")
    correct: bool = Field(default=False, description="true on the key.")
    why: Filled = Field(description="Why it is right, or which misreading it is; shown after an answer.")

    @property
    def value(self) -> str:
        """The name of the option in forms and records: it stays when options move, and tells nothing of the key."""
        return _named(self.text)


@lru_cache(4096)
def _named(text: str) -> str:
    return short_digest(text, 8)


def shuffled(items: Iterable[T], seed: str) -> list[T]:
    """The items in an order that depends on ``seed`` alone, so that a learner meets the same order again."""
    order = list(items)
    random.Random(seed).shuffle(order)
    return order


def public_options(options: Sequence[Option], seed: str, pinned: bool) -> list[dict[str, str]]:
    """The options as a page may see them before an answer."""
    shown = list(options) if pinned else shuffled(sorted(options, key=lambda o: o.value), seed)
    return [{"value": option.value, "text": option.text} for option in shown]


def option_faults(options: Sequence[Option]) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
    """Options that read the same to a learner."""
    seen: dict[str, int] = {}
    for index, option in enumerate(options):
        first = seen.setdefault(option.text, index)
        if first != index:
            message = both(en=f"the same option as option {first + 1}", ar=f"خيار مكرّر: هو نفسه الخيار {first + 1}")
            yield ("options", index, "text"), "duplicate-option", message


def find_option(options: Sequence[Option], answer: str) -> Option | None:
    """The option that a person means by its words or value, its number (from 1, file order) or letter (أ ب ج).

    Exact words come first, so that options that are numbers, or differ in a vowel alone, can all be named;
    words spelled otherwise come last, where they fit one option alone.
    """
    wanted = answer.strip()
    by_place = {str(index): option for index, option in enumerate(options, 1)}
    by_place |= dict(zip(LETTERS, options, strict=False))
    exact = {option.value: option for option in options} | {option.text: option for option in options}
    if found := exact.get(wanted) or by_place.get(fold_digits(wanted)):
        return found
    alike = [option for option in options if skeleton(wanted) and skeleton(wanted) == skeleton(option.text)]
    return alike[0] if len(alike) == 1 else None


def single(form: Mapping[str, Sequence[str]], name: str) -> str:
    """The one value of a field, trimmed at the ends; empty when it was not sent."""
    values = form.get(name) or ("",)
    return values[0].strip()


def whole_grade(right: bool, points: float, why: str, **more: Any) -> Grade:
    """All or nothing."""
    return share_grade(1.0 if right else 0.0, points, why, **more)


def share_grade(share: float, points: float, why: str, **more: Any) -> Grade:
    """A question of one part, worth ``share`` (0 to 1) of its points."""
    return Grade(verdict_of(share), share * points, points, why, (Part("", 1.0, share),), **more)


def verdict_of(share: float) -> Verdict:
    """accepted for all of it, refused for nothing, partial between."""
    if share >= 1 - 1e-9:
        return "accepted"
    return "partial" if share > 1e-9 else "refused"
