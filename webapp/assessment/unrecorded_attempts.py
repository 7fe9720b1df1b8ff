"""Attempts that are recorded nowhere: what a learner would get for some answers, for previews and for the gallery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.assessment.answer_marking import as_judged, judge, submission
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.question import Response
from webapp.domain.scoring import mark
from webapp.store.new_attempt import new_attempt
from webapp.store.protocols.store import Judge, Judged

GivenAnswer = tuple[Item, Response]


@dataclass(frozen=True)
class UnrecordedAttempts:
    """Attempts in their order; ``repeated`` has the number of the one that a last answer only repeats, by question."""

    attempts: tuple[Attempt, ...]
    repeated: dict[str, int]


def unrecorded_attempts(
    lesson: Lesson, answers: Sequence[GivenAnswer], learner: str, at: datetime, count_repeated: bool = False
) -> UnrecordedAttempts:
    """Mark answers in their order as those of one learner; one without an attempt left makes none.

    With ``count_repeated`` an answer that repeats an earlier one is an attempt too.
    """
    made: dict[str, list[Attempt]] = defaultdict(list)
    attempts: list[Attempt] = []
    repeated: dict[str, int] = {}
    for number, (item, answer) in enumerate(answers, 1):
        question = item.question.id
        judged = (_counted if count_repeated else judge)(lesson, item, answer)(made[question])
        repeated.pop(question, None)
        if isinstance(judged, Attempt):
            repeated[question] = judged.number
        elif isinstance(judged, Judged):
            sent = submission(lesson, item, answer, form=str(number), school="", learner=learner, seconds=0, at=at)
            attempt = new_attempt(sent, judged, len(made[question]) + 1)
            made[question].append(attempt)
            attempts.append(attempt)
    return UnrecordedAttempts(tuple(attempts), repeated)


def _counted(lesson: Lesson, item: Item, answer: Response) -> Judge:
    """The judge of an answer that does not look for the same answer before."""

    def judge_anew(previous: Sequence[Attempt]) -> Judged | None:
        outcome = mark(lesson.settings.rules_of(item.question), item.question, answer, previous)
        return as_judged(outcome) if outcome else None

    return judge_anew
