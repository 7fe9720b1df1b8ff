"""Response analysis: the frequency and credit of each answer by attempt number, and its learners' other scores."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from webapp.domain.attempt import Attempt

EMPTY_PART = "—"
"""The label of a part that was left empty."""
WordsByQuestion = Mapping[str, Mapping[str, str]]
"""By question, the words for the values that its recorded responses hold."""


@dataclass(frozen=True)
class AnswerFrequency:
    """One answer and its frequency.

    ``share`` is of all the attempts of its group, ``credit`` the mean share of the points that it earned by itself,
    ``rest`` the mean share that its learners earned on the other questions (None: not known); all from 0 to 1.
    """

    label: str
    count: int
    share: float
    credit: float
    rest: float | None


@dataclass(frozen=True)
class AnswerGroup:
    """All answers to one part of a question at one attempt number (from 1), the most frequent first.

    ``part`` is empty for the question as a whole; a question of one part has no other.
    """

    question: str
    part: str
    number: int
    tries: int
    answers: tuple[AnswerFrequency, ...]


def response_analysis(
    tries: Iterable[Attempt], rests: Mapping[tuple[str, str], float], words: WordsByQuestion | None = None
) -> list[AnswerGroup]:
    """Group the answers by question, part and attempt number, questions in the order of their first appearance.

    ``rests`` is by (learner, question), see :func:`webapp.analysis.score_matrix.rest_scores`. ``words`` says by
    question what the values of its parts stand for, see :meth:`Question.labels`; other values are shown as they are.
    """
    groups: dict[tuple[str, str, int], dict[str, list[tuple[float, float | None]]]] = {}
    for attempt in tries:
        rest = rests.get((attempt.learner, attempt.question))
        for part, label, credit in _answers(attempt, (words or {}).get(attempt.question, {})):
            group = groups.setdefault((attempt.question, part, attempt.number), defaultdict(list))
            group[label].append((credit, rest))
    places: dict[str, int] = {}
    for question, _, _ in groups:
        places.setdefault(question, len(places))
    # Stable, so that the parts keep their order and the whole comes before them.
    keys = sorted(groups, key=lambda key: (places[key[0]], key[2]))
    return [_counted(key, groups[key]) for key in keys]


def in_typed_spelling(tries: Iterable[Attempt]) -> list[Attempt]:
    """Tries at one typed question, labelled with the most frequent spelling of what counts as the same answer."""
    attempts = list(tries)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for attempt in attempts:
        if isinstance(attempt.response, str) and (typed := " ".join(attempt.response.split())):
            counts[attempt.label][typed] += 1
    spelled = {label: min(typed, key=lambda text: (-typed[text], text)) for label, typed in counts.items()}
    return [replace(attempt, label=spelled.get(attempt.label, attempt.label)) for attempt in attempts]


def _answers(attempt: Attempt, words: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    """Yield the answer as a whole, then each of its parts: name (empty for the whole), label, credit (0 to 1)."""
    yield "", attempt.label, attempt.earned / attempt.possible if attempt.possible else 0.0
    if isinstance(attempt.response, dict) and len(attempt.parts) > 1:
        for part in attempt.parts:
            value = attempt.response.get(part.name, "")
            yield part.name, words.get(value, value) or EMPTY_PART, part.value


def _counted(key: tuple[str, str, int], group: Mapping[str, list[tuple[float, float | None]]]) -> AnswerGroup:
    question, part, number = key
    total = sum(map(len, group.values()))
    answers = [_frequency(label, scores, total) for label, scores in group.items()]
    most_first = sorted(answers, key=lambda answer: (-answer.count, answer.label))
    return AnswerGroup(question, part, number, total, tuple(most_first))


def _frequency(label: str, scores: list[tuple[float, float | None]], total: int) -> AnswerFrequency:
    rests = [rest for _, rest in scores if rest is not None]
    credit = math.fsum(credit for credit, _ in scores) / len(scores)
    rest = math.fsum(rests) / len(rests) if rests else None
    return AnswerFrequency(label, len(scores), len(scores) / total, credit, rest)
