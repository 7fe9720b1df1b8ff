"""The page of components: every type in every state, and no key of a real lesson."""

from __future__ import annotations

import re

import pytest

from conftest import Learner
from webapp.content import Lesson
from webapp.question_types import TYPES
from webapp.web.system.component_gallery import STATES, showcase

VERDICTS = {"right": "accepted", "late": "accepted"}


def test_the_index_leads_to_every_state(layla: Learner) -> None:
    page = layla.opens("/components/")
    assert page.status == 200
    for name in STATES:
        assert f"/components/{name}" in page.html


@pytest.mark.parametrize("name", STATES)
def test_every_question_stands_in_every_state(layla: Learner, name: str) -> None:
    page = layla.opens(f"/components/{name}")
    assert page.status == 200
    assert {item.question.type for item in showcase().items} <= set(TYPES)
    for item in showcase().items:
        assert page.card(item.question.id)


@pytest.mark.parametrize("name", VERDICTS)
def test_right_answers_look_right(layla: Learner, name: str) -> None:
    page = layla.opens(f"/components/{name}")
    for item in showcase().items:
        if not item.question.once:
            assert f"feedback {VERDICTS[name]}" in page.card(item.question.id)


def test_new_questions_carry_no_feedback(layla: Learner) -> None:
    assert 'class="feedback' not in layla.opens("/components/new").html


def test_all_hints_are_shown(layla: Learner) -> None:
    page = layla.opens("/components/hints")
    for item in showcase().items:
        if not item.question.once:
            assert all(hint in page.text(item.question.id) for hint in item.question.hints)


def test_an_unknown_state_is_not_there(layla: Learner) -> None:
    assert layla.opens("/components/nothing").status == 404


def test_no_lesson_of_the_school_is_shown(layla: Learner, lesson: Lesson) -> None:
    shown = "".join(layla.opens(f"/components/{name}").html for name in STATES)
    assert not any(item.question.prompt in shown for item in lesson.items)
    assert not re.search(r"/texts/0", shown)
