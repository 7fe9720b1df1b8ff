"""Answers that the program is not sure of, in groups of the same wording, for a teacher to decide. Pure functions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.domain.attempt import Attempt, AttemptFigures


@dataclass(frozen=True)
class UnsureGroup:
    """Answers with one folded wording; ``answer`` is their most frequent spelling.

    ``learners`` gave it; ``kept`` of them handed it in as it is, and wait for a decision. ``reason`` is the latest one.
    """

    answer: str
    learners: int
    kept: int
    reason: str


def unsure_groups(tries: Iterable[Attempt]) -> list[UnsureGroup]:
    """Group the unsure answers to one question by their folded wording, those of the most learners first."""
    by_label: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in tries:
        if attempt.unsure:
            by_label[attempt.label].append(attempt)
    groups = [_group(label, attempts) for label, attempts in by_label.items()]
    return sorted(groups, key=lambda group: (-group.learners, -group.kept, group.answer))


def undecided_by_question(tries: Iterable[Attempt | AttemptFigures]) -> Counter[str]:
    """Count the answers to each question that wait for a teacher's decision."""
    return Counter(attempt.question for attempt in tries if attempt.undecided)


def _group(label: str, attempts: Sequence[Attempt]) -> UnsureGroup:
    typed = Counter(" ".join(attempt.response.split()) for attempt in attempts if isinstance(attempt.response, str))
    spelling = min(typed, key=lambda written: (-typed[written], written), default=label)
    kept = {attempt.learner for attempt in attempts if attempt.undecided}
    return UnsureGroup(spelling, len({attempt.learner for attempt in attempts}), len(kept), attempts[-1].unsure)
