"""A lesson under an assignment: mode, gate, tries, places, order; the drawn text is shared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conftest import ARTICLE, SLUG
from domain.test_assignment import EXTRA, PLAIN, own
from webapp.assessment.assigned_lesson import assigned_lesson
from webapp.content import Lesson, Library
from webapp.domain.assignment import AssignmentRules


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    lesson = Library(ARTICLE).lesson(SLUG)
    assert lesson
    return lesson


def ids(lesson: Lesson) -> list[str]:
    return [item.question.id for item in lesson.items]


def test_without_other_rules_it_is_the_lesson_itself(lesson: Lesson) -> None:
    assert assigned_lesson(lesson, None) is lesson
    assert assigned_lesson(lesson, own()) is lesson
    assert assigned_lesson(lesson, own(replace(PLAIN, places=(2,)))) is lesson, "practice of a part shows it all"


def test_an_exam_is_answered_once_and_may_ask_a_part(lesson: Lesson) -> None:
    exam = replace(PLAIN, places=(2, "whole"), rules=AssignmentRules(exam=True, tries=3))
    derived = assigned_lesson(lesson, own(exam, EXTRA))
    assert derived.settings.exam
    assert not lesson.settings.exam
    assert {derived.settings.rules_of(item.question).tries for item in derived.items} == {1}
    assert {item.question.place for item in derived.items} == {2, "whole"}
    assert derived.items_at(2) == lesson.items_at(2)
    assert derived.items_at(1) == ()
    assert derived.shown is lesson.shown
    assert assigned_lesson(lesson, own(replace(exam, id="a2"), EXTRA)) is derived, "remembered by its rules"


def test_an_exam_file_stays_one(lesson: Lesson) -> None:
    file = replace(lesson, settings=lesson.settings.model_copy(update={"mode": "exam"}))
    assert assigned_lesson(file, own(replace(PLAIN, rules=AssignmentRules(gate="open")))).settings.exam


def test_gate_and_tries_are_those_of_the_assignment_and_the_learner(lesson: Lesson) -> None:
    usual = {item.question.id: lesson.settings.rules_of(item.question) for item in lesson.items}
    extra = assigned_lesson(lesson, own(allowance=EXTRA))
    for item in extra.items:
        before = usual[item.question.id]
        assert extra.settings.rules_of(item.question) == replace(before, tries=before.tries + 1)
    five = assigned_lesson(lesson, own(replace(PLAIN, rules=AssignmentRules(tries=5, gate="open")), EXTRA))
    assert five.settings.gate == "open"
    assert {five.settings.rules_of(item.question).tries for item in five.items} == {6}


def test_each_learner_has_an_own_order_and_always_the_same(lesson: Lesson) -> None:
    shuffled = replace(PLAIN, rules=AssignmentRules(shuffle=True))
    orders = {
        name: ids(assigned_lesson(lesson, replace(own(shuffled), learner=name))) for name in ("salma", "omar", "sami")
    }
    assert ids(assigned_lesson(lesson, own(shuffled))) == orders["salma"]
    assert len({tuple(order) for order in orders.values()}) == 3
    for order in orders.values():
        assert sorted(order) == sorted(ids(lesson))
        firsts = {item.question.id: item.after for item in lesson.items if item.after}
        for second, first in firsts.items():
            assert order.index(second) == order.index(first) + 1
