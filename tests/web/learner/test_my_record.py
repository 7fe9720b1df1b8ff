"""The learner's own page and the code that brings a record to another device."""

from __future__ import annotations

import re

from conftest import SLUG, Desk, Learner, joins, right_answer
from webapp.content import Lesson

FIRST = f"/texts/{SLUG}/1"


def code_of(learner: Learner) -> str:
    found = re.search(r'class="code" dir="ltr">([^<]+)<', learner.opens("/me").html)
    assert found
    return found[1]


def resumes(learner: Learner, code: str) -> str:
    page = learner.opens("/me")
    data = {"csrf_token": page.field("csrf_token"), "code": code}
    return learner.client.post("/me/resume", data=data, follow_redirects=True).get_data(as_text=True)


def test_a_code_brings_the_record_to_another_device(layla: Learner, omar: Learner, lesson: Lesson) -> None:
    layla.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    html = resumes(omar, code_of(layla).lower().replace("-", " "))
    assert "سجلك الآن" in html
    assert "إجابة صحيحة" in omar.opens(FIRST).text("summit-day")


def test_the_record_that_was_here_is_not_lost(layla: Learner, omar: Learner, lesson: Lesson) -> None:
    for learner in (layla, omar):
        learner.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    mine = code_of(omar)
    html = resumes(omar, code_of(layla))
    assert mine.replace("-", "") in html


def test_a_wrong_code_changes_nothing(layla: Learner) -> None:
    assert "لا يوجد سجل بهذا الرمز" in resumes(layla, "AAAA-BBBB-CCCC")


def test_a_newcomer_can_ask_for_a_code(layla: Learner) -> None:
    page = layla.opens("/me")
    layla.client.post("/me/code", data={"csrf_token": page.field("csrf_token")})
    assert len(code_of(layla).replace("-", "")) == 12


def test_who_comes_after_a_classmate_is_not_handed_their_code(
    muna: Desk, layla: Learner, omar: Learner, lesson: Lesson
) -> None:
    joins(layla, muna.code, "ليلى")
    joins(omar, muna.code, "عمر")
    layla.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    left, code = code_of(layla), code_of(omar)
    html = resumes(layla, code)
    assert "سجلك الآن" in html
    assert left.replace("-", "") not in html.replace("-", "")
