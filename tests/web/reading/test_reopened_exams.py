"""Extra time after the end: a paper that was handed in by time is opened again, with what was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conftest import SLUG, Desk, Learner, Page, right_fields, wrong_fields
from web.assigning import NOON, Clock, begins
from web.reading.test_assigned import given, learner_of, marked
from web.reading.test_exam_time import (
    BEGIN,
    FIRST,
    FRONT,
    HOUR,
    MINUTE,
    RESULT,
    REVIEW,
    TIMED,
    attempts,
    hand_in,
    saved_drafts,
    store_of,
)
from webapp.config import Config
from webapp.content import Lesson

pytestmark = pytest.mark.usefixtures("clock")
OPEN_AGAIN = "إعادة فتح الاختبار"


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, timezone=ZoneInfo("Europe/Berlin"))


def allows(desk: Desk, exam: str, **fields: object) -> Page:
    return desk.posts(f"/desk/assignments/{exam}/learners/{learner_of(desk)}", **fields)


def form(desk: Desk, exam: str) -> Page:
    return desk.opens(f"/desk/assignments/{exam}/learners/{learner_of(desk)}")


def reopenings(desk: Desk, exam: str) -> list[Any]:
    return list(store_of(desk).sittings.reopenings(desk.school, exam).get(learner_of(desk), ()))


def hands_in(reader: Learner) -> None:
    page = reader.opens(REVIEW)
    reader.client.post(REVIEW, data={"csrf_token": page.field("csrf_token"), "form": page.field("form")})


@pytest.fixture
def ended(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock) -> str:
    """The id of an exam of forty minutes whose time has ended; one answer was saved."""
    exam = given(muna, rules=TIMED)
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(minutes=60)
    return exam


def test_what_was_practised_before_the_exam_stays(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock) -> None:
    for question in ("summit-day", marked(lesson)):
        layla.answers(FIRST, right_fields(lesson, question), check=question)
    clock.move(minutes=5)
    practised, standings = attempts(muna), store_of(muna).standings(muna.school, learner_of(muna), SLUG)
    counts = store_of(muna).counts(muna.school, SLUG)
    assert len(practised) == 2
    exam = given(muna, rules=TIMED)
    begins(layla)
    layla.answers(FIRST, wrong_fields(lesson, "summit-day"))
    clock.move(minutes=60)
    layla.opens(RESULT)
    assert len(attempts(muna)) == 3
    assert "سبق أن تدرب" in muna.opens(f"/desk/assignments/{exam}").html
    allows(muna, exam, minutes="15", reason="انقطعت الشبكة", reopen="1")
    assert attempts(muna) == practised
    assert store_of(muna).standings(muna.school, learner_of(muna), SLUG) == standings
    assert store_of(muna).counts(muna.school, SLUG) == counts
    assert list(saved_drafts(muna)) == ["summit-day"]
    assert "سبق أن تدرب" in muna.opens(f"/desk/assignments/{exam}").html


def test_what_was_practised_before_it_became_an_exam_stays(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    exam = given(muna, rules=replace(TIMED, exam=False, minutes=None))
    clock.move(minutes=5)
    layla.answers(FIRST, right_fields(lesson, "summit-day"), check="summit-day")
    practised = attempts(muna)
    clock.move(minutes=5)
    store = store_of(muna).assignments
    kept = store.assignment(muna.school, exam)
    assert kept
    store.change(muna.school, exam, replace(kept.as_new(), rules=TIMED), "muna")
    begins(layla)
    clock.move(minutes=60)
    layla.opens(RESULT)
    allows(muna, exam, minutes="15", reason="", reopen="1")
    assert attempts(muna) == practised
    assert saved_drafts(muna) == {}
    begins(layla)
    clock.move(minutes=20)
    layla.opens(RESULT)
    assert attempts(muna) == practised


def test_a_paper_handed_in_by_time_is_opened_again_with_what_was_typed(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock, ended: str
) -> None:
    page = form(muna, ended)
    assert OPEN_AGAIN in page.html
    assert 'name="reopen" value="1" checked' in page.html
    assert (hand_in(muna).how, len(attempts(muna))) == ("time", 1)
    reply = allows(muna, ended, minutes="15", reason="انقطعت الشبكة", reopen="1")
    assert "أُعيد فتح الاختبار" in reply.notices()
    assert (hand_in(muna), attempts(muna)) == (None, [])
    assert marked(lesson) in saved_drafts(muna)
    news = layla.opens("/me/news").html
    assert "أُعيد فتح اختبارك" in news
    assert "انقطعت الشبكة" in news
    # The rest of the limit runs from the learner's own pressing.
    clock.move(hours=3)
    assert "متابعة الاختبار: المدة ١٥ دقيقة" in layla.opens(FRONT).html
    begins(layla)
    clock.move(minutes=14)
    layla.answers(FIRST, {"summit-day": "الخميس", **right_fields(lesson, marked(lesson))})
    clock.move(minutes=2)
    layla.opens(RESULT)
    end = NOON + HOUR + 3 * HOUR + 15 * MINUTE
    assert {one.question: one.at for one in attempts(muna)} == {marked(lesson): end, "summit-day": end}
    assert (hand_in(muna).how, hand_in(muna).at) == ("time", end)


def test_who_had_which_time_stays_in_the_record_and_on_the_desk(
    muna: Desk, layla: Learner, clock: Clock, ended: str
) -> None:
    allows(muna, ended, minutes="15", reopen="1")
    clock.move(minutes=5)
    begins(layla)
    (again,) = reopenings(muna, ended)
    assert (again.began, again.used, again.at) == (NOON, 40 * MINUTE, NOON + HOUR)
    assert (again.hand_in.at, again.hand_in.how) == (NOON + 40 * MINUTE, "time")
    assert (again.resumed, again.teacher) == (NOON + 65 * MINUTE, muna.id)
    page = muna.opens(f"/desk/assignments/{ended}").html
    for words in ("بدأ في", "ثم أُعيد فتحه", "استُؤنف في", "ينتهي في"):
        assert words in page, words
    rows = store_of(muna).people.everything(muna.school, learner_of(muna))["reopened_exams"]
    assert len(rows) == 1
    assert "taken_out" not in rows[0], "it holds grades of an exam whose results wait"


def test_it_can_be_left_handed_in(muna: Desk, layla: Learner, ended: str) -> None:
    reply = allows(muna, ended, minutes="15", reopen="0")
    assert "أُعيد فتح الاختبار" not in reply.notices()
    assert len(attempts(muna)) == 1
    assert reopenings(muna, ended) == []


def test_a_form_from_before_the_end_asks_first(muna: Desk, layla: Learner, ended: str) -> None:
    reply = allows(muna, ended, minutes="15")
    assert reply.status == 422
    assert 'name="reopen" value="1" checked' in reply.html
    assert store_of(muna).assignments.allowances(muna.school, ended) == {}


def test_nothing_is_opened_that_would_end_at_once(muna: Desk, layla: Learner, ended: str) -> None:
    for fields in ({}, {"tries": "1"}):
        reply = allows(muna, ended, reopen="1", **fields)
        assert reply.status == 422
        assert "انتهت مدة الاختبار" in reply.html
    assert len(attempts(muna)) == 1


def test_a_later_closing_opens_it_again_too(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock) -> None:
    exam = given(muna, rules=replace(TIMED, minutes=None), closes=NOON + HOUR)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(hours=2)
    assert allows(muna, exam, minutes="", reopen="1").status == 422
    allows(muna, exam, closes_date="2026-11-30", closes_time="13:00", reopen="1")
    assert attempts(muna) == []
    layla.answers(FIRST, {"summit-day": "الخميس", **right_fields(lesson, marked(lesson))})
    clock.move(hours=2)
    layla.opens(RESULT)
    assert {one.question for one in attempts(muna)} == {marked(lesson), "summit-day"}
    assert hand_in(muna).at == NOON + 3 * HOUR


def test_what_a_learner_handed_in_is_opened_only_where_the_teacher_says_so(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    exam = given(muna, rules=TIMED)
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(minutes=10)
    hands_in(layla)
    assert 'name="reopen" value="0" checked' in form(muna, exam).html
    allows(muna, exam, minutes="5", reopen="1")
    assert attempts(muna) == []
    assert "المدة ٣٥ دقيقة" in layla.opens(FRONT).html


def test_results_that_were_seen_are_said_and_nothing_is_chosen_for_the_teacher(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    exam = given(muna, rules=replace(TIMED, results="at-once"))
    begins(layla)
    layla.answers(FIRST, wrong_fields(lesson, marked(lesson)))
    clock.move(minutes=60)
    layla.opens(RESULT)
    page = form(muna, exam).html
    assert 'name="reopen" value="0" checked' in page
    assert "ربما اطلع المتعلم على النتائج" in page


def test_late_answers_that_wait_are_taken_along(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock, ended: str
) -> None:
    page = layla.opens(FIRST)
    layla.answers(FIRST, {"summit-day": "الخميس"}, page)
    allows(muna, ended, minutes="15", reopen="1")
    assert saved_drafts(muna)["summit-day"] == "الخميس"
    assert store_of(muna).sittings.late_answers(muna.school, [learner_of(muna)], SLUG) == []


def test_who_does_not_come_back_is_handed_in_by_the_teacher(
    muna: Desk, layla: Learner, clock: Clock, ended: str
) -> None:
    allows(muna, ended, minutes="15", reopen="1")
    clock.move(hours=1)
    assert "تسليم ما كُتب الآن" in muna.opens(f"/desk/assignments/{ended}").html
    muna.posts(f"/desk/assignments/{ended}/learners/{learner_of(muna)}/hand-in")
    assert (hand_in(muna).how, len(attempts(muna))) == ("teacher", 1)
    assert muna.posts(f"/desk/assignments/{ended}/learners/nobody/hand-in").status == 404


def test_it_can_be_opened_twice_and_each_time_counts(muna: Desk, layla: Learner, clock: Clock, ended: str) -> None:
    allows(muna, ended, minutes="15", reopen="1")
    begins(layla)
    clock.move(minutes=20)
    assert form(muna, ended).status == 200
    allows(muna, ended, minutes="25", reopen="1")
    assert [again.used for again in reopenings(muna, ended)] == [40 * MINUTE, 55 * MINUTE]
    assert "المدة ١٠ دقائق" in layla.opens(FRONT).html
    layla.client.post(BEGIN, data={"csrf_token": layla.opens(FRONT).field("csrf_token")})
    clock.move(minutes=11)
    layla.opens(RESULT)
    assert hand_in(muna).at == NOON + 90 * MINUTE


def test_marks_and_counters_go_with_what_was_opened(muna: Desk, layla: Learner, lesson: Lesson, ended: str) -> None:
    form(muna, ended)
    store, learner = store_of(muna), learner_of(muna)
    assert store.counts(muna.school, SLUG)
    allows(muna, ended, minutes="15", reopen="1")
    assert store.counts(muna.school, SLUG) == []
    assert store.reports.standings(muna.school, [learner], SLUG) == {}
    assert store.check()["quick_check"] == "ok"
    store.people.delete_learner(muna.school, learner)
    assert store.sittings.reopenings(muna.school, ended) == {}


def test_another_teacher_opens_nothing(muna: Desk, sami: Desk, layla: Learner, ended: str) -> None:
    form(muna, ended)
    address = f"/desk/assignments/{ended}/learners/{learner_of(muna)}"
    assert sami.posts(address, minutes="15", reopen="1").status == 404
    assert sami.posts(f"{address}/hand-in").status == 404
    assert len(attempts(muna)) == 1


def test_records_of_a_learner_that_are_merged_and_separated_keep_it(
    muna: Desk, layla: Learner, clock: Clock, ended: str
) -> None:
    allows(muna, ended, minutes="15", reopen="1")
    store, learner = store_of(muna), learner_of(muna)
    store.add_learner(muna.school, "other")
    store.people.merge(muna.school, "other", learner, muna.id)
    assert [again.used for again in store.sittings.reopenings(muna.school, ended)["other"]] == [timedelta(minutes=40)]
    store.people.unmerge(muna.school, learner)
    assert len(reopenings(muna, ended)) == 1


def test_an_exam_whose_results_were_told_leads_to_its_result_from_home(
    muna: Desk, layla: Learner, clock: Clock, ended: str
) -> None:
    form(muna, ended)
    link = f'href="{RESULT}"'
    assert link not in layla.opens("/").html
    clock.move(minutes=1)
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1", assignment=ended)
    assert link in layla.opens("/").html
    page = muna.opens(muna.of_class("gradebook")).html
    assert "كشف الدرجات" in page
