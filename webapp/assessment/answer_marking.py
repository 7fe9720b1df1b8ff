"""Marking of an answer before it is recorded; the pages and the simulated learners share it.

The grade of an answer by itself depends on the question alone. It is computed before the store is asked, so that no
lock is held meanwhile, and it is cached: learners give few different answers, and marking a typed one takes
milliseconds. Only the earlier attempts are weighed within the transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache, partial

from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.identity_key import IdentityKey
from webapp.domain.question import Grade, Question, Response
from webapp.domain.rules import Rules
from webapp.domain.scoring import AttemptOutcome, apply_attempt_rules, ask_again, find_repeated_answer, settled
from webapp.store.protocols.exams import HandIn
from webapp.store.protocols.store import Judge, Judged, Submission

MAX_CACHED_ANSWER_LENGTH = 200
"""In characters, all parts together: longer answers hardly ever repeat."""
MAX_CACHED_ANSWERS = 4096
MAX_ATTEMPTS = 30
"""At one question, those that cost no attempt (a slip, too long an answer) included: what is kept has an end."""


@dataclass
class StandaloneGrade:
    """The grade of an answer by itself; worked out when it is first asked for, and once."""

    question: Question
    answer: Response

    @cached_property
    def grade(self) -> Grade:
        """The grade, without regard to earlier attempts."""
        return self.question.grade(self.answer)

    @cached_property
    def label(self) -> str:
        """The label under which response analysis counts the answer."""
        return self.question.classify(self.answer)


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
    if size > MAX_CACHED_ANSWER_LENGTH:
        return StandaloneGrade(question, answer)
    return _cached_grade(IdentityKey(question), hashable, type(answer))


@lru_cache(MAX_CACHED_ANSWERS)
def _cached_grade(key: IdentityKey[Question], hashable: HashableResponse, kind: type[Response]) -> StandaloneGrade:
    return StandaloneGrade(key.value, kind(hashable))  # type: ignore[arg-type]  # back to the type of the response


def judge(
    lesson: Lesson, item: Item, answer: Response, alone: StandaloneGrade | None = None, *, settled: bool = False
) -> Judge:
    """Return the function that the store calls within its transaction to mark the answer after earlier attempts.

    ``alone`` is the answer's grade by itself, where the caller has it. It is worked out at once, while no lock is held;
    for a question that is ``settled`` not at all, unless the store finds an attempt left after all.
    """
    alone = alone or grade_alone(item.question, answer)
    if not settled:
        _ = alone.grade
    rules, asks = lesson.settings.rules_of(item.question), not lesson.settings.exam
    return partial(_judged, lesson, rules, item, answer, alone, asks)


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
    alone: StandaloneGrade | None = None,
    hand_in: HandIn | None = None,
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
        label=(alone or grade_alone(question, answer)).label,
        shown=question.shown_order(learner),
        seconds=seconds,
        at=at,
        support=support,
        hand_in=hand_in,
    )


def _judged(
    lesson: Lesson,
    rules: Rules,
    item: Item,
    answer: Response,
    alone: StandaloneGrade,
    asks: bool,
    recorded: Sequence[Attempt],
) -> Judged | Attempt | None:
    """Judge an answer; with ``asks`` one that the program is not sure of is asked for again in fewer words, once."""
    previous = [attempt for attempt in recorded if lesson.counts(attempt.question, attempt.at)]
    if settled(rules, previous) or len(previous) >= MAX_ATTEMPTS:
        return None
    earlier = find_repeated_answer(rules, item.question.points, item.version, answer, previous)
    if earlier and not (earlier.verdict == "nearly" and alone.grade.unsure):
        return earlier
    grade = ask_again(alone.grade) if asks and alone.grade.unsure and not earlier else alone.grade
    outcome = apply_attempt_rules(rules, item.question, grade, previous)
    return as_judged(outcome, rules.code) if outcome else None
