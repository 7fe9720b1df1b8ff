"""The worksheet: the text and its questions on paper, and the answers once they may be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Desk, Learner, right_fields
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson

SHEET = f"/texts/{SLUG}/worksheet"
ANSWERS = f"{SHEET}?answers=1"
PLACES = [*range(1, 11), "whole"]
LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def edited(config: Config, tmp_path: Path, old: str, new: str) -> Iterator[Flask]:
    folder = tmp_path / "content"
    (folder / "questions").mkdir(parents=True)
    (folder / "seeds").symlink_to(ARTICLE / "seeds")
    yaml = (ARTICLE / "questions" / f"{SLUG}.yaml").read_text(encoding="utf-8")
    (folder / "questions" / f"{SLUG}.yaml").write_text(yaml.replace(old, new), encoding="utf-8")
    made = create_app(replace(config, content=folder))
    yield made
    made.extensions["fahm"].store.close()


@pytest.fixture
def open_app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    yield from edited(config, tmp_path, "gate: answered", "gate: open")


@pytest.fixture
def exam(config: Config, tmp_path: Path) -> Iterator[Flask]:
    yield from edited(config, tmp_path, "mode: practice", "mode: exam")


def walk(learner: Learner, lesson: Lesson) -> None:
    for place in PLACES:
        fields = {f: v for item in lesson.items_at(place) for f, v in right_fields(lesson, item.question.id).items()}
        learner.answers(f"/texts/{SLUG}/{place}", fields)


def test_before_the_end_a_kind_page_says_when_it_opens(layla: Learner, lesson: Lesson) -> None:
    page = layla.opens(SHEET)
    assert page.status == 403
    assert "تُفتح بعد الوصول إلى آخر النص" in page.html
    assert lesson.text.paragraph(2).text not in page.html


def test_an_open_text_has_its_sheet_at_once_with_everything_on_it(open_app: Flask) -> None:
    lesson = open_app.extensions["fahm"].library.snapshot.lessons[SLUG]
    page = Learner(open_app).opens(SHEET)
    assert page.status == 200
    read = unescape(page.html)
    assert all(paragraph.text in read for paragraph in lesson.text.paragraphs)
    assert all(item.question.prompt in read for item in lesson.items)
    assert f"{len(lesson.items)}.".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) in read
    assert "الاسم" in read
    assert "____" in read


def test_everybody_has_the_same_sheet(open_app: Flask) -> None:
    one, other = (Learner(open_app).opens(SHEET).html for _ in range(2))
    cut = '<article class="worksheet">'
    assert one.split(cut)[1].split("</article>")[0] == other.split(cut)[1].split("</article>")[0]


def test_no_reason_and_no_sign_of_a_key_stands_on_the_sheet_to_write_on(open_app: Flask) -> None:
    page = Learner(open_app).opens(SHEET)
    assert "is-key" not in page.html
    assert "sheet-why" not in page.html
    assert "✓" not in page.html


def test_the_answers_wait_until_every_question_is_settled(open_app: Flask) -> None:
    page = Learner(open_app).opens(ANSWERS)
    assert page.status == 403
    assert "بعد الانتهاء من أسئلة النص كلها" in page.html
    assert "is-key" not in page.html


def test_after_everything_is_settled_answers_and_reasons_stand_there(layla: Learner, lesson: Lesson) -> None:
    walk(layla, lesson)
    assert layla.opens(SHEET).status == 200
    page = layla.opens(ANSWERS)
    assert page.status == 200
    read = unescape(page.html)
    for item in lesson.items:
        solution = item.question.solution()
        for value in solution.correct:
            assert solution.whys[value] in read
        if item.question.type != "open":
            assert solution.why in read, item.question.id


def test_a_teacher_prints_every_sheet_with_and_without_answers_at_any_time(muna: Desk, lesson: Lesson) -> None:
    assert muna.opens(SHEET).status == 200
    page = unescape(muna.opens(ANSWERS).html)
    assert page.count("sheet-question") == len(lesson.items)
    assert all(item.question.model_answer() in page for item in lesson.items)
    assert muna.opens(f"/texts/{SLUG}/9").status == 200
    assert f"/texts/{SLUG}/worksheet?paragraph=9" in muna.opens(f"/texts/{SLUG}/9").html


def test_a_sheet_of_some_paragraphs_keeps_the_numbers_of_its_questions(muna: Desk, lesson: Lesson) -> None:
    page = muna.opens(f"{SHEET}?paragraph=2").html
    before, here = len(lesson.items_at(1)), len(lesson.items_at(2))
    numbers = [int(number) for number in re.findall(r'class="sheet-n">(\d+)\.', page.translate(LATIN))]
    assert numbers == list(range(before + 1, before + here + 1))
    assert lesson.text.paragraph(2).text in unescape(page)
    assert lesson.text.paragraph(3).text not in unescape(page)
    assert muna.opens(f"{SHEET}?paragraph=99").html.count("sheet-question") == len(lesson.items)


def test_who_left_the_desk_is_a_reader_like_others(muna: Desk) -> None:
    muna.posts("/desk/sign-out")
    assert muna.opens(ANSWERS).status == 403
    assert muna.opens(SHEET).status == 403


@pytest.mark.usefixtures("muna")
def test_a_model_answer_waits_for_the_teachers_mark(layla: Learner, lesson: Lesson, app: Flask) -> None:
    walk(layla, lesson)
    item = next(item for item in lesson.items if item.question.type == "open")
    assert item.question.model not in unescape(layla.opens(ANSWERS).html)
    store = app.extensions["fahm"].store
    waiting = next(one for one in store.unmarked("default") if one.question == item.question.id)
    store.add_mark("default", waiting.learner, waiting.id, 1, "حسن", "teacher")
    assert item.question.model in unescape(layla.opens(ANSWERS).html)


def test_another_learner_settles_nothing_for_me(layla: Learner, omar: Learner, lesson: Lesson) -> None:
    walk(layla, lesson)
    assert omar.opens(ANSWERS).status == 403


def test_an_exam_tells_its_answers_only_after_handing_in(exam: Flask) -> None:
    lesson = exam.extensions["fahm"].library.snapshot.lessons[SLUG]
    layla = Learner(exam)
    walk(layla, lesson)
    assert layla.opens(SHEET).status == 200
    assert layla.opens(ANSWERS).status == 403
    review = f"/texts/{SLUG}/review"
    layla.answers(review, {})
    assert layla.opens(ANSWERS).status == 200
