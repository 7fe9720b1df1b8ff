"""Which answers are given: how often each, at which try, what it earns, and how well its givers read otherwise."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from webapp.domain.attempt import Attempt

EMPTY_PART = "—"
"""The label of a part that was left empty."""
WordsByQuestion = Mapping[str, Mapping[str, str]]
"""By question, what the values in records stand for."""


@dataclass(frozen=True)
class AnswerFrequency:
    """One answer: ``share`` of all the tries of its group, ``credit`` the mean share of the points that it earned by
    itself, ``rest`` the mean share that its givers earned on the other questions (None: not known)."""

    label: str
    count: int
    share: float
    credit: float
    rest: float | None


@dataclass(frozen=True)
class AnswerGroup:
    """All answers of one part of a question at one try (numbered from 1), the most frequent first.

    ``part`` is empty for the question as a whole; a question of one part has no other.
    """

    question: str
    part: str
    number: int
    tries: int
    given: tuple[AnswerFrequency, ...]


def response_analysis(
    tries: Iterable[Attempt], rests: Mapping[tuple[str, str], float], words: WordsByQuestion | None = None
) -> list[AnswerGroup]:
    """A group for each question, part and try number, in the order in which the questions first appear.

    ``rests`` is by (learner, question), see :func:`webapp.analysis.score_matrix.rest_scores`. ``words`` says by
    question what the values of its parts stand for, see :meth:`Question.labels`; other values are shown as they are.
    """
    groups: dict[tuple[str, str, int], dict[str, list[tuple[float, float | None]]]] = {}
    for one in tries:
        rest = rests.get((one.learner, one.question))
        for part, label, credit in _answers(one, (words or {}).get(one.question, {})):
            group = groups.setdefault((one.question, part, one.number), defaultdict(list))
            group[label].append((credit, rest))
    places: dict[str, int] = {}
    for question, _, _ in groups:
        places.setdefault(question, len(places))
    # Stable, so that the parts keep their order and the whole comes before them.
    keys = sorted(groups, key=lambda key: (places[key[0]], key[2]))
    return [_counted(key, groups[key]) for key in keys]


def _answers(one: Attempt, words: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    """The answer as a whole, then each part: name, label, credit from 0 to 1."""
    yield "", one.label, one.earned / one.possible if one.possible else 0.0
    if isinstance(one.response, dict) and len(one.parts) > 1:
        for part in one.parts:
            value = one.response.get(part.name, "")
            yield part.name, words.get(value, value) or EMPTY_PART, part.value


def _counted(key: tuple[str, str, int], group: Mapping[str, list[tuple[float, float | None]]]) -> AnswerGroup:
    question, part, number = key
    total = sum(map(len, group.values()))
    given = [_given(label, found, total) for label, found in group.items()]
    return AnswerGroup(question, part, number, total, tuple(sorted(given, key=lambda one: (-one.count, one.label))))


def _given(label: str, found: list[tuple[float, float | None]], total: int) -> AnswerFrequency:
    rests = [rest for _, rest in found if rest is not None]
    credit = math.fsum(credit for credit, _ in found) / len(found)
    rest = math.fsum(rests) / len(rests) if rests else None
    return AnswerFrequency(label, len(found), len(found) / total, credit, rest)
