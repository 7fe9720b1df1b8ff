"""One number of each question through the whole text, the same in every room; the file's order may be another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from conftest import Desk, Learner, joins
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson

SLUG = "two"
TEXT = "زارت ليلى جدّتها يوم الجمعة في القرية القريبة.\nعادت ليلى إلى المدينة مساء السبت بالحافلة.\n"
FILE = """
text: two.txt
title: زيارة
level: A2
gate: open
questions:
  - {id: back, paragraph: 2, type: short, prompt: متى عادت؟, accept: [السبت], evidence: [مساء السبت]}
  - {id: all, paragraph: whole, type: short, prompt: من سافر؟, accept: [ليلى], evidence: [زارت ليلى]}
  - {id: day, paragraph: 1, type: short, prompt: متى زارت؟, accept: [الجمعة], evidence: [يوم الجمعة]}
  - {id: whom, paragraph: 1, type: short, prompt: من زارت؟, accept: [جدّتها], evidence: [جدّتها]}
"""
NUMBERS = {"day": 1, "whom": 2, "back": 3, "all": 4}
PLACES = {"day": "1", "whom": "1", "back": "2", "all": "whole"}


@pytest.fixture
def app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    """An application with one text of two paragraphs, whose questions stand in another order in the file."""
    content = tmp_path / "content"
    for folder, name, text in (("seeds", "two.txt", TEXT), ("questions", f"{SLUG}.yaml", FILE)):
        (content / folder).mkdir(parents=True)
        (content / folder / name).write_text(text, encoding="utf-8")
    made = create_app(Config(content=content, data=config.data, secret=config.secret, watch_seconds=0))
    yield made
    made.extensions["fahm"].store.close()


@pytest.fixture
def lesson(app: Flask) -> Lesson:
    """The text of two paragraphs."""
    found = app.extensions["fahm"].library.snapshot.lessons[SLUG]
    assert isinstance(found, Lesson)
    return found


@pytest.fixture
def klass(muna: Desk, layla: Learner) -> Desk:
    """Muna's class, in which Layla has answered everything."""
    joins(layla, muna.code, "ليلى")
    for question, place in PLACES.items():
        layla.answers(f"/texts/{SLUG}/{place}", {question: "خطأ"})
    return muna


def arabic(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def test_the_lesson_counts_in_the_order_of_reading(lesson: Lesson) -> None:
    assert dict(lesson.numbers) == NUMBERS
    assert [item.question.id for item in lesson.in_reading_order] == list(NUMBERS)


def test_cards(layla: Learner, lesson: Lesson) -> None:
    for question, place in PLACES.items():
        card = layla.opens(f"/texts/{SLUG}/{place}").card(question)
        assert f"السؤال {arabic(NUMBERS[question])}<" in card


def test_worksheet(muna: Desk) -> None:
    html = muna.opens(f"/texts/{SLUG}/worksheet").html
    found = re.findall(r'sheet-n">([٠-٩]+)\.</span> ([^<]*?)\s*<', html)
    assert found == [("١", "متى زارت؟"), ("٢", "من زارت؟"), ("٣", "متى عادت؟"), ("٤", "من سافر؟")]


def test_worksheet_of_one_paragraph(muna: Desk) -> None:
    html = muna.opens(f"/texts/{SLUG}/worksheet?paragraph=2").html
    assert re.findall(r'sheet-n">([٠-٩]+)\.', html) == ["٣"]


def test_live_lesson(muna: Desk) -> None:
    muna.posts(muna.of_class("live"), text=SLUG)
    for step, numbers in ((1, [1, 2]), (2, [3]), (3, [4])):
        html = muna.opens(muna.of_class(f"live/now?p={step}")).html
        assert [int(number) for number in re.findall(r'id="live-q(\d+)"', html)] == numbers


def test_scores(klass: Desk) -> None:
    html = klass.opens(klass.of_class(f"texts/{SLUG}")).html
    found = re.findall(r'questions/(\w+)".{0,300}?س(?:\s|<[^>]*>)+([٠-٩]+)', html, re.S)
    assert dict(found) == {question: arabic(number) for question, number in NUMBERS.items()}
    assert [question for question, _ in found] == list(NUMBERS)


def test_page_of_one_question(klass: Desk) -> None:
    for question, number in NUMBERS.items():
        html = klass.opens(klass.of_class(f"texts/{SLUG}/questions/{question}")).html
        assert re.search(rf"السؤال {arabic(number)}\s*<", html), question


def test_result(layla: Learner, klass: Desk) -> None:
    html = layla.opens(f"/texts/{SLUG}/result").html
    for question, place in PLACES.items():
        where = "النص كله" if place == "whole" else f"الفقرة {arabic(int(place))}"
        if question in html:
            assert re.search(rf"{where}، (?:السؤال|سؤال) {arabic(NUMBERS[question])}", html), question


def test_notices(layla: Learner, klass: Desk, app: Flask) -> None:
    store = app.extensions["fahm"].store
    (member,) = klass.people.members(klass.school, klass.class_id)
    store.notes.tell(klass.school, "extra-try", learners=[member.learner], text=SLUG, question="back")
    assert f"السؤال {arabic(NUMBERS['back'])}" in layla.opens("/me/news").html
