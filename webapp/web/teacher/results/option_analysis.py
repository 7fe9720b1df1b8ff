"""Choice of options at one question: by all, by the strong and by the weak readers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from webapp.analysis.item_flags import STRONG_SHARE, SingleKey
from webapp.analysis.minimum_sample_sizes import FOR_DISCRIMINATION
from webapp.charts import OptionShares
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.question import Question

Rests = Mapping[tuple[str, str], float]


def keys_of(lesson: Lesson) -> dict[str, SingleKey]:
    """Questions with one right option among several, with their options' texts in the file's order."""
    keys = {}
    for item in lesson.items:
        options, right = options_of(item.question), right_of(item.question)
        if options and len(right) == 1 and item.question.chooses_one:
            keys[item.question.id] = SingleKey(tuple(options.values()), options[next(iter(right))])
    return keys


def options_of(question: Question) -> dict[str, str]:
    """Texts of the options by their values, in the file's order; empty where no option is right, as in a poll."""
    return {choice.value: choice.text for choice in question.choices()} if right_of(question) else {}


def right_of(question: Question) -> frozenset[str]:
    """Values of the right options; empty where there is no right one."""
    return frozenset(question.solution().correct)


def chosen(item: Item, tries: Sequence[Attempt], rests: Rests) -> list[OptionShares]:
    """Number of readers who chose each option at their first try; empty without options or without tries.

    The strong and the weak readers are the best and the last third by the points earned at other questions; they are
    compared only where there are readers enough.
    """
    options, right = options_of(item.question), right_of(item.question)
    first = [attempt for attempt in tries if attempt.number == 1]
    if not options or not first:
        return []
    ranked = sorted(first, key=lambda attempt: (-rests.get((attempt.learner, attempt.question), 0.0), attempt.learner))
    third = math.ceil(len(ranked) * STRONG_SHARE) if len(ranked) >= FOR_DISCRIMINATION else 0
    strong, weak = ranked[:third], ranked[len(ranked) - third :]
    return [
        OptionShares(words, _share(first, value) or 0.0, value in right, _share(strong, value), _share(weak, value))
        for value, words in options.items()
    ]


def _share(tries: Sequence[Attempt], value: str) -> float | None:
    if not tries:
        return None
    return sum(
        value in ([attempt.response] if isinstance(attempt.response, str) else attempt.response) for attempt in tries
    ) / len(tries)
