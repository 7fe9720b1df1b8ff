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
from webapp.domain.attempt import Try
from webapp.domain.question import Grade, Question, Response
from webapp.domain.scoring import Outcome, Rules, said_before, weigh
from webapp.store.protocols.store import Judge, Judged, Submission

LONGEST_REMEMBERED = 200
"""In characters, all parts together: what is longer is hardly ever said twice."""
MOST_REMEMBERED = 4096


@dataclass(frozen=True)
class Worth:
    """What an answer is by itself: its grade, and the label under which the like of it is counted."""

    grade: Grade
    label: str


class _Itself:
    """A question as a key: two that are equal may know different texts, and comparing them takes long."""

    __slots__ = ("question",)

    def __init__(self, question: Question) -> None:
        self.question = question

    def __hash__(self) -> int:
        return id(self.question)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.question is other.question


_Plain = str | tuple[str, ...] | tuple[tuple[str, str], ...]


def worth(question: Question, answer: Response) -> Worth:
    """What an answer is by itself."""
    said: _Plain
    if isinstance(answer, str):
        said, size = answer, len(answer)
    elif isinstance(answer, dict):
        said, size = tuple(answer.items()), sum(len(name) + len(value) for name, value in answer.items())
    else:
        said, size = tuple(answer), sum(map(len, answer))
    return (_remembered if size <= LONGEST_REMEMBERED else _worth)(_Itself(question), said, type(answer))


def _worth(key: _Itself, said: _Plain, kind: type[Response]) -> Worth:
    answer = kind(said)  # type: ignore[arg-type]  # back to what it was made of
    return Worth(key.question.grade(answer), key.question.classify(answer))


_remembered = lru_cache(MOST_REMEMBERED)(_worth)


@lru_cache(MOST_REMEMBERED)
def _body(key: _Itself) -> str:
    return key.question.model_dump_json(by_alias=True)


def judge(lesson: Lesson, item: Item, answer: Response) -> Judge:
    """Marks an answer in the light of the earlier tries."""
    question = item.question
    rules, by_itself = lesson.settings.rules_of(question), worth(question, answer).grade
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
        version_body=_body(_Itself(question)),
        response=answer,
        label=worth(question, answer).label,
        shown=question.shown_order(learner),
        seconds=seconds,
        at=at,
        support=support,
    )


def _judged(
    rules: Rules, item: Item, answer: Response, by_itself: Grade, previous: Sequence[Try]
) -> Judged | Try | None:
    earlier = said_before(rules, item.question.points, item.version, answer, previous)
    if earlier:
        return earlier
    outcome = weigh(rules, item.question, by_itself, previous)
    return as_judged(outcome, rules.code) if outcome else None
