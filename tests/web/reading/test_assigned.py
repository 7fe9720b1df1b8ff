"""Reading under an assignment: opening, closing, exams of practice texts, the shelf, extra tries; and what it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from conftest import SLUG, Desk, Learner, joins, right_fields, wrong_fields
from web.assigning import NOON, Clock, traced_reads
from webapp.content import Lesson
from webapp.domain.assignment import AssignmentRules, NewAllowance, NewAssignment

pytestmark = pytest.mark.usefixtures("clock")
FRONT, FIRST, REVIEW, RESULT = (f"/texts/{SLUG}/{end}" for end in ("", "1", "review", "result"))
HOUR = timedelta(hours=1)
EXAM = AssignmentRules(exam=True)


def given(desk: Desk, **fields: object) -> str:
    store = desk.client.application.extensions["fahm"].store
    new = NewAssignment(**{"text": SLUG, "classes": (desk.class_id,), **fields})  # type: ignore[arg-type]
    return str(store.assignments.add(desk.school, new, desk.id).id)


def learner_of(desk: Desk, name: str = "ليلى") -> str:
    return next(one.learner for one in desk.people.members(desk.school, desk.class_id) if one.name == name)


def allowed(desk: Desk, assignment: str, **more: object) -> None:
    store = desk.client.application.extensions["fahm"].store
    allowance = NewAllowance(learner_of(desk), desk.id, **more)  # type: ignore[arg-type]
    store.assignments.allow(desk.school, assignment, allowance)


def marked(lesson: Lesson) -> str:
    """A question of the first paragraph that is marked by the program."""
    return next(one.question.id for one in lesson.items_at(1) if not one.question.once and one.question.holds_gate)


def test_it_opens_by_itself_at_its_time(muna: Desk, layla: Learner, omar: Learner, clock: Clock) -> None:
    given(muna, opens=NOON + HOUR, note="اقرؤوا بتمهّل")
    for page in (FRONT, FIRST, RESULT):
        closed = layla.opens(page)
        assert closed.status == 403, page
        assert "لم يُفتح هذا النص بعد" in closed.html
    assert omar.opens(FIRST).status == 200, "who is in another class, or in none, reads on"
    clock.move(hours=1)
    assert layla.opens(FIRST).status == 200
    assert "اقرؤوا بتمهّل" in layla.opens(FRONT).html


def test_practice_after_the_closing_time_is_taken_and_said_not_to_count(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    given(muna, due=NOON + HOUR, closes=NOON + 2 * HOUR)
    assert "موعد التسليم" in layla.opens(FRONT).html
    clock.move(hours=1.5)
    assert "فات موعد التسليم" in layla.opens(FIRST).html
    clock.move(hours=1)
    assert "لا تُحسب في الواجب" in layla.opens(FIRST).html
    page = layla.answers(FIRST, right_fields(lesson, marked(lesson)), check=marked(lesson))
    assert "✓" in page.card(marked(lesson)) or page.status == 200
    assert layla.client.application.extensions["fahm"].store.tries(muna.school, learner_of(muna), SLUG)


def test_a_practice_text_is_an_exam_for_its_class_alone(
    muna: Desk, sami: Desk, layla: Learner, omar: Learner, lesson: Lesson
) -> None:
    joins(omar, sami.code, "عمر")
    given(muna, rules=EXAM)
    question = marked(lesson)
    saved = layla.answers(FIRST, right_fields(lesson, question))
    assert "حُفظت الإجابات" in saved.notices()
    assert not layla.client.application.extensions["fahm"].store.tries(muna.school, learner_of(muna), SLUG)
    assert layla.opens(REVIEW).status == 200
    assert layla.opens(f"/texts/{SLUG}/words/1").status == 404
    marked_now = omar.answers(FIRST, right_fields(lesson, question), check=question)
    assert omar.client.application.extensions["fahm"].store.tries(muna.school, learner_of(sami, "عمر"), SLUG)
    assert marked_now.status == 200


def test_a_closed_exam_takes_no_answer_and_is_handed_in(
    muna: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    given(muna, rules=replace(EXAM, results="at-once"), closes=NOON + HOUR)
    before = layla.opens(FIRST)
    layla.answers(FIRST, right_fields(lesson, marked(lesson)))
    clock.move(hours=2)
    late = layla.answers(FIRST, wrong_fields(lesson, marked(lesson)), before)
    assert "بعد انتهاء الوقت" in late.notices()
    assert layla.opens(REVIEW).response.request.path == RESULT
    (attempt,) = layla.client.application.extensions["fahm"].store.tries(muna.school, learner_of(muna), SLUG)
    assert attempt.verdict == "accepted"
    assert layla.opens(FIRST).status == layla.opens(RESULT).status == 200


def test_a_later_date_opens_a_closed_exam_for_one_learner(muna: Desk, layla: Learner, clock: Clock) -> None:
    exam = given(muna, rules=EXAM, closes=NOON + HOUR)
    clock.move(hours=2)
    assert layla.opens(FIRST).status == 403
    allowed(muna, exam, closes=NOON + 3 * HOUR, reason="مرضت")
    assert layla.opens(FIRST).status == 200
    assert "مرضت" in layla.opens(FRONT).html


def test_extra_tries_are_those_of_one_learner(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    question = marked(lesson)
    tries = lesson.settings.rules_of(lesson.item(question).question).tries  # type: ignore[union-attr]
    homework = given(muna)

    def answers_wrong() -> int:
        layla.answers(FIRST, wrong_fields(lesson, question), check=question)
        return len(store.tries(muna.school, learner_of(muna), SLUG, question))

    store = layla.client.application.extensions["fahm"].store
    fields = wrong_fields(lesson, question)
    assert fields
    allowed(muna, homework, extra_tries=2)
    page = layla.opens(FIRST)
    said = page.text(question)
    assert "٠١٢٣٤٥٦٧٨٩"[tries + 2] in said, said
    assert answers_wrong() == 1


def test_the_stricter_of_two_classes_rules(muna: Desk, sami: Desk, layla: Learner, lesson: Lesson) -> None:
    joins(layla, sami.code, "ليلى")
    given(muna)
    given(sami, rules=EXAM)
    assert "حُفظت الإجابات" in layla.answers(FIRST, right_fields(lesson, marked(lesson))).notices()
    sami.people.archive(sami.school, sami.class_id, True)
    assert layla.opens(f"/texts/{SLUG}/words/1").status != 403
    assert layla.opens(REVIEW).status == 200


def test_a_shelf_of_assigned_texts_offers_no_other(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    muna.people.set_shelf(muna.school, muna.class_id, "assigned")
    assert SLUG not in layla.opens("/").html
    assert "ليس من واجباتك" in layla.opens(FIRST).html
    homework = given(muna)
    assert SLUG in layla.opens("/").html
    assert layla.opens(FIRST).status == 200
    layla.answers(FIRST, right_fields(lesson, marked(lesson)), check=marked(lesson))
    store = layla.client.application.extensions["fahm"].store
    store.assignments.remove(muna.school, homework, muna.id, True)
    assert SLUG not in layla.opens("/").html
    assert layla.opens(FIRST).status == 200, "what was begun stays open"
    joins(layla, sami.code, "ليلى")
    assert SLUG in layla.opens("/").html, "the other class may open all texts"


def test_a_live_lesson_opens_a_text_that_is_not_assigned(muna: Desk, layla: Learner) -> None:
    muna.people.set_shelf(muna.school, muna.class_id, "assigned")
    assert layla.opens(FIRST).status == 403
    layla.client.application.extensions["fahm"].store.live.begin(muna.school, muna.class_id, SLUG)
    assert layla.opens(FIRST).status == 200


def test_a_teacher_at_the_desk_opens_every_text(muna: Desk) -> None:
    given(muna, opens=NOON + HOUR, rules=EXAM)
    assert muna.opens(FIRST).status == 200
    assert muna.opens(f"/texts/{SLUG}/worksheet?answers=1").status == 200


@pytest.mark.sqlite
def test_a_reader_without_assignments_pays_nothing_for_them(
    muna: Desk, layla: Learner, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    layla.answers(FIRST, right_fields(lesson, marked(lesson)), check=marked(lesson))
    ran = traced_reads(monkeypatch)

    def costs(page: str) -> int:
        ran.clear()
        assert layla.opens(page).status == 200
        return len(ran)

    pages = ("/", FRONT, FIRST, f"/texts/{SLUG}/words/1", "/me", "/words")
    without = {page: costs(page) for page in pages}
    read = [sql for page in pages if costs(page) for sql in ran]
    assert read
    assert not [sql for sql in read if "WITH mine" in sql]
    given(muna, due=NOON + HOUR)
    # Whose the record is, and the learner's assignments: however many there are, once a page.
    for text in ("one", "another"):
        given(muna, text=text)
    assert {page: costs(page) - without[page] for page in (FRONT, FIRST)} == {FRONT: 2, FIRST: 2}


def test_a_page_of_a_text_reads_its_own_assignments_and_the_library_all(
    muna: Desk, layla: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (SLUG, "another"):
        given(muna, text=text)
    assignments = type(layla.client.application.extensions["fahm"].store.assignments)
    asked: list[str | None] = []
    of_learner = assignments.of_learner

    def noted(self: object, school: str, learner: str, text: str | None = None) -> object:
        asked.append(text)
        return of_learner(self, school, learner, text)

    monkeypatch.setattr(assignments, "of_learner", noted)
    for page in (FIRST, FRONT, "/"):
        assert layla.opens(page).status == 200
    assert asked == [SLUG, SLUG, None]
