"""Opinions hold no gate, and may be asked on the front page; words are quoted once a question is settled."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from conftest import ROOT, Learner, with_content
from webapp import create_app
from webapp.config import Config
from webapp.question_types._options import option_value

FRONT, FIRST = "/texts/river/", "/texts/river/1"
POLLS = """
  - id: swims
    paragraph: 1
    type: poll
    prompt: أيسبح الناس في النهر؟
    before: true
    options: [نعم, لا]
  - id: liked
    paragraph: 1
    type: poll
    prompt: أأعجبك النص؟
    options: [نعم, لا]
"""
ANSWERS = {"who-went": option_value("مع أخيها"), "which-day": "السبت"}


@pytest.fixture
def app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "content"
    (folder / "seeds").mkdir(parents=True)
    (folder / "questions").mkdir()
    shutil.copy(ROOT / "tests/content/seeds/river.txt", folder / "seeds")
    source = (ROOT / "tests/content/questions/river.yaml").read_text("utf-8")
    (folder / "questions" / "river.yaml").write_text(source + POLLS, "utf-8")
    made = create_app(with_content(config, folder))
    yield made
    made.extensions["fahm"].store.close()


def test_a_reader_goes_on_without_an_opinion(layla: Learner) -> None:
    page = layla.answers(FIRST, dict(ANSWERS))
    assert 'class="button" href="/texts/river/' in page.html
    assert "تُفتح الفقرة التالية" not in page.html
    assert "ليس في الفقرة" not in layla.opens("/texts/river/result").html
    assert 'href="/texts/river/result"' in layla.opens(FRONT).html


def test_the_front_page_asks_before_reading(layla: Learner, app: Flask) -> None:
    assert "أيسبح الناس في النهر؟" in layla.opens(FRONT).text("swims")
    assert 'id="q-swims"' not in layla.opens(FIRST).html
    page = layla.answers(FRONT, {"swims": option_value("لا")}, check="swims")
    assert page.response.request.path == FRONT
    assert "سُجّل الرأي" in page.text("swims")
    (attempt,) = app.extensions["fahm"].store.all_tries()
    assert (attempt.question, attempt.verdict) == ("swims", "noted")


def test_an_opinion_before_reading_is_not_the_beginning_of_it(layla: Learner) -> None:
    layla.answers(FRONT, {"swims": option_value("لا")}, check="swims")
    assert "بدء القراءة" in layla.opens(FRONT).html
    layla.answers(FIRST, {"which-day": "السبت"}, check="which-day")
    assert "بدء القراءة" not in layla.opens(FRONT).html


def test_an_empty_opinion_is_said_on_the_front_page(layla: Learner) -> None:
    page = layla.answers(FRONT, {}, check="swims")
    assert page.response.request.path == FRONT
    assert "لم تُحسب محاولة" in page.html


def test_an_expired_form_of_the_front_page_is_shown_again(layla: Learner) -> None:
    reply = layla.client.post(FRONT, data={"swims": option_value("لا"), "csrf_token": "old"})
    assert reply.status_code == 400
    assert 'id="q-swims"' in reply.get_data(as_text=True)


def test_a_front_page_without_questions_takes_no_form(app: Flask, layla: Learner) -> None:
    path = app.extensions["fahm"].config.content / "questions" / "river.yaml"
    path.write_text(path.read_text("utf-8").replace("    before: true\n", ""), "utf-8")
    app.extensions["fahm"].library.refresh()
    token = layla.opens(FIRST).field("csrf_token")
    assert layla.client.post(FRONT, data={"csrf_token": token}).status_code == 405


def test_the_front_page_says_where_the_tries_are_named(layla: Learner) -> None:
    assert "عدد المحاولات مكتوب تحت كل سؤال" in layla.opens(FRONT).html


def test_words_are_quoted_once_the_question_is_settled(layla: Learner) -> None:
    wrong = {"who-went": option_value("مع أبيها")}
    page = layla.answers(FIRST, wrong, check="who-went")
    assert 'class="quotes"' not in page.card("who-went")
    (lit,) = page.lit()
    assert "مع أخيها" in lit
    assert lit != "مع أخيها"
    assert "<q" not in layla.opens("/texts/river/result").html
    page = layla.answers(FIRST, {"who-went": ANSWERS["who-went"]}, check="who-went")
    assert 'class="quotes"' in page.card("who-went")
    assert page.lit() == ["مع أخيها"]
    assert "0.5" in page.text("who-went") or "٠٫٥" in page.text("who-went") or "٠.٥" in page.text("who-went")


def test_an_opinion_is_thanked_once(layla: Learner) -> None:
    page = layla.answers(FRONT, {"swims": option_value("لا")}, check="swims")
    assert page.text("swims").count("سُجّل") == 1
    assert "كل إجابة مقبولة" not in page.text("swims")
