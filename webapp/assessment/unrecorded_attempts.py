"""Attempts that are recorded nowhere: what a learner would get for some answers, for previews and for the gallery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.assessment.answer_marking import judge, submission
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.question import Response
from webapp.store.new_attempt import new_attempt
from webapp.store.protocols.store import Judged

GivenAnswer = tuple[Item, Response]


@dataclass(frozen=True)
class UnrecordedAttempts:
    """Attempts in their order; ``repeated`` has the number of the one that a last answer only repeats, by question."""

    attempts: tuple[Attempt, ...]
    repeated: dict[str, int]


def unrecorded_attempts(
    lesson: Lesson, answers: Sequence[GivenAnswer], learner: str, at: datetime
) -> UnrecordedAttempts:
    """Mark answers in their order as those of one learner; one without an attempt left makes none."""
    made: dict[str, list[Attempt]] = defaultdict(list)
    attempts: list[Attempt] = []
    repeated: dict[str, int] = {}
    for number, (item, answer) in enumerate(answers, 1):
        question = item.question.id
        judged = judge(lesson, item, answer)(made[question])
        repeated.pop(question, None)
        if isinstance(judged, Attempt):
            repeated[question] = judged.number
        elif isinstance(judged, Judged):
            sent = submission(lesson, item, answer, form=str(number), school="", learner=learner, seconds=0, at=at)
            attempt = new_attempt(sent, judged, len(made[question]) + 1)
            made[question].append(attempt)
            attempts.append(attempt)
    return UnrecordedAttempts(tuple(attempts), repeated)
