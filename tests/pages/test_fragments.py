"""Remembered parts of pages: one for each view of a question, and never one that was drawn for another."""

from __future__ import annotations

from flask import Flask, render_template_string
from markupsafe import Markup

from conftest import SLUG, Learner, right_answer, wrong_answer
from webapp.content import Lesson
from webapp.pages.fragments import Fragments, remembered

FIRST = f"/texts/{SLUG}/1"


class Counting:
    """A macro that tells how often it drew."""

    name = "counting"

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, *args: object) -> Markup:
        self.drawn += 1
        return Markup(f"{args}")


def test_it_is_drawn_once_for_one_argument_and_what_else_is_named(app: Flask) -> None:
    macro = Counting()
    with app.test_request_context():
        for _ in range(3):
            assert remembered(macro, 1) == "(1,)"
        assert macro.drawn == 1
        assert remembered(macro, 2) == "(2,)"
        remembered(macro, 2, exam=True)
        assert macro.drawn == 3


def test_each_language_and_kind_of_digits_has_its_own(app: Flask) -> None:
    macro = Counting()
    for look in ("", "language-en", "language-ar", "digits-latn"):
        with app.test_request_context(headers={"Cookie": f"fahm_look={look}"}):
            remembered(macro, 1)
            remembered(macro, 1)
    assert macro.drawn == 4


def test_nothing_is_remembered_while_templates_may_change(app: Flask) -> None:
    macro = Counting()
    app.debug = True
    with app.test_request_context():
        remembered(macro, 1)
        remembered(macro, 1)
    assert macro.drawn == 2


def test_the_least_used_goes_first() -> None:
    kept = Fragments(most=2)
    keys = [("m", bytes([n]), "ar", "arab") for n in range(3)]
    kept.put(keys[0], Markup("0"))
    kept.put(keys[1], Markup("1"))
    kept.get(keys[0])
    kept.put(keys[2], Markup("2"))
    assert [kept.get(key) for key in keys] == [Markup("0"), None, Markup("2")]


def test_macros_of_templates_can_be_remembered(app: Flask) -> None:
    page = "{% macro one(x) %}<b>{{ x }}</b>{% endmacro %}{{ remembered(one, '<') }}{{ remembered(one, '<') }}"
    with app.test_request_context():
        assert render_template_string(page) == "<b>&lt;</b><b>&lt;</b>"


def test_a_card_is_each_learners_own(layla: Learner, omar: Learner, lesson: Lesson) -> None:
    layla.answers(FIRST, {"who-announced": wrong_answer(lesson, "who-announced")})
    mine, theirs = layla.opens(FIRST), omar.opens(FIRST)
    assert 'class="feedback' in mine.card("who-announced")
    assert 'class="feedback' not in theirs.card("who-announced")
    omar.answers(FIRST, {"who-announced": right_answer(lesson, "who-announced")})
    assert "إجابة صحيحة" in omar.opens(FIRST).text("who-announced")
    assert "إجابة صحيحة" not in layla.opens(FIRST).text("who-announced")
