"""Marking of an answer before it is recorded; the pages and the simulated learners share it.

The grade of an answer by itself depends on the question alone. It is computed before the store is asked, so that no
lock is held meanwhile, and it is cached: learners give few different answers, and marking a typed one takes
milliseconds. Only the earlier attempts are weighed within the transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.identity_key import IdentityKey
from webapp.domain.question import Grade, Question, Response
from webapp.domain.scoring import AttemptOutcome, Rules, apply_attempt_rules, find_repeated_answer
from webapp.store.protocols.store import Judge, Judged, Submission

MAX_CACHED_ANSWER_LENGTH = 200
"""In characters, all parts together: longer answers hardly ever repeat."""
MAX_CACHED_ANSWERS = 4096


@dataclass(frozen=True)
class StandaloneGrade:
    """The grade of an answer by itself, and the label under which response analysis counts it."""

    grade: Grade
    label: str


HashableResponse = str | tuple[str, ...] | tuple[tuple[str, str], ...]


def grade_alone(question: Question, answer: Response) -> StandaloneGrade:
    """Grade an answer without regard to earlier attempts; cached."""
    hashable: HashableResponse
    if isinstance(answer, str):
        hashable, size = answer, len(answer)
    elif isinstance(answer, dict):
        hashable, size = tuple(answer.items()), sum(len(name) + len(value) for name, value in answer.items())
    else:
        hashable, size = tuple(answer), sum(map(len, answer))
    return (_cached_grade if size <= MAX_CACHED_ANSWER_LENGTH else _grade_alone)(
        IdentityKey(question), hashable, type(answer)
    )


def _grade_alone(key: IdentityKey[Question], hashable: HashableResponse, kind: type[Response]) -> StandaloneGrade:
    answer = kind(hashable)  # type: ignore[arg-type]  # back to the type of the response
    return StandaloneGrade(key.value.grade(answer), key.value.classify(answer))


_cached_grade = lru_cache(MAX_CACHED_ANSWERS)(_grade_alone)


def judge(lesson: Lesson, item: Item, answer: Response) -> Judge:
    """Return the function that the store calls within its transaction to mark the answer after earlier attempts."""
    question = item.question
    rules, grade = lesson.settings.rules_of(question), grade_alone(question, answer).grade
    return partial(_judged, rules, item, answer, grade)


def as_judged(outcome: AttemptOutcome, rules: str = "") -> Judged:
    """Convert an outcome to the store's form; ``rules`` is the code of the rules it was marked by."""
    return Judged(outcome.grade, outcome.standing, outcome.settled, rules)


def submission(
    lesson: Lesson,
    item: Item,
    answer: Response,
    *,
    form: str,
    school: str,
    learner: str,
    seconds: float,
    at: datetime,
    support: tuple[str, ...] = (),
) -> Submission:
    """Build the record of a handed-in answer. The ids of the form and the question make the id of the attempt."""
    question = item.question
    return Submission(
        id=f"{form}.{question.id}",
        school=school,
        learner=learner,
        text=lesson.slug,
        question=question.id,
        version=item.version,
        version_body=question.model_dump_json(by_alias=True),
        response=answer,
        label=grade_alone(question, answer).label,
        shown=question.shown_order(learner),
        seconds=seconds,
        at=at,
        support=support,
    )


def _judged(
    rules: Rules, item: Item, answer: Response, grade: Grade, previous: Sequence[Attempt]
) -> Judged | Attempt | None:
    earlier = find_repeated_answer(rules, item.question.points, item.version, answer, previous)
    if earlier:
        return earlier
    outcome = apply_attempt_rules(rules, item.question, grade, previous)
    return as_judged(outcome, rules.code) if outcome else None
