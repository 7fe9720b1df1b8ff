"""Assignments and their exams under attack: by pupils who want more time or the key, and by other teachers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from conftest import SLUG, Desk, Learner, joins, right_fields, wrong_fields
from web.assigning import Clock
from webapp.assessment.learners_rules import lessons_of_learners, rules_of_learners
from webapp.assessment.recomputed_standing import standing_recomputer
from webapp.content import Lesson
from webapp.domain.assignment import Assignment, AssignmentRules, NewAssignment
from webapp.store.protocols.store import Store
from webapp.web.teacher.gradebook.filters import GradebookFilter
from webapp.web.teacher.gradebook.report_contents import report_contents
from webapp.web.teacher.groups.group_filter import LearnerFilter

FIRST, SECOND = (f"/texts/{SLUG}/{number}" for number in (1, 2))
BEGIN = f"/texts/{SLUG}/begin"
PRACTISED = "سبق أن تدرب على النص"
pytestmark = pytest.mark.usefixtures("clock")
TIMED = AssignmentRules(exam=True, minutes=20)


def given(desk: Desk, **fields: object) -> Assignment:
    store = desk.client.application.extensions["fahm"].store
    new = NewAssignment(**cast(Any, {"text": SLUG, "classes": (desk.class_id,), **fields}))
    made: Assignment = store.assignments.add(desk.school, new, desk.id)
    return made


def learner_of(desk: Desk, name: str = "ليلى") -> str:
    return next(str(one.learner) for one in desk.people.members(desk.school, desk.class_id) if one.name == name)


def marked(lesson: Lesson, place: int = 1) -> str:
    items = lesson.items_at(place)
    return next(one.question.id for one in items if not one.question.once and one.question.holds_gate)


def presses(learner: Learner, url: str, **fields: str) -> int:
    data = {"csrf_token": learner.csrf_token(), **fields}
    return int(learner.client.post(url, data=data).status_code)


def is_open(learner: Learner, url: str) -> bool:
    return bool(learner.client.get(url).status_code == 200)


def test_a_name_is_not_given_back_once_an_exam_was_begun_under_it(muna: Desk, omar: Learner, store: Store) -> None:
    muna.posts(muna.of_class("names"), names="سالم")
    exam = given(muna, rules=TIMED)
    joins(omar, muna.code, "", pick="سالم")
    presses(omar, BEGIN)
    assert is_open(omar, FIRST)
    presses(omar, f"/join/{muna.code}/give-back")
    assert learner_of(muna, "سالم") in store.sittings.of_assignment(muna.school, exam.id)


def test_answers_of_other_paragraphs_open_no_exam_without_its_clock(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    layla.answers(FIRST, right_fields(lesson, marked(lesson)), check=marked(lesson))
    given(muna, rules=TIMED, places=(2,))
    assert not is_open(layla, FIRST)
    assert not is_open(layla, SECOND)
    presses(layla, BEGIN)
    assert is_open(layla, FIRST)


def test_an_exam_that_was_begun_before_a_deletion_is_told(muna: Desk, layla: Learner, store: Store) -> None:
    given(muna, rules=TIMED)
    presses(layla, BEGIN)
    presses(layla, "/me/delete", confirm="delete")
    assert not muna.people.members(muna.school, muna.class_id)
    again = Learner(muna.client.application)
    joins(again, muna.code, "ليلى")
    assert [one.text for one in store.exams.earlier_hand_ins(muna.school, muna.class_id)] == [SLUG]


def test_who_shares_one_of_its_learners_changes_no_assignment_of_another(
    muna: Desk, sami: Desk, layla: Learner, store: Store
) -> None:
    joins(layla, sami.code, "ليلى")
    exam = given(muna, classes=(), learners=(learner_of(muna),), rules=TIMED)
    address = f"/desk/assignments/{exam.id}"
    allowance = f"{address}/learners/{learner_of(sami)}"
    assert sami.posts(f"{address}/remove").status == 404
    assert sami.posts(f"{address}/now", what="close").status == 404
    assert sami.posts(allowance, minutes="60").status == 404
    assert store.assignments.assignment(muna.school, exam.id) == exam
    assert store.assignments.allowances(muna.school, exam.id) == {}
    assert muna.posts(allowance, minutes="60").status == 200


def test_who_left_a_class_changes_no_assignment_of_it(muna: Desk, sami: Desk, store: Store) -> None:
    muna.people.share(muna.school, muna.class_id, sami.id)
    exam = given(muna, rules=TIMED)
    muna.people.leave(muna.school, muna.class_id, muna.id)
    address = f"/desk/assignments/{exam.id}"
    for url in (f"{address}/remove", f"{address}/now"):
        assert muna.posts(url, what="close").status == 404
    assert muna.opens(address).status == 404
    assert store.assignments.assignment(muna.school, exam.id) == exam
    assert sami.opens(address).status == 200


def test_a_newcomer_does_not_practise_what_classmates_are_examined_on(
    muna: Desk, layla: Learner, omar: Learner, clock: Clock
) -> None:
    given(muna, classes=(), learners=(learner_of(muna),), rules=AssignmentRules(exam=True))
    clock.move(hours=1)
    joins(omar, muna.code, "زائر")
    assert omar.opens(FIRST).status == 403


def test_parents_are_told_nothing_of_a_later_exam_of_a_text_that_was_told(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    given(muna, rules=AssignmentRules(exam=True), places=(1,))
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    clock.move(hours=1)
    given(muna, rules=AssignmentRules(exam=True), places=(2,))
    layla.answers(SECOND, right_fields(lesson, marked(lesson, 2)))
    presses(layla, f"/texts/{SLUG}/review")
    klass = muna.people.school_class(muna.school, muna.class_id)
    assert klass
    everything = GradebookFilter(LearnerFilter((), "", ""), (), "", None, None)
    with muna.client.application.test_request_context():
        contents = report_contents(klass, everything, [learner_of(muna)])
    assert (contents.reports[0].texts, contents.withheld) == ((), (lesson.settings.title,))


def hands_in_first(learner: Learner, lesson: Lesson) -> None:
    wrong: dict[str, Any] = {}
    for item in lesson.items_at(1):
        wrong |= wrong_fields(lesson, item.question.id)
    learner.answers(FIRST, wrong)
    presses(learner, f"/texts/{SLUG}/review", form="abc-12345678")


def verdicts(learner: Learner) -> set[str]:
    record = json.loads(learner.client.get("/me/record.json").get_data())
    return {answer["verdict"] for answer in record["answers"]} | {"standing" for _ in record.get("standings", ())}


def archived(desk: Desk, learner: str) -> None:
    desk.people.archive(desk.school, desk.class_id, True)


def taken_out(desk: Desk, learner: str) -> None:
    desk.people.take_out(desk.school, desk.class_id, learner)


def removed(desk: Desk, learner: str) -> None:
    desk.people.remove_members(desk.school, desk.class_id, [learner])


def moved(desk: Desk, learner: str) -> None:
    other = desk.people.add_class(desk.school, desk.id, "آخر")
    assert other
    desk.people.move(desk.school, desk.class_id, learner, other.id)


def moved_to_a_told_class(desk: Desk, learner: str) -> None:
    other = desk.people.add_class(desk.school, desk.id, "آخر")
    assert other
    desk.people.move(desk.school, desk.class_id, learner, other.id)
    desk.client.application.extensions["fahm"].store.exams.tell_results(desk.school, other.id, SLUG, True)


@pytest.mark.parametrize("leaves", [archived, taken_out, removed, moved, moved_to_a_told_class])
def test_what_was_handed_in_waits_wherever_the_learner_is_now(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, store: Store, leaves: Callable[[Desk, str], None]
) -> None:
    given(muna, classes=(muna.class_id, sami.class_id), rules=AssignmentRules(exam=True))
    hands_in_first(layla, lesson)
    leaves(muna, learner_of(muna))
    assert verdicts(layla) <= {"pending", "noted"}
    assert layla.client.get(f"/texts/{SLUG}/worksheet?answers=1").status_code == 403
    assert "feedback refused" not in layla.opens(FIRST).html
    store.exams.tell_results(sami.school, sami.class_id, SLUG, True)
    store.exams.tell_results(muna.school, muna.class_id, SLUG, True)
    assert "standing" in verdicts(layla)


def test_who_was_removed_from_an_exam_reads_no_more_of_it(muna: Desk, layla: Learner) -> None:
    given(muna, rules=TIMED)
    presses(layla, BEGIN)
    removed(muna, learner_of(muna))
    assert layla.client.get(FIRST).status_code == 403


def test_joining_a_class_lengthens_no_exam_that_was_begun(
    muna: Desk, sami: Desk, layla: Learner, store: Store, clock: Clock
) -> None:
    given(muna, rules=TIMED, closes=clock.at + timedelta(hours=1))
    given(sami, rules=AssignmentRules(exam=True), closes=clock.at + timedelta(days=7))
    presses(layla, BEGIN)
    clock.move(minutes=19)
    joins(layla, sami.code, "دخيلة")
    assert is_open(layla, FIRST)
    clock.move(minutes=30)
    assert not is_open(layla, FIRST)
    presses(layla, f"/texts/{SLUG}/review", form="abc-12345678")
    assert store.sittings.hand_in(muna.school, learner_of(muna), SLUG) is None


def test_joining_a_class_begins_no_exam_without_its_clock(
    muna: Desk, sami: Desk, layla: Learner, store: Store, clock: Clock
) -> None:
    exam = given(muna, rules=TIMED, closes=clock.at + timedelta(hours=1))
    given(sami, rules=AssignmentRules(exam=True), closes=clock.at + timedelta(days=7))
    clock.move(minutes=1)
    joins(layla, sami.code, "دخيلة")
    assert not is_open(layla, FIRST)
    presses(layla, BEGIN)
    assert learner_of(muna) in store.sittings.of_assignment(muna.school, exam.id)


def test_an_exam_that_was_over_before_keeps_nobody_from_a_later_one(
    muna: Desk, sami: Desk, layla: Learner, clock: Clock
) -> None:
    given(muna, rules=TIMED, closes=clock.at + timedelta(hours=1))
    clock.move(days=300)
    given(sami, rules=AssignmentRules(exam=True))
    clock.move(minutes=1)
    joins(layla, sami.code, "ليلى")
    assert is_open(layla, FIRST)


def sends_late(learner: Learner, lesson: Lesson) -> None:
    """Answers that come after the end, from a page that was open before."""
    right: dict[str, Any] = {}
    for item in lesson.items_at(1):
        right |= right_fields(lesson, item.question.id)
    presses(learner, FIRST, form="abc-12345678", **right)


@pytest.mark.parametrize("exam", [False, True])
def test_late_answers_are_decided_on_by_who_gave_the_exam(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, store: Store, clock: Clock, exam: bool
) -> None:
    joins(layla, sami.code, "ليلى س")
    timed = given(muna, rules=TIMED, closes=clock.at + timedelta(hours=2))
    other = given(sami, rules=AssignmentRules(exam=exam), closes=clock.at + timedelta(hours=1))
    presses(layla, BEGIN)
    clock.move(hours=3)
    sends_late(layla, lesson)
    learner = learner_of(muna)
    for what in ("leave", "take"):
        assert sami.posts(f"/desk/assignments/{other.id}/learners/{learner}/late", what=what).status == 404
    late = store.sittings.late_answers(muna.school, [learner], SLUG)
    assert late
    assert {answer.decided for answer in late} == {None}
    assert f"learners/{learner}/late" not in sami.opens(f"/desk/assignments/{other.id}").html
    assert sami.opens("/desk/").html.count(f"/desk/assignments/{other.id}") == 0
    assert f"learners/{learner}/late" in muna.opens(f"/desk/assignments/{timed.id}").html
    assert muna.posts(f"/desk/assignments/{timed.id}/learners/{learner}/late", what="take").status == 200
    late = store.sittings.late_answers(muna.school, [learner], SLUG)
    assert {answer.decided for answer in late} == {"taken"}


def test_no_address_of_a_learner_in_an_assignment_opens_to_a_teacher_of_another_class(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, store: Store, clock: Clock
) -> None:
    joins(layla, sami.code, "ليلى س")
    learner = learner_of(muna)
    exam = given(muna, classes=(), learners=(learner,), rules=TIMED, closes=clock.at + timedelta(hours=1))
    clock.move(hours=2)
    sends_late(layla, lesson)
    rules = muna.client.application.url_map.iter_rules()
    addresses = [rule for rule in rules if rule.rule.startswith("/desk/assignments/<slug:assignment_id>/learners/")]
    assert len(addresses) >= 4
    for rule in addresses:
        url = rule.rule.replace("<slug:assignment_id>", exam.id).replace("<slug:learner>", learner)
        answered = sami.opens(url) if "GET" in (rule.methods or ()) else sami.posts(url, what="take", minutes="5")
        assert answered.status == 404, rule.rule
    late = store.sittings.late_answers(muna.school, [learner], SLUG)
    assert {answer.decided for answer in late} == {None}


def test_a_live_lesson_of_another_class_holds_nobody_back_in_an_exam(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson
) -> None:
    joins(layla, sami.code, "ليلى ب")
    given(muna, rules=replace(TIMED, gate="open"))
    presses(layla, BEGIN)
    assert is_open(layla, SECOND)
    sami.posts(sami.of_class("live"), text=SLUG)
    sami.posts(sami.of_class("live/pace"), act="hold", p="1")
    assert is_open(layla, SECOND)


def practises(learner: Learner, lesson: Lesson, **more: str) -> None:
    right: dict[str, Any] = {}
    for item in lesson.items_at(1):
        right |= right_fields(lesson, item.question.id)
    learner.answers(FIRST, right, **more)


def test_what_was_practised_before_joining_is_no_exam(
    muna: Desk, layla: Learner, omar: Learner, lesson: Lesson, store: Store, clock: Clock
) -> None:
    practises(omar, lesson)
    clock.move(days=1)
    exam = given(muna, rules=TIMED, places=(1,))
    clock.move(hours=1)
    joins(omar, muna.code, "عمر")
    assert not is_open(omar, FIRST)
    muna.sign_in()
    page = muna.opens(f"/desk/assignments/{exam.id}").html
    assert page.count(PRACTISED) == 1
    assert "100" not in muna.client.get(muna.of_class("gradebook?as=csv&text=")).get_data(as_text=True)
    presses(omar, BEGIN)
    omar.answers(FIRST, wrong_fields(lesson, marked(lesson)))
    presses(omar, f"/texts/{SLUG}/review", form="abc-12345678")
    assert store.sittings.hand_in(muna.school, learner_of(muna, "عمر"), SLUG)
    works = muna.opens(f"/desk/assignments/{exam.id}")
    assert "1 / " in works.html or "١ / " in works.html
    store.exams.tell_results(muna.school, muna.class_id, SLUG, True)
    assert "feedback refused" in omar.opens(FIRST).html


def test_what_a_member_practised_before_counts_in_no_exam(
    muna: Desk, layla: Learner, lesson: Lesson, store: Store, clock: Clock
) -> None:
    practises(layla, lesson)
    clock.move(days=1)
    exam = given(muna, rules=AssignmentRules(exam=True), places=(1,))
    page = layla.opens(FIRST).html
    assert "feedback" not in page
    muna.sign_in()
    assert PRACTISED in muna.opens(f"/desk/assignments/{exam.id}").html
    presses(layla, f"/texts/{SLUG}/review", form="abc-12345678")
    assert store.sittings.hand_in(muna.school, learner_of(muna), SLUG) is None


@pytest.mark.parametrize("rules", [TIMED, AssignmentRules(exam=True)])
def test_what_was_typed_in_practice_is_not_handed_in_as_an_exam(
    muna: Desk, layla: Learner, lesson: Lesson, store: Store, clock: Clock, rules: AssignmentRules
) -> None:
    practises(layla, lesson, keep="1")
    assert store.drafts(muna.school, learner_of(muna), SLUG)
    clock.move(hours=1)
    exam = given(muna, rules=rules, closes=clock.at + timedelta(hours=2))
    presses(layla, f"/texts/{SLUG}/review", form="abc-12345678")
    clock.move(hours=3)
    page = muna.opens(f"/desk/assignments/{exam.id}")
    assert page.status == 200
    assert store.tries(muna.school, learner_of(muna), SLUG) == []
    assert store.sittings.hand_in(muna.school, learner_of(muna), SLUG) is None


def test_an_exam_that_is_given_again_is_written_again(
    muna: Desk, layla: Learner, lesson: Lesson, store: Store, clock: Clock
) -> None:
    given(muna, rules=AssignmentRules(exam=True), closes=clock.at + timedelta(hours=1))
    hands_in_first(layla, lesson)
    clock.move(days=300)
    again = given(muna, rules=AssignmentRules(exam=True), places=(1,))
    practises(layla, lesson)
    presses(layla, f"/texts/{SLUG}/review", form="abc-87654321")
    hand_in = store.sittings.hand_in(muna.school, learner_of(muna), SLUG, again.created)
    assert hand_in
    assert hand_in.at == clock.at
    last = {attempt.question: attempt for attempt in store.tries(muna.school, learner_of(muna), SLUG)}
    assert last[marked(lesson)].verdict == "accepted"


def test_a_newcomer_of_any_class_practises_nothing_that_another_class_is_examined_on(
    muna: Desk, sami: Desk, layla: Learner, omar: Learner, clock: Clock
) -> None:
    joins(omar, sami.code, "عمر")
    clock.move(hours=1)
    given(muna, rules=AssignmentRules(exam=True))
    clock.move(days=1)
    second = Learner(muna.client.application)
    joins(second, sami.code, "زائر")
    assert not is_open(second, FIRST)
    assert is_open(omar, FIRST)
    other = sami.people.add_class(sami.school, sami.id, "آخر")
    assert other
    sami.people.move(sami.school, sami.class_id, learner_of(sami, "عمر"), other.id)
    assert is_open(omar, FIRST)


@pytest.mark.parametrize("first", ["joins", "hands in"])
def test_a_class_that_was_told_before_tells_nothing_to_who_joins_it_alone(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, store: Store, clock: Clock, first: str
) -> None:
    given(muna, rules=AssignmentRules(exam=True))
    clock.move(days=1)
    store.exams.tell_results(sami.school, sami.class_id, SLUG, True)
    clock.move(hours=1)
    if first == "joins":
        joins(layla, sami.code, "دخيلة")
    hands_in_first(layla, lesson)
    clock.move(hours=1)
    if first != "joins":
        joins(layla, sami.code, "دخيلة")
    assert layla.client.get(f"/texts/{SLUG}/worksheet?answers=1").status_code == 403
    assert verdicts(layla) <= {"pending", "noted"}
    store.exams.tell_results(muna.school, muna.class_id, SLUG, True)
    assert "standing" in verdicts(layla)


def test_an_archived_class_that_was_told_tells_nothing_of_a_later_hand_in(
    muna: Desk, sami: Desk, layla: Learner, store: Store, clock: Clock
) -> None:
    joins(layla, sami.code, "ليلى س")
    learner = learner_of(muna)
    store.exams.tell_results(sami.school, sami.class_id, SLUG, True)
    archived(sami, learner)
    clock.move(days=300)
    store.exams.note_hand_in(muna.school, learner, SLUG)
    assert store.exams.results_wait(muna.school, learner, SLUG) == "own-class"
    store.exams.tell_results(muna.school, muna.class_id, SLUG, True)
    assert store.exams.results_wait(muna.school, learner, SLUG) == ""


def test_what_was_told_stays_told_once_its_class_is_archived(
    muna: Desk, layla: Learner, store: Store, clock: Clock
) -> None:
    learner = learner_of(muna)
    store.exams.note_hand_in(muna.school, learner, SLUG)
    clock.move(hours=1)
    store.exams.tell_results(muna.school, muna.class_id, SLUG, True)
    archived(muna, learner)
    assert store.exams.results_wait(muna.school, learner, SLUG) == ""


def test_who_joins_a_class_that_was_told_and_writes_there_sees_the_results(
    muna: Desk, omar: Learner, store: Store, clock: Clock
) -> None:
    store.exams.tell_results(muna.school, muna.class_id, SLUG, True)
    clock.move(hours=1)
    joins(omar, muna.code, "عمر")
    store.exams.note_hand_in(muna.school, learner_of(muna, "عمر"), SLUG)
    assert store.exams.results_wait(muna.school, learner_of(muna, "عمر"), SLUG) == ""


def test_parents_are_told_nothing_of_an_exam_that_another_class_waits_for(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, store: Store
) -> None:
    joins(layla, sami.code, "ليلى")
    given(muna, rules=AssignmentRules(exam=True), places=(1,))
    hands_in_first(layla, lesson)
    klass = sami.people.school_class(sami.school, sami.class_id)
    assert klass
    everything = GradebookFilter(LearnerFilter((), "", ""), (), "", None, None)
    with sami.client.application.test_request_context():
        contents = report_contents(klass, everything, [learner_of(sami)])
        assert (contents.reports[0].texts, contents.withheld) == ((), (lesson.settings.title,))
        store.exams.tell_results(muna.school, muna.class_id, SLUG, True)
        assert report_contents(klass, everything, [learner_of(sami)]).reports[0].texts


@pytest.mark.parametrize("kept", ["هند", "هند ٢"])
def test_of_two_beginnings_the_earlier_stays_when_records_are_merged(
    muna: Desk, store: Store, clock: Clock, kept: str
) -> None:
    exam = given(muna, rules=TIMED)
    began = {}
    for name in ("هند", "هند ٢"):
        joins(learner := Learner(muna.client.application), muna.code, name)
        presses(learner, BEGIN)
        began[learner_of(muna, name)] = clock.at
        clock.move(minutes=19)
    assert store.sittings.of_assignment(muna.school, exam.id) == began
    keeps = learner_of(muna, kept)
    (merged,) = {*began} - {keeps}
    muna.people.merge(muna.school, keeps, merged, None, muna.id)
    assert store.sittings.of_assignment(muna.school, exam.id) == {keeps: min(began.values())}
    muna.people.unmerge(muna.school, merged)
    assert store.sittings.of_assignment(muna.school, exam.id) == began


def test_what_was_practised_before_counts_in_no_regrade_and_no_merge(
    muna: Desk, layla: Learner, lesson: Lesson, store: Store, clock: Clock
) -> None:
    practises(layla, lesson)
    clock.move(days=1)
    given(muna, rules=AssignmentRules(exam=True), places=(1,))
    hands_in_first(layla, lesson)
    learner, question = learner_of(muna), marked(lesson)
    before, of_exam = store.tries(muna.school, learner, SLUG, question)
    rules = rules_of_learners(store, muna.school, lesson)
    assert rules.counted(learner, [before, of_exam]) == [of_exam]
    assert rules.counted(learner, [before]) == [before]
    lessons = lessons_of_learners(store, muna.school, {SLUG: lesson}, [learner], clock.at)
    standing = standing_recomputer(lessons)(SLUG, question, [before, of_exam])
    assert standing
    assert (before.verdict, standing.verdict, standing.last_try) == ("accepted", "refused", of_exam.id)


def test_what_was_practised_before_an_exam_was_made_of_it_is_no_exam(
    muna: Desk, layla: Learner, lesson: Lesson, store: Store, clock: Clock
) -> None:
    practice = given(muna, places=(1,))
    clock.move(minutes=1)
    practises(layla, lesson)
    clock.move(minutes=1)
    exam = replace(practice.as_new(), rules=TIMED)
    store.assignments.change(muna.school, practice.id, exam, muna.id)
    assert not is_open(layla, FIRST)
    assert PRACTISED in muna.opens(f"/desk/assignments/{practice.id}").html
    presses(layla, BEGIN)
    clock.move(minutes=1)
    hands_in_first(layla, lesson)
    hand_in = store.sittings.hand_in(muna.school, learner_of(muna), SLUG)
    assert hand_in
    clock.move(minutes=1)
    for rules in (AssignmentRules(), TIMED):  # by a slip
        store.assignments.change(muna.school, practice.id, replace(exam, rules=rules), muna.id)
    changed = store.assignments.assignment(muna.school, practice.id)
    assert changed
    assert changed.exam_since
    assert changed.exam_since < hand_in.at


@pytest.mark.parametrize("twin", ["ليلى", "ليلى٢", "ليلى ب", "سعاد"])
def test_an_exam_begun_before_is_told_whatever_the_new_name(
    muna: Desk, layla: Learner, clock: Clock, twin: str
) -> None:
    given(muna, rules=TIMED)
    presses(layla, BEGIN)
    presses(layla, "/me/delete", confirm="delete")
    clock.move(minutes=19)
    again = Learner(muna.client.application)
    joins(again, muna.code, twin)
    presses(again, BEGIN)
    page = muna.opens(muna.of_class()).html
    gone = 'id="exams-of-gone"' in page
    assert gone != (twin == "ليلى")
    assert gone or "بدؤوا من جديد، وسبق أن بدؤوا أو سلّموا:" in page


def test_whose_exam_it_was_is_told_until_the_results_are(
    muna: Desk, layla: Learner, clock: Clock, store: Store
) -> None:
    given(muna, rules=TIMED)
    presses(layla, BEGIN)
    presses(layla, "/me/delete", confirm="delete")
    (gone,) = store.exams.earlier_hand_ins(muna.school, muna.class_id)
    assert (gone.learner, gone.name, gone.text) == ("", "ليلى", SLUG)
    store.exams.tell_results(muna.school, muna.class_id, SLUG, told=True)
    assert store.exams.earlier_hand_ins(muna.school, muna.class_id) == []
    store.exams.tell_results(muna.school, muna.class_id, SLUG, told=False)
    clock.move(days=61)
    assert store.exams.earlier_hand_ins(muna.school, muna.class_id) == []


def test_an_exam_begun_under_a_name_that_is_put_back_is_told(
    muna: Desk, omar: Learner, clock: Clock, store: Store
) -> None:
    muna.posts(muna.of_class("names"), names="سالم")
    given(muna, rules=TIMED)
    joins(omar, muna.code, "", pick="سالم")
    presses(omar, BEGIN)
    (claim,) = store.joining.claims(muna.school, muna.class_id)
    muna.posts(muna.of_class("claims/undo"), name=claim.record, seen=f"{claim.record} {claim.learner}")
    clock.move(minutes=19)
    again = Learner(muna.client.application)
    joins(again, muna.code, "", pick="سالم")
    presses(again, BEGIN)
    (told,) = store.exams.earlier_hand_ins(muna.school, muna.class_id)
    assert (told.learner, told.text) == (learner_of(muna, "سالم"), SLUG)


def test_merging_the_records_of_one_learner_tells_of_nobody(
    muna: Desk, layla: Learner, omar: Learner, clock: Clock
) -> None:
    exam = given(muna, rules=TIMED)
    presses(layla, BEGIN)
    joins(omar, muna.code, "ليلى ٢")
    clock.move(minutes=5)
    presses(omar, BEGIN)
    store, school = muna.client.application.extensions["fahm"].store, muna.school
    first, second = learner_of(muna, "ليلى"), learner_of(muna, "ليلى ٢")
    for merged, kept in ((first, second), (second, first)):
        store.people.merge(school, kept, merged, None, muna.id)
        assert store.exams.earlier_hand_ins(school, muna.class_id) == []
        store.people.unmerge(school, merged)
        assert store.exams.earlier_hand_ins(school, muna.class_id) == []
    assert len(store.sittings.of_assignment(school, exam.id)) == 2


@pytest.mark.parametrize(("closes", "days"), [(True, 8), (False, 121)])
def test_an_exam_whose_results_nobody_tells_closes_its_text_to_others_for_a_time(
    muna: Desk, sami: Desk, layla: Learner, omar: Learner, clock: Clock, lesson: Lesson, closes: bool, days: int
) -> None:
    given(muna, rules=AssignmentRules(exam=True), closes=clock() + timedelta(hours=1) if closes else None)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    presses(layla, f"/texts/{SLUG}/review", form="abc-12345678")
    clock.move(minutes=1)
    joins(omar, sami.code, "عمر")
    assert not is_open(omar, FIRST)
    assert not is_open(Learner(muna.client.application), FIRST)
    clock.move(days=days - 2)
    assert not is_open(omar, FIRST)
    clock.move(days=2)
    assert is_open(omar, FIRST)
    assert is_open(Learner(muna.client.application), FIRST)
    record = layla.opens("/me/record.json").html
    assert '"pending"' in record
    assert '"accepted"' not in record


def writes_and_hands_in(learner: Learner, lesson: Lesson, place: int) -> None:
    url = f"/texts/{SLUG}/{place}"
    learner.answers(
        url, {k: v for item in lesson.items_at(place) for k, v in right_fields(lesson, item.question.id).items()}
    )
    presses(learner, f"/texts/{SLUG}/review", form=f"abc-1234567{place}")


def answered(store: Store, desk: Desk, learner: str, lesson: Lesson) -> set[object]:
    attempts = store.tries(desk.school, learner, SLUG)
    return {item.question.place for attempt in attempts if (item := lesson.item(attempt.question))}


@pytest.mark.parametrize("first", [True, False])
def test_two_exams_of_different_paragraphs_are_both_written_by_their_own_rules(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, clock: Clock, store: Store, first: bool
) -> None:
    """The one that was due last once shut the learner out of the other class's."""
    joins(layla, sami.code, "ليلى س")
    givers = [
        lambda: given(muna, rules=TIMED, places=(1,), closes=clock() + timedelta(hours=1)),
        lambda: given(sami, rules=AssignmentRules(exam=True), places=(2,)),
    ]
    mine, theirs = [give() for give in (givers if first else reversed(givers))][:: 1 if first else -1]
    assert not is_open(layla, FIRST)
    presses(layla, BEGIN)
    writes_and_hands_in(layla, lesson, 1)
    learner = learner_of(muna)
    assert answered(store, muna, learner, lesson) == {1}
    hand_ins = [store.sittings.hand_ins(muna.school, [learner], SLUG, None, exam.id) for exam in (mine, theirs)]
    assert [bool(found) for found in hand_ins] == [True, False]
    clock.move(hours=5)
    assert is_open(layla, SECOND)
    writes_and_hands_in(layla, lesson, 2)
    assert answered(store, muna, learner, lesson) == {1, 2}
    muna.sign_in()
    sami.sign_in()
    for desk, exam in ((muna, mine), (sami, theirs)):
        assert "سلّمه المتعلم في" in desk.opens(f"/desk/assignments/{exam.id}").html
        store.exams.tell_results(desk.school, desk.class_id, SLUG, told=True)
    for url in (FIRST, SECOND):  # of both, what was right is seen in the end
        assert "إجابة صحيحة" in layla.opens(url).html


def test_what_was_saved_of_one_exam_is_handed_in_at_its_end_while_another_goes_on(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, clock: Clock, store: Store
) -> None:
    joins(layla, sami.code, "ليلى س")
    given(muna, rules=AssignmentRules(exam=True), places=(1,), closes=clock() + timedelta(hours=1))
    given(sami, rules=AssignmentRules(exam=True), places=(2,))
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(hours=2)
    assert is_open(layla, SECOND)
    learner = learner_of(muna)
    assert answered(store, muna, learner, lesson) == {1}
    (attempt,) = store.tries(muna.school, learner, SLUG)
    assert attempt.at == clock() - timedelta(hours=1)
    writes_and_hands_in(layla, lesson, 2)
    assert answered(store, muna, learner, lesson) == {1, 2}


def test_of_two_exams_of_a_paragraph_the_stricter_rules_it(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, clock: Clock, store: Store
) -> None:
    joins(layla, sami.code, "ليلى س")
    given(sami, rules=AssignmentRules(exam=True), places=(1, 2), closes=clock() + timedelta(minutes=50))
    given(muna, rules=TIMED, places=(1,), closes=clock() + timedelta(hours=1))
    assert not is_open(layla, FIRST)
    presses(layla, BEGIN)
    writes_and_hands_in(layla, lesson, 1)
    page = layla.opens(FIRST)
    assert f'name="{marked(lesson)}"' not in page.html
    writes_and_hands_in(layla, lesson, 2)
    assert answered(store, muna, learner_of(muna), lesson) == {1, 2}


def test_an_exam_of_a_paragraph_is_given_again(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock, store: Store
) -> None:
    for minutes in (None, 20):
        given(muna, rules=AssignmentRules(exam=True, minutes=minutes), places=(1,))
        clock.move(minutes=1)
        if minutes:
            assert not is_open(layla, FIRST)
            presses(layla, BEGIN)
        assert f'name="{marked(lesson)}"' in layla.opens(FIRST).html
        layla.answers(FIRST, right_fields(lesson, marked(lesson)))
        presses(layla, f"/texts/{SLUG}/review", form=f"abc-{minutes or 10}345678")
        clock.move(minutes=1)
    attempts = store.tries(muna.school, learner_of(muna), SLUG)
    assert len(attempts) == 2
