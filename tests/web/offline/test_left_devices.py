"""Tokens of pages after their device was left: what was typed before arrives, and a copy changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page, joins, right_answer, right_fields, wrong_fields
from web.assigning import Clock
from web.offline.test_sync import FIRST, QUESTION, entry, recorded, sends
from webapp.content import Lesson
from webapp.domain.assignment import AssignmentRules, NewAssignment
from webapp.store.protocols.store import Store

REFUSED = {"kept": False, "why": "token"}
REVIEW = f"/texts/{SLUG}/review"
TYPED = "summit-day"
DAY = 24 * 60 * 60


pytestmark = pytest.mark.usefixtures("clock")


def posts(learner: Learner, url: str) -> Page:
    return Page(learner.client.post(url, data={"csrf_token": learner.csrf_token()}, follow_redirects=True))


def signs_out(learner: Learner) -> None:
    posts(learner, "/me/sign-out")


def is_somebody_else(learner: Learner) -> None:
    posts(learner, "/me/switch")


@pytest.fixture
def begun(layla: Learner, lesson: Lesson, muna: Desk) -> Page:
    """A page of Layla, who is in a class and has answered in another paragraph."""
    joins(layla, muna.code, "ليلى")
    other = next(item.question.id for item in lesson.items_at(1) if item.question.id != QUESTION)
    layla.answers(FIRST, right_fields(lesson, other), check=other)
    return layla.opens(FIRST)


@pytest.mark.parametrize("leaves", [signs_out, is_somebody_else])
def test_what_was_typed_before_arrives_for_three_days(
    layla: Learner, app: Flask, begun: Page, lesson: Lesson, clock: Clock, leaves: Callable[[Learner], None]
) -> None:
    waits, before = entry(begun, {QUESTION: right_answer(lesson, QUESTION)}), len(recorded(app))
    leaves(layla)
    clock.move(days=2)
    for _ in range(2):  # the first reply may have been lost
        assert sends(Learner(app), waits | {"ago": 2 * DAY + 60}).get_json()["kept"]
    assert len(recorded(app)) == before + 1
    clock.move(days=2)
    late = entry(begun, {"who-accepted": "0"}, "who-accepted", ago=5 * DAY)
    assert sends(Learner(app), late).get_json() == REFUSED


@pytest.mark.parametrize("leaves", [signs_out, is_somebody_else])
def test_what_is_typed_after_is_refused(
    layla: Learner, app: Flask, begun: Page, clock: Clock, leaves: Callable[[Learner], None]
) -> None:
    leaves(layla)
    clock.move(hours=1)
    assert sends(Learner(app), entry(begun, {QUESTION: "الجمعة"}, ago=60)).get_json() == REFUSED


def test_no_answer_is_replaced_and_no_try_is_spent(layla: Learner, app: Flask, begun: Page, lesson: Lesson) -> None:
    layla.answers(FIRST, wrong_fields(lesson, QUESTION), check=QUESTION)
    before = len(recorded(app))
    signs_out(layla)
    copied = entry(begun, right_fields(lesson, QUESTION) | {"form": "2-abcdefabcdef"})
    assert sends(Learner(app), copied).get_json() == {"kept": False, "why": "changed"}
    assert len(recorded(app)) == before


def test_who_comes_back_sends_everything(layla: Learner, begun: Page, store: Store, muna: Desk, lesson: Lesson) -> None:
    (member,) = muna.people.members(muna.school, muna.class_id)
    layla.answers(FIRST, wrong_fields(lesson, QUESTION), check=QUESTION)
    signs_out(layla)
    learner = store.learner(muna.school, member.learner)
    assert learner
    data = {"csrf_token": layla.csrf_token(), "code": learner.code}
    layla.client.post("/me/resume", data=data)
    waits = entry(begun, {QUESTION: right_answer(lesson, QUESTION), "form": "2-abcdefabcdef"})
    assert sends(layla, waits).get_json()["kept"]


def test_a_copied_token_changes_no_answer_of_an_exam_and_hands_nothing_in(
    layla: Learner, app: Flask, muna: Desk, store: Store, clock: Clock
) -> None:
    joins(layla, muna.code, "ليلى")
    store.assignments.add(
        muna.school, NewAssignment(SLUG, classes=(muna.class_id,), rules=AssignmentRules(exam=True)), muna.id
    )
    page = layla.opens(FIRST)
    layla.answers(FIRST, {TYPED: "الأربعاء"}, page)
    review = entry(layla.opens(REVIEW), {})
    (member,) = muna.people.members(muna.school, muna.class_id)
    signs_out(layla)

    def saved() -> dict[str, object]:
        return dict(store.drafts(muna.school, member.learner, SLUG))

    before = saved()
    thief = Learner(app)
    assert sends(thief, entry(page, {TYPED: "الأحد"}, TYPED, ago=0)).get_json() == {"kept": False, "why": "changed"}
    assert sends(thief, entry(page, {"had": TYPED, QUESTION: "الأحد"}, TYPED, ago=0)).get_json()["kept"]
    assert sends(thief, review).get_json() == REFUSED
    assert saved().items() >= before.items()
    assert TYPED in before
    assert recorded(app) == []
    clock.move(days=30)
    assert sends(thief, entry(page, {TYPED: "الأحد"}, TYPED, ago=30 * DAY)).get_json() == REFUSED
