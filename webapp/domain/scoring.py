"""Scoring of a question over several attempts: penalties, countback, settling, hints and rounding.

A question is *settled* when it is right or has no attempt left. Only then may the key be shown.

Recorded marks are exact. Displayed marks are rounded question by question (:func:`round_for_display`), and a sum on a
page adds the rounded marks, so that the parts shown always make the sum shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from webapp.domain.attempt import Attempt
from webapp.domain.question import Grade, Part, Question, Response
from webapp.domain.rules import Rules

UNCOUNTED_VERDICTS = frozenset({"nearly", "unanswered"})
"""Verdicts that do not use up an attempt."""
FINAL_VERDICTS = frozenset({"accepted", "pending", "noted"})
"""Verdicts after which no further attempt is possible."""


@dataclass(frozen=True)
class AttemptOutcome:
    """One response marked after the earlier attempts; ``standing`` is the question's mark from now on."""

    grade: Grade
    standing: float
    settled: bool


def counted_attempts(attempts: Sequence[Attempt]) -> list[Attempt]:
    """The attempts that count: a spelling slip or an empty answer does not."""
    return [attempt for attempt in attempts if attempt.verdict not in UNCOUNTED_VERDICTS]


def attempts_until_correct(attempts: Sequence[Attempt]) -> Sequence[Attempt]:
    """The attempts up to the first fully correct one.

    Later attempts were made before a regrade made that one correct, and would not have been asked for.
    """
    end = next((n for n, attempt in enumerate(attempts, 1) if attempt.verdict == "accepted"), len(attempts))
    return attempts[:end]


def attempts_left(rules: Rules, attempts: Sequence[Attempt]) -> int:
    """Count the attempts left; none after a fully correct one, or one that the program does not mark."""
    counted = counted_attempts(attempts)
    if any(attempt.verdict in FINAL_VERDICTS for attempt in counted):
        return 0
    return max(0, rules.tries - len(counted))


def settled(rules: Rules, attempts: Sequence[Attempt]) -> bool:
    """A question is settled when it is right or has no attempt left."""
    return attempts_left(rules, attempts) == 0


def countback(rules: Rules, history: Sequence[Sequence[Part]], points: float) -> float:
    """Compute the question's mark in points after a series of attempts.

    Each part keeps the value of its last attempt, less one penalty for each failed attempt before the first from which
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


def mark(rules: Rules, question: Question, response: Response, previous: Sequence[Attempt]) -> AttemptOutcome | None:
    """Mark a response after the ``previous`` attempts at the same question; None if no attempt is left."""
    return (
        None if settled(rules, previous) else apply_attempt_rules(rules, question, question.grade(response), previous)
    )


def apply_attempt_rules(
    rules: Rules, question: Question, grade: Grade, previous: Sequence[Attempt]
) -> AttemptOutcome | None:
    """Weigh a response with a known ``grade`` after the ``previous`` attempts; None if no attempt is left."""
    if settled(rules, previous):
        return None
    history = [attempt.parts for attempt in counted_attempts(previous)]
    if grade.verdict in UNCOUNTED_VERDICTS:
        return AttemptOutcome(grade, countback(rules, history, question.points), False)
    history.append(grade.parts)
    done = grade.verdict == "accepted" or question.once or len(history) >= rules.tries
    return AttemptOutcome(grade, countback(rules, history, question.points), done)


ASKED_AGAIN = (
    "لم يفهم البرنامج هذه الإجابة تمامًا، ولم تُحسب محاولة. يُرجى كتابتها بكلمات أقل؛ وإن أُرسلت كما هي فلن تُحسب صحيحة."
)
UNSURE = "لم يفهم البرنامج هذه الإجابة تمامًا، ولم تُحسب صحيحة."


def ask_again(grade: Grade) -> Grade:
    """The grade of an answer that the program is not sure of, when first handed in: it costs no attempt."""
    return replace(grade, verdict="nearly", earned=0.0, why=ASKED_AGAIN, note=grade.unsure)


def round_for_display(mark: float, points: float) -> float:
    """Round a question's mark to a tenth of a point, to a hundredth if the question is worth less than one.

    Half is rounded up. A mark that is not full is never shown as full, nor one above nothing as nothing.
    """
    if not 1e-9 < mark < points - 1e-9:
        return float(points) if mark > 1e-9 else 0.0
    steps = 10 if points >= 1 else 100
    rounded = math.floor(mark * steps + 0.5 + 1e-6)
    return min(max(1, rounded), math.ceil(points * steps - 1e-6) - 1) / steps


def find_repeated_answer(
    rules: Rules, points: float, version: str, response: Response, attempts: Sequence[Attempt]
) -> Attempt | None:
    """Find the earlier attempt that a response only repeats: it is shown again and costs nothing.

    Spaces alone make no other answer. A partly correct answer that is worth more than the later ones is a new attempt:
    going back to it raises the mark.
    """
    repeated = [
        attempt for attempt in attempts if attempt.version == version and _spaced(attempt.response) == _spaced(response)
    ]
    if not repeated or settled(rules, attempts):
        return None
    history = [attempt.parts for attempt in counted_attempts(attempts)]
    if repeated[-1].verdict not in UNCOUNTED_VERDICTS:
        mark_if_counted = countback(rules, [*history, repeated[-1].parts], points)
        if mark_if_counted > countback(rules, history, points) + 1e-9:
            return None
    return repeated[-1]


def lowered_mark(rules: Rules, points: float, attempts: Sequence[Attempt]) -> bool:
    """Tell if the last attempt that counts lowered the question's mark."""
    history = [attempt.parts for attempt in counted_attempts(attempts)]
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
    """Select the hints to show after ``taken`` requests. ``seed`` fixes the wrong option that is struck out.

    The last two steps depend on the key and so come only after an attempt (``tried``): nothing before an answer may
    depend on the key.
    """
    own_hints, light = len(question.hints), _can_light(question)
    struck = question.strike(seed) if tried and taken > own_hints + light else None
    more = taken < count_hints(question, seed, tried)
    return ShownHints(question.hints[:taken], tried and light and taken > own_hints, struck, more)


def count_hints(question: Question, seed: str, tried: bool) -> int:
    """Count the hints that can be taken in all; more of them once there is an attempt."""
    own_hints = len(question.hints)
    return own_hints + _can_light(question) + (question.strike(seed) is not None) if tried else own_hints


def _can_light(question: Question) -> bool:
    return bool(question.evidence) and question.lights != "nothing"


def _value(parts: Sequence[Part], name: str) -> float:
    return next((part.value for part in parts if part.name == name), 0.0)
