"""Remembered parts of pages: one for each view of a question, and never one that was drawn for another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, render_template_string
from jinja2 import ChoiceLoader, DictLoader
from markupsafe import Markup

from conftest import SLUG, Learner, right_answer, wrong_answer
from webapp.content import Lesson
from webapp.web.framework import fragment_cache

FIRST = f"/texts/{SLUG}/1"


MACRO = "counting.html:one"
ONE = "{% macro one(x, y=0) %}<b>{{ note(x, y) }}</b>{% endmacro %}"
FORM = '{% macro form(y) %}<input value="{{ y }}">{% endmacro %}'


@pytest.fixture
def remembered(app: Flask) -> Callable[..., Markup]:
    """The function as templates have it."""
    function: Callable[..., Markup] = app.jinja_env.globals["remembered"]
    return function


@pytest.fixture
def drawn(app: Flask) -> list[tuple[object, ...]]:
    """What a macro of this test was asked to draw, each time that it was."""
    asked: list[tuple[object, ...]] = []

    def note(*args: object) -> str:
        asked.append(args)
        return f"<{args}>"

    app.jinja_env.globals["note"] = note
    mine = DictLoader({"counting.html": ONE + FORM})
    app.jinja_env.loader = ChoiceLoader([mine, app.jinja_env.loader or mine])
    return asked


def test_it_is_drawn_once_for_its_arguments(app: Flask, remembered: Callable[..., Markup], drawn: list[object]) -> None:
    with app.test_request_context():
        for _ in range(3):
            assert remembered(MACRO, 1) == "<b>&lt;(1, 0)&gt;</b>"
        assert drawn == [(1, 0)]
        remembered(MACRO, 2)
        remembered(MACRO, 2, True)
        assert drawn == [(1, 0), (2, 0), (2, True)]


def test_each_language_and_kind_of_digits_has_its_own(
    app: Flask, remembered: Callable[..., Markup], drawn: list[object]
) -> None:
    for look in ("", "language-en", "language-both", "digits-latn"):
        with app.test_request_context(headers={"Cookie": f"fahm_look={look}"}):
            remembered(MACRO, 1)
            remembered(MACRO, 1)
    assert len(drawn) == 4


def test_nothing_is_remembered_while_templates_may_change(
    app: Flask, remembered: Callable[..., Markup], drawn: list[object]
) -> None:
    app.debug = True
    with app.test_request_context():
        remembered(MACRO, 1)
        remembered(MACRO, 1)
    assert len(drawn) == 2


def test_no_macro_pushes_out_what_another_drew(
    app: Flask, remembered: Callable[..., Markup], drawn: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fragment_cache, "MAX_CACHED", 2)
    with app.test_request_context():
        remembered(MACRO, 0)
        for n in range(3):
            remembered("counting.html:form", n)
        remembered(MACRO, 0)
        assert drawn == [(0, 0)]
        for n in (1, 0, 2, 0, 1):
            remembered(MACRO, n)
    assert drawn == [(0, 0), (1, 0), (2, 0), (1, 0)]  # the least recently used one was dropped


def test_a_value_that_is_new_each_time_is_in_no_fragment(
    app: Flask, remembered: Callable[..., Markup], drawn: list[object]
) -> None:
    with app.test_request_context():
        kept = app.extensions["fragments"]["counting.html:form"]
        assert remembered("counting.html:form", y="first") == '<input value="first">'
        assert remembered("counting.html:form", y='"<') == '<input value="&#34;&lt;">'
        assert kept.cache_info().currsize == 1


def test_arguments_that_hold_a_dictionary_are_told_apart(
    app: Flask, remembered: Callable[..., Markup], drawn: list[object]
) -> None:
    with app.test_request_context():
        for value in ({"a": 1}, {"a": 2}, {"a": 1}):
            remembered(MACRO, value)
    assert drawn == [({"a": 1}, 0), ({"a": 2}, 0)]


def test_addresses_without_end_do_not_fill_the_memory(app: Flask) -> None:
    client = app.test_client()
    client.get("/nothing")
    kept = app.extensions["fragments"]["framework/macros.html:top"]
    before = kept.cache_info().currsize
    for n in range(20):
        assert client.get(f"/{'n' * 200}{n}").status_code == 404
    assert kept.cache_info().currsize <= before + 1


def test_a_template_asks_for_a_macro_by_name(app: Flask, drawn: list[object]) -> None:
    page = "{{ remembered('counting.html:one', '<') }}{{ remembered('counting.html:one', '<') }}"
    with app.test_request_context():
        assert render_template_string(page) == "<b>&lt;(&#39;&lt;&#39;, 0)&gt;</b>" * 2
    assert len(drawn) == 1


def test_a_card_is_each_learners_own(layla: Learner, omar: Learner, lesson: Lesson) -> None:
    layla.answers(FIRST, {"who-announced": wrong_answer(lesson, "who-announced")})
    mine, theirs = layla.opens(FIRST), omar.opens(FIRST)
    assert 'class="feedback' in mine.card("who-announced")
    assert 'class="feedback' not in theirs.card("who-announced")
    omar.answers(FIRST, {"who-announced": right_answer(lesson, "who-announced")})
    assert "إجابة صحيحة" in omar.opens(FIRST).text("who-announced")
    assert "إجابة صحيحة" not in layla.opens(FIRST).text("who-announced")
