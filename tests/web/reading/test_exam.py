"""An exam: answers are kept and can be changed, nothing is told until it is handed in, unanswered earns 0."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Learner, Page, right_answer, with_content, wrong_answer
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson

FIRST = f"/texts/{SLUG}/1"
REVIEW = f"/texts/{SLUG}/review"


@pytest.fixture
def app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "content"
    shutil.copytree(ARTICLE / "seeds", folder / "seeds")
    (folder / "questions").mkdir()
    yaml = (ARTICLE / "questions" / f"{SLUG}.yaml").read_text().replace("mode: practice", "mode: exam")
    (folder / "questions" / f"{SLUG}.yaml").write_text(yaml)
    made = create_app(with_content(config, folder))
    yield made
    made.extensions["fahm"].store.close()


def hands_in(learner: Learner) -> Page:
    page = learner.opens(REVIEW)
    data = {"csrf_token": page.field("csrf_token"), "form": page.field("form")}
    return Page(learner.client.post(REVIEW, data=data, follow_redirects=True))


def test_nothing_is_told_before_handing_in(layla: Learner, lesson: Lesson, app: Flask) -> None:
    page = layla.answers(FIRST, {"who-announced": right_answer(lesson, "who-announced")})
    assert "حُفظت الإجابات" in page.notices()
    assert 'class="feedback' not in page.html
    assert page.lit() == []
    assert "checked" in page.card("who-announced")
    assert list(app.extensions["fahm"].store.all_tries()) == []


def test_an_answer_can_be_changed_and_taken_back(layla: Learner, lesson: Lesson) -> None:
    layla.answers(FIRST, {"summit-day": "الخميس"})
    page = layla.answers(FIRST, {"summit-day": "الأربعاء"})
    assert "الأربعاء" in page.card("summit-day")
    page = layla.answers(FIRST, {"summit-day": ""})
    assert "الأربعاء" not in page.card("summit-day")


def test_handing_in_marks_everything_once(layla: Learner, lesson: Lesson, app: Flask) -> None:
    answers = {"who-announced": right_answer(lesson, "who-announced"), "summit-day": "الخميس"}
    layla.answers(FIRST, answers)
    page = hands_in(layla)
    assert "النتيجة" in page.html
    assert "<strong>١</strong>" in page.html
    assert {one.verdict for one in app.extensions["fahm"].store.all_tries()} == {"accepted", "refused"}
    assert "الإجابة الصحيحة" in layla.opens(FIRST).text("summit-day")
    again = layla.answers(FIRST, {"summit-day": "الأربعاء"})
    assert "سبق تسليم هذا الاختبار" in again.notices()
    assert len(list(app.extensions["fahm"].store.all_tries())) == 2


def test_handing_in_nothing_is_refused_kindly(layla: Learner) -> None:
    assert "تلزم إجابة واحدة" in hands_in(layla).notices()


def test_the_result_of_an_open_exam_is_its_review(layla: Learner, lesson: Lesson) -> None:
    layla.answers(FIRST, {"who-announced": wrong_answer(lesson, "who-announced")})
    page = layla.opens(f"/texts/{SLUG}/result")
    assert "مراجعة قبل التسليم" in page.html


def test_practice_has_no_review(config: Config) -> None:
    app = create_app(config)
    assert Learner(app).opens(REVIEW).response.request.path == f"/texts/{SLUG}/result"
    app.extensions["fahm"].store.close()
