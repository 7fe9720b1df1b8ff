"""Base of the question types answered by choosing: options, stable shuffles, and grades of one part."""

from __future__ import annotations

import random
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, TypeVar

from pydantic import Field

from webapp.arabic.normalize import fold_digits, skeleton
from webapp.domain.exchange_items import ChoiceItem, ExchangeOption
from webapp.domain.problem import both, field_key
from webapp.domain.question import Filled, Grade, Model, Part, Question, Response, Unanswered, Verdict, Why
from webapp.domain.question_views import Choosable, Interaction, Solution, View
from webapp.domain.rules import CHOSEN, Rules
from webapp.domain.text import short_digest

T = TypeVar("T")
LETTERS = "أبجدهوزحطي"
Fault = tuple[tuple[str | int, ...], str, str]
CORRECT = field_key("options.correct", "true")


class Option(Model):
    """One option of a question."""

    text: Filled = Field(description="What the learner reads.")
    correct: bool = Field(default=False, description="true on the key.")
    why: Why = Field(default="", description="Why it is right, or which misreading it is; shown after an answer.")

    @property
    def value(self) -> str:
        """The name of the option in forms and records."""
        return option_value(self.text)


@dataclass(frozen=True)
class OptionsView(View):
    """View of the options, without keys or reasons."""

    options: tuple[Choosable, ...]


@lru_cache(4096)
def option_value(text: str) -> str:
    """The value of an option text in forms and records: independent of its place, and no clue to the key."""
    return short_digest(text, 8)


def choosable(text: str) -> Choosable:
    """Make a text choosable: its value and its words."""
    return Choosable(option_value(text), text)


def shuffled(items: Iterable[T], seed: str) -> list[T]:
    """Shuffle the items by ``seed`` alone, so that a learner sees the same order again."""
    order = list(items)
    random.Random(seed).shuffle(order)
    return order


def mixed(choices: Iterable[Choosable], seed: str) -> tuple[Choosable, ...]:
    """Shuffle the choices by their values and the seed, not by their order in the file."""
    return tuple(shuffled(sorted(choices, key=lambda choice: choice.value), seed))


def repeats(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the index of each repeated text with the index of its first occurrence."""
    for index, text in enumerate(texts):
        first = texts.index(text)
        if first != index:
            yield index, first


def find_choice(choices: Sequence[Choosable], answer: str) -> Choosable | None:
    """Find a choice by its words, its value, its number (from 1, file order) or its letter (أ ب ج); None for no match.

    Exact words come first, so that options that are numbers, or differ in a vowel alone, can all be named;
    words spelled otherwise come last, where they fit one option alone.
    """
    wanted = answer.strip()
    by_place = {str(index): choice for index, choice in enumerate(choices, 1)}
    by_place |= dict(zip(LETTERS, choices, strict=False))
    exact = {choice.value: choice for choice in choices} | {choice.text: choice for choice in choices}
    if named := exact.get(wanted) or by_place.get(fold_digits(wanted)):
        return named
    alike = [choice for choice in choices if skeleton(wanted) and skeleton(wanted) == skeleton(choice.text)]
    return alike[0] if len(alike) == 1 else None


def single(form: Mapping[str, Sequence[str]], name: str) -> str:
    """The single value of a form field, trimmed at the ends; empty when it was not sent."""
    values = form.get(name) or ("",)
    return values[0].strip()


def whole_grade(right: bool, points: float, why: str, **more: Any) -> Grade:
    """Grade all or nothing: ``points`` or 0."""
    return share_grade(1.0 if right else 0.0, points, why, **more)


def share_grade(share: float, points: float, why: str, **more: Any) -> Grade:
    """Grade a question of one part with ``share`` (0 to 1) of its points."""
    return Grade(verdict_of(share), share * points, points, why, (Part("", 1.0, share),), **more)


def verdict_of(share: float) -> Verdict:
    """The verdict of a share (0 to 1): accepted for 1, refused for 0, partial between."""
    if share >= 1 - 1e-9:
        return "accepted"
    return "partial" if share > 1e-9 else "refused"


def option_values(item: ChoiceItem) -> dict[str, object]:
    """Values of options with their reasons, as they came from another program."""
    options = (
        {
            "text": option.text,
            **({"correct": True} if option.correct else {}),
            **({"why": option.why} if option.why else {}),
        }
        for option in item.options
    )
    return {"options": list(options), **({"pinned": True} if item.pinned else {})}


class OptionsQuestion(Question):
    """Base of the question types with options, of which one is chosen by its value."""

    interaction: ClassVar[Interaction] = "choice"

    @abstractmethod
    def choices(self, seed: str | None = None) -> tuple[Choosable, ...]:
        """The options in the learner's order, or (``seed`` None) in the file's."""

    def public(self, seed: str) -> OptionsView:
        """The options without their keys or reasons."""
        return OptionsView(self.choices(seed))

    def usual_rules(self) -> Rules:
        """Two attempts, the second for half."""
        return CHOSEN

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The chosen option's value; a value that no option has counts as unanswered."""
        value = single(form, self.id)
        return value if any(choice.value == value for choice in self.choices()) else Unanswered()

    def parse(self, answer: str) -> Response | Unanswered:
        """The response from an option's number, letter or words."""
        choice = find_choice(self.choices(), answer)
        return choice.value if choice else Unanswered()

    def classify(self, response: Response) -> str:
        """The chosen option's words."""
        return next((choice.text for choice in self.choices() if choice.value == response), str(response))

    def interaction_lists(self) -> Mapping[str, Sequence[Choosable]]:
        """The options, as the ``choices`` of an xAPI interaction."""
        return {"choices": self.choices()}


class KeyedOptionsQuestion(OptionsQuestion):
    """Base of the question types whose options hold the key and a reason each."""

    options: tuple[Option, ...] = Field(description="The options.")
    pinned: bool = Field(default=False, description="true keeps the options in the file's order for everybody.")

    @classmethod
    def begun_from(cls, quotes: Sequence[str], sentence: str) -> dict[str, object]:
        """Begin with the words as evidence and as right options."""
        return {"evidence": list(quotes), "options": [{"text": quote, "correct": True} for quote in quotes]}

    def faults(self) -> Iterable[Fault]:
        """Report options that read the same to a learner."""
        for index, first in repeats([option.text for option in self.options]):
            message = both(en=f"same as option {first + 1}", ar=f"هذا الخيار مثل الخيار {first + 1}")
            yield ("options", index, "text"), "duplicate-option", message

    def choices(self, seed: str | None = None) -> tuple[Choosable, ...]:
        """The options, shuffled for each learner unless they are pinned."""
        as_written = tuple(choosable(option.text) for option in self.options)
        return as_written if seed is None or self.pinned else mixed(as_written, f"{seed}:{self.id}")

    def strike(self, seed: str) -> str | None:
        """The value of one wrong option for the last hint to remove; None where it is the only wrong one."""
        wrong = [option.value for option in self.options if not option.correct]
        return shuffled(sorted(wrong), f"{seed}:{self.id}:strike")[0] if len(wrong) > 1 else None

    def exchanged(self) -> ChoiceItem:
        """The options, with the reason of each."""
        options = tuple(ExchangeOption(option.text, option.correct, option.why) for option in self.options)
        return ChoiceItem(prompt=self.prompt, options=options, several=not self.chooses_one, pinned=self.pinned)

    def solution(self) -> Solution:
        """The right options, and the reason of every option."""
        return Solution(
            correct=tuple(option.value for option in self.options if option.correct),
            whys={option.value: option.why for option in self.options},
        )
