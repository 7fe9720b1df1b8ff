"""What an answer is worth, for whoever records one: pages and simulated readers are judged alike.

What an answer is worth by itself hangs on the question alone. It is worked out before the store is asked, so that
nobody waits for the lock of the database meanwhile, and it is remembered: readers give few different answers, and
marking a typed one takes milliseconds. Only the earlier tries are weighed in within the transaction.
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
from webapp.domain.scoring import Outcome, Rules, apply_attempt_rules, find_repeated_answer
from webapp.store.protocols.store import Judge, Judged, Submission

MAX_CACHED_ANSWER_LENGTH = 200
"""In characters, all parts together: what is longer is hardly ever said twice."""
MAX_CACHED_ANSWERS = 4096


@dataclass(frozen=True)
class StandaloneGrade:
    """What an answer is by itself: its grade, and the label under which the like of it is counted."""

    grade: Grade
    label: str


HashableResponse = str | tuple[str, ...] | tuple[tuple[str, str], ...]


def grade_alone(question: Question, answer: Response) -> StandaloneGrade:
    """What an answer is by itself."""
    said: HashableResponse
    if isinstance(answer, str):
        said, size = answer, len(answer)
    elif isinstance(answer, dict):
        said, size = tuple(answer.items()), sum(len(name) + len(value) for name, value in answer.items())
    else:
        said, size = tuple(answer), sum(map(len, answer))
    return (_cached_grade if size <= MAX_CACHED_ANSWER_LENGTH else _grade_alone)(
        IdentityKey(question), said, type(answer)
    )


def _grade_alone(key: IdentityKey[Question], said: HashableResponse, kind: type[Response]) -> StandaloneGrade:
    answer = kind(said)  # type: ignore[arg-type]  # back to what it was made of
    return StandaloneGrade(key.value.grade(answer), key.value.classify(answer))


_cached_grade = lru_cache(MAX_CACHED_ANSWERS)(_grade_alone)


@lru_cache(MAX_CACHED_ANSWERS)
def _question_json(key: IdentityKey[Question]) -> str:
    return key.value.model_dump_json(by_alias=True)


def judge(lesson: Lesson, item: Item, answer: Response) -> Judge:
    """Marks an answer in the light of the earlier tries."""
    question = item.question
    rules, by_itself = lesson.settings.rules_of(question), grade_alone(question, answer).grade
    return partial(_judged, rules, item, answer, by_itself)


def as_judged(outcome: Outcome, rules: str = "") -> Judged:
    """An outcome of marking as the store keeps it; ``rules`` is the code of those it was marked by."""
    grade = outcome.grade
    return Judged(
        verdict=grade.verdict,
        earned=grade.earned,
        possible=grade.possible,
        why=grade.why,
        note=grade.note,
        rung=grade.rung,
        parts=grade.parts,
        standing_earned=outcome.standing,
        settled=outcome.settled,
        rules=rules,
    )


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
    """An answer as it is handed in. ``form`` is the form's id, which with the question's makes that of the try."""
    question = item.question
    return Submission(
        id=f"{form}.{question.id}",
        school=school,
        learner=learner,
        text=lesson.slug,
        question=question.id,
        version=item.version,
        version_body=_question_json(IdentityKey(question)),
        response=answer,
        label=grade_alone(question, answer).label,
        shown=shown_order(question, learner),
        seconds=seconds,
        at=at,
        support=support,
    )


def shown_order(question: Question, learner: str) -> tuple[str, ...]:
    """The values of what was shuffled, in the order in which this learner met them."""
    public = question.public(learner)
    return tuple(public.get("shown") or (option["value"] for option in public.get("options", ())))


def _judged(
    rules: Rules, item: Item, answer: Response, by_itself: Grade, previous: Sequence[Attempt]
) -> Judged | Attempt | None:
    earlier = find_repeated_answer(rules, item.question.points, item.version, answer, previous)
    if earlier:
        return earlier
    outcome = apply_attempt_rules(rules, item.question, by_itself, previous)
    return as_judged(outcome, rules.code) if outcome else None
