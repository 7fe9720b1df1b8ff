"""What blind guessing would earn, as Moodle counts it."""

from __future__ import annotations

import pytest

from question_types.asking import build
from webapp.analysis.guessing_score import random_guess_score
from webapp.content import Lesson
from webapp.question_types import TYPES

OPTIONS = [{"text": text, "why": "كذا", "correct": text == "نعم"} for text in ("نعم", "لا", "ربما", "أبدًا")]


def test_a_choice_is_one_in_the_number_of_its_options() -> None:
    assert random_guess_score(build("choice", options=OPTIONS)) == 0.25


def test_several_right_options_are_not_tried() -> None:
    assert random_guess_score(build("multiple", options=OPTIONS)) is None


def test_a_judgement_is_one_of_three() -> None:
    why = {"true": "كذا", "false": "كذا", "not-given": "كذا"}
    assert random_guess_score(build("judgement", answer="true", why=why)) == pytest.approx(1 / 3)


def test_what_is_typed_is_not_guessed() -> None:
    assert random_guess_score(build("short", accept=["الخميس"], why="كذا")) == 0


def test_every_question_of_the_article_has_a_share_or_none(lesson: Lesson) -> None:
    for item in lesson.items:
        found = random_guess_score(item.question)
        assert found is None or 0 <= found <= 0.5
        if item.question.type in {"multiple", "evidence", "referent", "open", "poll"}:
            assert found is None
        elif item.question.type == "match":
            assert found == 1 / len(item.question.public("").targets)
        else:
            assert found is not None
    assert {item.question.type for item in lesson.items} <= set(TYPES)
