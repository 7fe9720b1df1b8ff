"""Scoring of a question over several attempts: penalties, countback, settling, hints and rounding.

A question is *settled* when it is right or has no attempt left. Only then may the key be shown.

Recorded marks are exact. Displayed marks are rounded question by question (:func:`round_for_display`), and a sum on a
page adds the rounded marks, so that the parts shown always make the sum shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.domain.attempt import Attempt
from webapp.domain.question import Grade, Part, Question, Response

UNCOUNTED_VERDICTS = frozenset({"nearly", "unanswered"})
"""Verdicts that cost no try."""
FINAL_VERDICTS = frozenset({"accepted", "pending", "noted"})
"""Verdicts after which no other try follows."""


@dataclass(frozen=True)
class Rules:
    """``tries`` a question has, and the ``penalty`` (share of the points, 0 to 1) for each failed one."""

    tries: int
    penalty: float

    @property
    def code(self) -> str:
        """As a short text to keep beside a mark: ``3/0.3333``."""
        return f"{self.tries}/{self.penalty:.10g}"

    @classmethod
    def of_code(cls, code: str) -> Rules | None:
        """The rules that :attr:`code` stands for; None for an empty one."""
        tries, _, penalty = code.partition("/")
        return cls(int(tries), float(penalty)) if code else None


@dataclass(frozen=True)
class Outcome:
    """One response marked in the light of the earlier ones; ``standing`` is the question's mark from now on."""

    grade: Grade
    standing: float
    settled: bool


def counted_attempts(tries: Sequence[Attempt]) -> list[Attempt]:
    """The tries that count: a slip of spelling is not one."""
    return [one for one in tries if one.verdict not in UNCOUNTED_VERDICTS]


def attempts_until_correct(tries: Sequence[Attempt]) -> Sequence[Attempt]:
    """The tries up to the first fully right one. What came after it came before a regrading made that one right, and
    would not have been asked for."""
    end = next((n for n, one in enumerate(tries, 1) if one.verdict == "accepted"), len(tries))
    return tries[:end]


def attempts_left(rules: Rules, tries: Sequence[Attempt]) -> int:
    """How many tries are left; none after a fully right one, or one that the program does not mark."""
    spent = counted_attempts(tries)
    if any(one.verdict in FINAL_VERDICTS for one in spent):
        return 0
    return max(0, rules.tries - len(spent))


def settled(rules: Rules, tries: Sequence[Attempt]) -> bool:
    """Right, or out of tries."""
    return attempts_left(rules, tries) == 0


def countback(rules: Rules, history: Sequence[Sequence[Part]], points: float) -> float:
    """The question's mark in points after a series of tries.

    Each part keeps the value of its last try, less one penalty for each failed try before the first from which
    it has stood that well ever since (Moodle's countback in "interactive with multiple tries").
    """
    if not history:
        return 0.0
    total = 0.0
    for part in history[-1]:
        values = [_value(parts, part.name) for parts in history]
        since = len(values) - 1
        while since and values[since - 1] >= part.value:
            since -= 1
        total += part.share * part.value * max(0.0, 1 - rules.penalty * since)
    return round(total * points, 6)


def mark(rules: Rules, question: Question, response: Response, previous: Sequence[Attempt]) -> Outcome | None:
    """Mark a response after the ``previous`` tries of the same question; None when no try is left."""
    return (
        None if settled(rules, previous) else apply_attempt_rules(rules, question, question.grade(response), previous)
    )


def apply_attempt_rules(rules: Rules, question: Question, grade: Grade, previous: Sequence[Attempt]) -> Outcome | None:
    """The same of a response whose own ``grade`` is known."""
    if settled(rules, previous):
        return None
    history = [one.parts for one in counted_attempts(previous)]
    if grade.verdict in UNCOUNTED_VERDICTS:
        return Outcome(grade, countback(rules, history, question.points), False)
    history.append(grade.parts)
    done = grade.verdict == "accepted" or question.once or len(history) >= rules.tries
    return Outcome(grade, countback(rules, history, question.points), done)


def round_for_display(mark: float, points: float) -> float:
    """A question's mark as it is told: to a tenth of a point, to a hundredth where the question is worth less than one.

    Half is rounded up. A mark that is not full is never told as full, nor more than nothing as nothing.
    """
    if not 1e-9 < mark < points - 1e-9:
        return float(points) if mark > 1e-9 else 0.0
    steps = 10 if points >= 1 else 100
    rounded = math.floor(mark * steps + 0.5 + 1e-6)
    return min(max(1, rounded), math.ceil(points * steps - 1e-6) - 1) / steps


def find_repeated_answer(
    rules: Rules, points: float, version: str, response: Response, tries: Sequence[Attempt]
) -> Attempt | None:
    """The earlier try that a response only repeats: it is told again and costs nothing.

    Spaces alone make no other answer. A partly right answer that is worth more than what came after it is taken as a
    new try: going back to it raises the mark.
    """
    same = [one for one in tries if one.version == version and _spaced(one.response) == _spaced(response)]
    if not same or settled(rules, tries):
        return None
    history = [one.parts for one in counted_attempts(tries)]
    if same[-1].verdict not in UNCOUNTED_VERDICTS:
        again = countback(rules, [*history, same[-1].parts], points)
        if again > countback(rules, history, points) + 1e-9:
            return None
    return same[-1]


def lowered_mark(rules: Rules, points: float, tries: Sequence[Attempt]) -> bool:
    """Whether the last try that counts lowered the question's mark."""
    history = [one.parts for one in counted_attempts(tries)]
    return countback(rules, history, points) < countback(rules, history[:-1], points) - 1e-9


def _spaced(response: Response) -> Response:
    if isinstance(response, str):
        return " ".join(response.split())
    if isinstance(response, dict):
        return {name: " ".join(value.split()) for name, value in response.items()}
    return response


@dataclass(frozen=True)
class ShownHints:
    """The hints that were taken: the file's own, then the sentence lit, then one wrong option struck out."""

    texts: tuple[str, ...]
    lit: bool
    struck: str | None
    more: bool


def shown_hints(question: Question, taken: int, seed: str, tried: bool) -> ShownHints:
    """What ``taken`` hints show. ``seed`` fixes which wrong option goes.

    The last two steps depend on the key and so come only after a try (``tried``): nothing before an answer may
    tell the key.
    """
    own, light = len(question.hints), _can_light(question)
    struck = question.strike(seed) if tried and taken > own + light else None
    more = taken < count_hints(question, seed, tried)
    return ShownHints(question.hints[:taken], tried and light and taken > own, struck, more)


def count_hints(question: Question, seed: str, tried: bool) -> int:
    """How many hints there are in all, by now."""
    own = len(question.hints)
    return own + _can_light(question) + (question.strike(seed) is not None) if tried else own


def _can_light(question: Question) -> bool:
    return bool(question.evidence) and question.lights != "nothing"


def _value(parts: Sequence[Part], name: str) -> float:
    return next((part.value for part in parts if part.name == name), 0.0)
