"""Warnings about several questions: once in the file, and at each question where a page shows it."""

from __future__ import annotations

from webapp.content import Lesson
from webapp.content.completeness import KINDS, of_one_question, questions_lacking
from webapp.domain.problem import of_message


def test_each_kind_names_its_questions_and_has_a_message_for_one(lesson: Lesson) -> None:
    known = {item.question.id for item in lesson.items}
    for rule, *_ in KINDS:
        assert known.issuperset(questions_lacking(lesson, rule))
        said = of_message(of_one_question(rule))
        assert said.ar != said.en
    assert not questions_lacking(lesson, "another rule")
