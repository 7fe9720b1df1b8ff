"""Marking of answers: cached grades equal fresh ones, and the store gets the right outcome."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from webapp.assessment.answer_marking import MAX_CACHED_ANSWER_LENGTH, as_judged, grade_alone, judge, submission
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.question import Grade, Question, Response, Unanswered
from webapp.domain.scoring import ASKED_AGAIN, UNSURE, mark
from webapp.question_types._answer_remarks import REMARKS
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.new_attempt import new_attempt
from webapp.store.protocols.store import Judged, Store, Submission
from webapp.web.system.component_gallery import showcase

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ITEMS = [item for item in showcase().items if not item.question.once]
every_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.question.type)


@pytest.fixture
def lesson() -> Lesson:
    return showcase()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(sqlite_url(tmp_path / "fahm.db"), lambda: AT)
    yield made
    made.close()


class Counting:
    """A question that counts how often it is asked to grade."""

    def __init__(self) -> None:
        self.graded: list[Response] = []

    def grade(self, response: Response) -> Grade:
        self.graded.append(response)
        return Grade("refused", 0, 1, "", ())

    def classify(self, response: Response) -> str:
        return str(response)


def answers(item: Item) -> list[Response]:
    """A wrong one, the right one."""
    found = [item.question.read(fields) for fields in (item.question.wrong_fields(), item.question.right_fields())]
    assert not any(isinstance(one, Unanswered) for one in found)
    return cast(list[Response], found)


def handed_in(lesson: Lesson, item: Item, answer: Response, form: str = "form") -> Submission:
    return submission(
        lesson, item, answer, form=form, school="default", learner="layla", seconds=3.5, at=AT, support=("aloud",)
    )


@every_item
def test_an_answer_is_judged_as_it_is_marked(lesson: Lesson, item: Item) -> None:
    rules, made = lesson.settings.rules_of(item.question), list[Attempt]()
    for answer in answers(item):
        outcome = mark(rules, item.question, answer, made)
        assert outcome is not None
        for _ in range(2):  # afresh, and remembered
            judged = judge(lesson, item, answer)(made)
            assert judged == as_judged(outcome, rules.code)
        assert isinstance(judged, Judged)
        made.append(new_attempt(handed_in(lesson, item, answer), judged, len(made) + 1))
    assert [result.verdict for result in made][-1] == "accepted"
    assert judge(lesson, item, answers(item)[0])(made) is None


@every_item
def test_a_wrong_answer_that_is_said_again_is_the_earlier_try(lesson: Lesson, item: Item) -> None:
    wrong = answers(item)[0]
    judged = judge(lesson, item, wrong)([])
    assert isinstance(judged, Judged)
    earlier = new_attempt(handed_in(lesson, item, wrong), judged, 1)
    assert judge(lesson, item, wrong)([earlier]) is earlier


def test_an_unsure_answer_costs_nothing_until_it_is_handed_in_again(lesson: Lesson) -> None:
    item = next(item for item in lesson.items if item.question.type == "short")
    answer = "السبت بعد سوق المدينة"
    assert grade_alone(item.question, answer).grade.unsure
    made = list[Attempt]()
    for verdict, why in (("nearly", ASKED_AGAIN), ("refused", REMARKS["unsure"])):
        judged = judge(lesson, item, answer)(made)
        assert isinstance(judged, Judged)
        assert (judged.grade.verdict, judged.grade.why) == (verdict, why)
        made.append(new_attempt(handed_in(lesson, item, answer), judged, len(made) + 1))
    assert made[-1].note == UNSURE
    assert judge(lesson, item, answer)(made) is made[-1]


@every_item
def test_the_store_records_just_that_try(lesson: Lesson, item: Item, store: Store) -> None:
    result = handed_in(lesson, item, answers(item)[1])
    judged = judge(lesson, item, result.response)([])
    assert isinstance(judged, Judged)
    recorded = store.record(result, judge(lesson, item, result.response)).try_
    assert recorded == new_attempt(result, judged, 1)
    body = store.version_body("default", lesson.slug, item.question.id, item.version)
    assert body == item.question.model_dump_json(by_alias=True)


@pytest.mark.parametrize("answer", ["كلمة", ["أ", "ب"], {"1": "أ", "2": "ب"}])
def test_the_same_answer_is_graded_once(answer: Response) -> None:
    question = Counting()
    for _ in range(3):
        alone = grade_alone(cast(Question, question), answer)
        assert alone.label == str(answer)
        assert alone.grade.verdict == "refused"
    assert question.graded == [answer]


def test_answers_that_look_alike_are_graded_apart() -> None:
    question = Counting()
    alike: list[Response] = ["ab", ["a", "b"], ["ab"], {"a": "b"}, {"b": "a"}, [], {}]
    for answer in alike:
        assert grade_alone(cast(Question, question), answer).grade
    assert question.graded == alike


def test_each_question_remembers_for_itself() -> None:
    """The same question in a text that has changed may grade otherwise."""
    result, other = Counting(), Counting()
    for question in (result, other):
        assert grade_alone(cast(Question, question), "كلمة").grade
    assert result.graded == other.graded == ["كلمة"]


def test_a_long_answer_is_not_remembered() -> None:
    question = Counting()
    for _ in range(2):
        assert grade_alone(cast(Question, question), "ب" * (MAX_CACHED_ANSWER_LENGTH + 1)).grade
    assert len(question.graded) == 2


def test_a_long_answer_is_graded_once_for_its_record_and_its_mark(lesson: Lesson) -> None:
    question, answer = Counting(), "ب" * (MAX_CACHED_ANSWER_LENGTH + 1)
    item = next(item for item in lesson.items if item.question.type == "short")
    alone = grade_alone(cast(Question, question), answer)
    for _ in range(2):
        judge(lesson, item, answer, alone)([])
    assert question.graded == [answer]


def test_an_answer_without_an_attempt_left_is_not_graded(lesson: Lesson) -> None:
    question = Counting()
    item = next(item for item in ITEMS if item.question.type == "short")
    right = answers(item)[1]
    judged = judge(lesson, item, right)([])
    assert isinstance(judged, Judged)
    settled = new_attempt(handed_in(lesson, item, right), judged, 1)
    assert judge(lesson, item, "كلمة", grade_alone(cast(Question, question), "كلمة"), settled=True)([settled]) is None
    assert question.graded == []


def test_what_was_shuffled_is_recorded_in_the_order_shown(lesson: Lesson) -> None:
    item = next(item for item in ITEMS if item.question.type == "choice")
    one = handed_in(lesson, item, answers(item)[1])
    assert list(one.shown) == [option.value for option in item.question.public("layla").options]
