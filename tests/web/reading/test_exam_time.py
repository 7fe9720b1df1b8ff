"""The time of an exam by the server's clock: beginning, the end, two devices, extra time, late answers, the desk."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conftest import SLUG, Desk, Learner, right_fields, wrong_fields
from web.assigning import NOON, Clock, begins, traced_reads
from web.reading.test_assigned import allowed, given, learner_of, marked
from webapp.assessment.assigned_lesson import assigned_lesson
from webapp.config import Config
from webapp.content import Lesson
from webapp.domain.assignment import AssignmentRules
from webapp.store.protocols.store import StoreUnavailable
from webapp.store.sql.attempts import hand_in_note
from webapp.web.questions import exam_time

pytestmark = pytest.mark.usefixtures("clock")
FRONT, FIRST, BEGIN, RESULT, REVIEW, WORDS = (
    f"/texts/{SLUG}/{end}" for end in ("", "1", "begin", "result", "review", "words/1")
)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TIMED = AssignmentRules(exam=True, minutes=40)
TIME_OVER = "بعد انتهاء الوقت"


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, timezone=ZoneInfo("Europe/Berlin"))


def store_of(desk: Desk) -> Any:
    return desk.client.application.extensions["fahm"].store


def attempts(desk: Desk) -> list[Any]:
    return list(store_of(desk).tries(desk.school, learner_of(desk), SLUG))


def hand_in(desk: Desk) -> Any:
    return store_of(desk).sittings.hand_in(desk.school, learner_of(desk), SLUG)


def saved_drafts(desk: Desk) -> dict[str, Any]:
    return dict(store_of(desk).drafts(desk.school, learner_of(desk), SLUG))


def second_device(reader: Learner) -> Learner:
    other = Learner(reader.client.application)
    cookie = reader.client.get_cookie("session") or next(iter(reader.client._cookies.values()))
    other.client.set_cookie(cookie.key, cookie.value)
    return other


def test_nothing_of_it_is_seen_before_it_is_begun(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    given(muna, rules=TIMED)
    for page in (FIRST, f"/texts/{SLUG}/whole", REVIEW, RESULT, WORDS, f"/texts/{SLUG}/worksheet"):
        reply = layla.client.get(page)
        assert reply.status_code in (303, 403, 404), page
        if reply.status_code == 303:
            assert reply.location in (FRONT, REVIEW), page
    page = layla.opens(FRONT)
    assert "بدء الاختبار: المدة ٤٠ دقيقة" in page.html
    fields = {"csrf_token": page.field("csrf_token"), **right_fields(lesson, marked(lesson))}
    assert layla.client.post(FIRST, data=fields).location == FRONT
    assert saved_drafts(muna) == {}
    assert begins(layla).location == FIRST
    assert "ينتهي الاختبار في" in layla.opens(FIRST).html


def test_it_is_begun_once_and_by_a_form_alone(muna: Desk, layla: Learner, clock: Clock) -> None:
    exam = given(muna, rules=TIMED)
    layla.opens(FRONT)
    assert layla.client.get(BEGIN).status_code == 405
    assert store_of(muna).sittings.of_assignment(muna.school, exam) == {}
    begins(layla)
    clock.move(minutes=10)
    other = second_device(layla)
    assert other.opens(FIRST).status == 200
    other.client.post(BEGIN, data={"csrf_token": other.opens(FIRST).field("csrf_token")})
    assert store_of(muna).sittings.of_assignment(muna.school, exam) == {learner_of(muna): NOON}
    assert f'data-left="{30 * 60}"' in other.opens(FIRST).html
    assert f'data-left="{30 * 60}"' in layla.opens(FIRST).html


def test_the_teacher_sees_who_has_begun_while_it_goes_on(muna: Desk, layla: Learner) -> None:
    address = f"/desk/assignments/{given(muna, rules=TIMED)}"
    assert '<span class="unbroken">لم يبدأ</span>' in muna.opens(address).html
    begins(layla)
    page = muna.opens(address).html
    assert '<span class="unbroken">بدأ</span>' in page
    assert "لم يبدأ" not in page
    assert "لم يبدؤوا" not in muna.opens("/desk/").html


def test_begin_does_nothing_where_there_is_no_timed_exam(muna: Desk, layla: Learner) -> None:
    assert begins(layla).location == FRONT
    exam = given(muna, rules=replace(TIMED, minutes=None))
    assert begins(layla).location == FIRST
    assert store_of(muna).sittings.of_assignment(muna.school, exam) == {}


def test_what_was_saved_is_handed_in_with_the_time_of_the_end(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    given(muna, rules=replace(TIMED, results="at-once"))
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(minutes=40)
    layla.opens(FIRST)
    assert attempts(muna) == []  # the last moment still belongs to it
    clock.move(hours=5)
    page = layla.opens(FIRST)
    assert page.status == 200
    (attempt,) = attempts(muna)
    assert (attempt.verdict, attempt.at) == ("accepted", NOON + 40 * MINUTE)
    assert (hand_in(muna).at, hand_in(muna).how) == (NOON + 40 * MINUTE, "time")
    assert "انتهى الوقت في" in layla.opens(RESULT).html
    assert saved_drafts(muna) == {}


def test_a_hand_in_that_is_interrupted_leaves_no_answer_without_it(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A learner who never sent it again had answers that counted, and no hand-in: so both are one transaction."""

    def fail(*_: Any, **__: Any) -> None:
        raise StoreUnavailable("the server ends before it is noted")

    given(muna, rules=replace(TIMED, minutes=None))
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    page = layla.opens(REVIEW)
    form = {name: page.field(name) for name in ("csrf_token", "form")}
    with monkeypatch.context() as interrupted:
        interrupted.setattr(hand_in_note, "execute", fail)
        assert layla.client.post(REVIEW, data=form).status_code == 503
    assert attempts(muna) == []
    assert hand_in(muna) is None
    assert set(saved_drafts(muna)) == {marked(lesson)}
    clock.move(minutes=5)
    for _ in range(2):
        assert layla.client.post(REVIEW, data=form).location.endswith(RESULT)
        assert (hand_in(muna).at, hand_in(muna).how) == (NOON + 5 * MINUTE, "learner")
    assert len(attempts(muna)) == 1


def test_nothing_that_comes_after_the_end_counts(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock) -> None:
    given(muna, rules=TIMED)
    begins(layla)
    question = marked(lesson)
    page = layla.answers(FIRST, right_fields(lesson, question))
    clock.move(minutes=41)
    late = layla.answers(FIRST, wrong_fields(lesson, question), page)
    assert TIME_OVER in late.notices()
    (attempt,) = attempts(muna)
    assert attempt.verdict == "accepted"
    (kept,) = store_of(muna).sittings.late_answers(muna.school, [learner_of(muna)], SLUG)
    assert (kept.question, kept.at, kept.decided) == (question, NOON + 41 * MINUTE, None)
    same = layla.answers(FIRST, right_fields(lesson, question), page)
    assert TIME_OVER not in same.notices()
    assert len(attempts(muna)) == 1


def test_who_has_typed_nothing_sees_that_it_is_closed_and_what_comes_is_kept(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    given(muna, rules=TIMED)
    begins(layla)
    page = layla.opens(FIRST)
    clock.move(minutes=41)
    late = layla.answers(FIRST, right_fields(lesson, marked(lesson)), page)
    assert late.status == 403
    assert TIME_OVER in late.notices()
    for closed in (FRONT, FIRST, REVIEW):
        assert layla.opens(closed).status == 403, closed
    assert attempts(muna) == []
    assert len(store_of(muna).sittings.late_answers(muna.school, [learner_of(muna)], SLUG)) == 1


@pytest.mark.parametrize(("closes", "end"), [(20, 20), (60, 40)])
def test_the_earlier_of_limit_and_closing_is_the_end(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock, closes: int, end: int
) -> None:
    given(muna, rules=TIMED, closes=NOON + closes * MINUTE)
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(minutes=end, seconds=1)
    layla.opens(RESULT)
    assert [one.at for one in attempts(muna)] == [NOON + end * MINUTE]


def test_extra_time_and_a_later_date_move_the_end_at_once(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    exam = given(muna, rules=TIMED, closes=NOON + 45 * MINUTE)
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(minutes=39)
    allowed(muna, exam, extra_minutes=15)
    assert f'data-left="{6 * 60}"' in layla.opens(FIRST).html  # it is closed for everybody then
    allowed(muna, exam, extra_minutes=15, closes=NOON + HOUR)
    clock.move(minutes=15)
    assert attempts(muna) == []
    assert f'data-left="{60}"' in layla.opens(FIRST).html
    clock.move(minutes=2)
    layla.opens(RESULT)
    assert hand_in(muna).at == NOON + 55 * MINUTE


def test_a_clock_change_takes_no_time(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock) -> None:
    """Times are moments: the night in which a zone changes is as long for the limit as any other."""
    clock.at = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)  # ten minutes before 3:00 becomes 2:00
    given(muna, rules=TIMED)
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(minutes=30)
    assert f'data-left="{10 * 60}"' in layla.opens(FIRST).html
    clock.move(minutes=11)
    layla.opens(RESULT)
    assert attempts(muna)[0].at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_stale_page_deletes_nothing_of_another_device(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    given(muna, rules=TIMED)
    begins(layla)
    stale, question = layla.opens(FIRST), marked(lesson)
    second_device(layla).answers(FIRST, right_fields(lesson, question))
    layla.answers(FIRST, {"summit-day": ""}, stale)
    assert question in saved_drafts(muna)


def test_what_is_saved_by_itself_says_nothing(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    given(muna, rules=TIMED)
    begins(layla)
    page = layla.answers(FIRST, right_fields(lesson, marked(lesson)), auto="1")
    assert "حُفظت الإجابات" not in page.notices()
    assert marked(lesson) in saved_drafts(muna)


def test_many_ask_at_once_and_it_is_handed_in_once(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock) -> None:
    given(muna, rules=TIMED)
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(minutes=41)
    devices = [second_device(layla) for _ in range(8)]
    askers = [threading.Thread(target=device.client.get, args=(RESULT,)) for device in devices]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(attempts(muna)) == 1


def test_a_process_that_ends_in_between_leaves_the_rest_to_the_next(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(muna, rules=TIMED)
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(minutes=41)

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(exam_time, "record_answers", killed)
        with pytest.raises(SystemExit):
            layla.opens(RESULT)
    assert attempts(muna) == []
    layla.opens(RESULT)
    assert [one.at for one in attempts(muna)] == [NOON + 40 * MINUTE]
    assert hand_in(muna).how == "time"


def test_times_of_forms_and_devices_are_not_believed(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock) -> None:
    given(muna, rules=TIMED)
    begins(layla)
    page = layla.opens(FIRST)
    token = page.html.partition('data-record="')[2].partition('"')[0]
    clock.move(minutes=41)
    right = right_fields(lesson, marked(lesson)).items()
    fields = {name: [value] if isinstance(value, str) else value for name, value in right}
    entry = {"token": token, "path": FIRST, "fields": fields, "ago": 3600, "spent": 1}
    reply = layla.client.post("/sync", json=entry, headers={"X-Fahm-Script": "1"})
    assert (reply.status_code, reply.get_json()["kept"]) == (200, True)
    assert attempts(muna) == []
    (kept,) = store_of(muna).sittings.late_answers(muna.school, [learner_of(muna)], SLUG)
    assert (kept.at, kept.written) == (NOON + 41 * MINUTE, NOON - 19 * MINUTE)


def test_a_reader_without_an_assignment_pays_nothing(
    layla: Learner, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    layla.opens(FIRST)
    statements = traced_reads(monkeypatch)
    layla.opens(FIRST)
    assert not [one for one in statements if "sittings" in one or "hand_ins" in one]


def test_what_a_learner_hands_in_before_the_end_stays(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock) -> None:
    given(muna, rules=TIMED)
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    page = layla.opens(REVIEW)
    layla.client.post(REVIEW, data={"csrf_token": page.field("csrf_token"), "form": page.field("form")})
    clock.move(minutes=41)
    layla.opens(RESULT)
    assert (hand_in(muna).at, hand_in(muna).how) == (NOON, "learner")
    assert len(attempts(muna)) == 1


def test_results_follow_their_rule_after_the_end(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock) -> None:
    given(muna, rules=replace(TIMED, results="after-close"), closes=NOON + HOUR)
    begins(layla)
    layla.answers(FIRST, wrong_fields(lesson, marked(lesson)))
    clock.move(minutes=41)
    assert "disabled" in layla.opens(FIRST).card(marked(lesson)).partition(">")[0]
    clock.move(minutes=20)
    assert "feedback refused" in layla.opens(FIRST).card(marked(lesson))


def desk_page(desk: Desk, assignment: str) -> str:
    return desk.opens(f"/desk/assignments/{assignment}").html


def test_the_desk_hands_in_what_is_over_and_nothing_of_a_learner_whose_time_goes_on(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    exam = given(muna, rules=TIMED)
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(minutes=39)
    pages = (f"/desk/assignments/{exam}", muna.of_class(f"texts/{SLUG}"), muna.of_class("gradebook"))
    for page in pages:
        muna.opens(page)
        assert attempts(muna) == [], page
    assert "ينتهي في" in desk_page(muna, exam)
    clock.move(hours=2)
    assert "بانتهاء الوقت" in desk_page(muna, exam)
    assert [one.at for one in attempts(muna)] == [NOON + 40 * MINUTE]


@pytest.mark.parametrize("page", ["texts/{slug}", "gradebook"])
def test_each_page_with_results_hands_in(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock, page: str) -> None:
    given(muna, rules=TIMED)
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(hours=2)
    muna.opens(muna.of_class(page.format(slug=SLUG)))
    assert hand_in(muna).how == "time"


def test_a_page_hands_in_a_few_at_once_and_says_so(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(muna, rules=TIMED)
    begins(layla)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(hours=2)
    with monkeypatch.context() as patch:
        patch.setattr(exam_time, "MOST_AT_ONCE", 0)
        assert "يجري تسليم" in muna.opens(muna.of_class("gradebook")).html
        assert attempts(muna) == []
    assert "يجري تسليم" not in muna.opens(muna.of_class("gradebook")).html
    assert len(attempts(muna)) == 1


@pytest.fixture
def late(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock) -> str:
    """The id of an exam; to its first question came an answer in time, to the second one too late."""
    exam = given(muna, rules=TIMED)
    begins(layla)
    page = layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(minutes=43)
    layla.answers(FIRST, {"summit-day": "الخميس", **wrong_fields(lesson, marked(lesson))}, page)
    return exam


def decides(desk: Desk, exam: str, what: str) -> None:
    desk.posts(f"/desk/assignments/{exam}/learners/{learner_of(desk)}/late", what=what)


def test_late_answers_are_shown_and_taken_in_where_there_is_none(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock, late: str
) -> None:
    page = desk_page(muna, late)
    assert "إجابات بعد انتهاء الوقت" in page
    assert "٣ دقائق" in page
    assert len(attempts(muna)) == 1
    decides(muna, late, "take")
    by_question = {one.question: one for one in attempts(muna)}
    assert by_question["summit-day"].at == NOON + 43 * MINUTE
    assert by_question[marked(lesson)].verdict == "accepted"
    assert len(by_question) == len(attempts(muna)) == 2
    answers = store_of(muna).sittings.late_answers(muna.school, [learner_of(muna)], SLUG)
    assert {one.question: one.decided for one in answers} == {"summit-day": "taken", marked(lesson): "left"}
    decides(muna, late, "take")
    assert len(attempts(muna)) == 2


def test_a_late_answer_is_shown_as_it_was_typed(muna: Desk, layla: Learner, lesson: Lesson, late: str) -> None:
    typed = next(item.question.id for item in lesson.items if item.question.type == "short")
    store_of(muna).sittings.keep_late(muna.school, learner_of(muna), SLUG, {typed: "إلى الأربعاء"}, None)
    assert '<bdi dir="auto">إلى الأربعاء</bdi>' in desk_page(muna, late)


def test_late_answers_that_are_left_count_for_nothing(muna: Desk, layla: Learner, late: str) -> None:
    decides(muna, late, "leave")
    assert len(attempts(muna)) == 1
    assert "قبول الإجابات" not in desk_page(muna, late)
    decides(muna, late, "take")
    assert len(attempts(muna)) == 1


def test_late_answers_of_who_had_typed_nothing_can_be_taken_in(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    exam = given(muna, rules=TIMED)
    begins(layla)
    page = layla.opens(FIRST)
    clock.move(minutes=41)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)), page)
    decides(muna, exam, "take")
    assert (hand_in(muna).how, hand_in(muna).at) == ("teacher", NOON + 41 * MINUTE)
    assert layla.opens(FIRST).status == 200


def test_another_teacher_decides_nothing(muna: Desk, sami: Desk, layla: Learner, late: str) -> None:
    learner = learner_of(muna)
    page = sami.posts(f"/desk/assignments/{late}/learners/{learner}/late", what="take")
    assert page.status == 404
    assert len(attempts(muna)) == 1


def test_a_deleted_learner_leaves_no_sitting_and_no_late_answer(muna: Desk, layla: Learner, late: str) -> None:
    store, learner = store_of(muna), learner_of(muna)
    store.people.delete_learner(muna.school, learner)
    assert store.sittings.of_assignment(muna.school, late) == {}
    assert store.sittings.late_answers(muna.school, [learner], SLUG) == []


def test_no_desk_page_costs_more_for_a_class_without_exams(
    muna: Desk, layla: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = traced_reads(monkeypatch)
    muna.opens(muna.of_class(f"texts/{SLUG}"))
    assert not [one for one in statements if "sittings" in one or "drafts" in one]


def test_what_is_handed_in_by_time_is_marked_by_the_rules_of_the_exam(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    """Regrading finds the rules by their code: they are those of an answer that the learner hands in."""
    given(muna, rules=TIMED)
    begins(layla)
    layla.answers(FIRST, wrong_fields(lesson, marked(lesson)))
    clock.move(hours=1)
    layla.opens(RESULT)
    (attempt,) = attempts(muna)
    standing = store_of(muna).standings(muna.school, learner_of(muna), SLUG)[marked(lesson)]
    (own,) = store_of(muna).assignments.of_learner(muna.school, learner_of(muna))
    item = assigned_lesson(lesson, own).item(marked(lesson))
    assert item is not None
    assert (standing.last_try, standing.at) == (attempt.id, NOON + 40 * MINUTE)
    assert standing.rules == assigned_lesson(lesson, own).settings.rules_of(item.question).code
