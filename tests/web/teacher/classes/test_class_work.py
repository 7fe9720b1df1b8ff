"""The desk's first page counts what waits in each class, and leads to it."""

from __future__ import annotations

import re

import pytest

from conftest import SLUG, Desk, Learner, Page
from store.helpers import always, submission
from web.assigning import traced_reads
from webapp.content import Lesson
from webapp.domain.assignment import AssignmentRules, NewAssignment
from webapp.store.protocols.store import Store


def home(muna: Desk) -> str:
    return muna.opens("/desk/").html


def test_a_class_in_which_nothing_waits_says_who_has_not_begun(muna: Desk, layla: Learner) -> None:
    assert f'<a href="{muna.of_class()}">لم يجيبوا عن شيء بعد: ١' in home(muna)


def test_answers_that_wait_for_a_mark_are_counted_in_their_class(muna: Desk, store: Store, lesson: Lesson) -> None:
    item = next(item for item in lesson.items if item.question.criteria())
    (member,) = muna.people.members(muna.school, muna.class_id)
    place = {"learner": member.learner, "text": SLUG, "question": item.question.id, "version": item.version}
    store.record(submission("n1.q", school=muna.school, **place), always("pending", possible=2.0))
    html = home(muna)
    assert '<a href="/desk/marking">إجابات بانتظار التصحيح: ١' in html
    assert "لم يجيبوا" not in html


def test_marks_that_wait_for_regrading_are_named(muna: Desk, store: Store, lesson: Lesson) -> None:
    (member,) = muna.people.members(muna.school, muna.class_id)
    place = {"learner": member.learner, "text": SLUG, "question": lesson.items[0].question.id, "version": "earlier"}
    assert "درجات تنتظر" not in home(muna)
    store.record(submission("n1.q", school=muna.school, **place), always("refused"))
    html = home(muna)
    assert "درجات تنتظر إعادة التصحيح" in html
    assert f'href="/desk/regrade/{SLUG}"' in html


def test_marks_of_another_teachers_class_are_not_named(muna: Desk, sami: Desk, store: Store, lesson: Lesson) -> None:
    (member,) = muna.people.members(muna.school, muna.class_id)
    place = {"learner": member.learner, "text": SLUG, "question": lesson.items[0].question.id, "version": "earlier"}
    store.record(submission("n1.q", school=muna.school, **place), always("refused"))
    assert "درجات تنتظر" not in sami.opens("/desk/").html


def test_an_open_assignment_and_a_handed_in_exam_lead_to_their_pages(muna: Desk, store: Store) -> None:
    (member,) = muna.people.members(muna.school, muna.class_id)
    added = store.assignments.add(muna.school, NewAssignment(SLUG, classes=(muna.class_id,)), "muna")
    assert f'<a href="/desk/assignments/{added.id}">لم يبدؤوا بعد: ١' in home(muna)
    store.exams.note_hand_in(muna.school, member.learner, SLUG)
    assert f'<a href="{muna.of_class(f"texts/{SLUG}")}">سلّموا ولم تُعلن النتائج: ١' in home(muna)


def test_late_answers_lead_to_where_they_are_decided_on(muna: Desk, store: Store) -> None:
    (member,) = muna.people.members(muna.school, muna.class_id)
    store.sittings.keep_late(muna.school, member.learner, SLUG, {"which-day": "السبت"}, None)
    line = "وصلت إجابات بعد انتهاء الاختبار، وعدد أصحابها: ١"
    assert f'<a href="{muna.of_class(f"texts/{SLUG}")}">{line}' in home(muna)
    rules = AssignmentRules(exam=True)
    exam = store.assignments.add(muna.school, NewAssignment(SLUG, classes=(muna.class_id,), rules=rules), "muna")
    assert f'<a href="/desk/assignments/{exam.id}">{line}' in home(muna)


def test_an_assignment_is_news_to_its_class(muna: Desk, layla: Learner) -> None:
    muna.posts(f"/desk/assignments/new?text={SLUG}&class={muna.class_id}", **{"text": SLUG, "class": muna.class_id})
    assert "واجب جديد" in layla.opens("/me/news").html


def badge(page: Page) -> str:
    found = re.search(r'<span class="badge" aria-hidden="true">([^<]+)', page.html)
    return found[1] if found else ""


def test_the_header_of_the_desk_counts_the_tasks_in_few_statements(
    muna: Desk, store: Store, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    (member,) = muna.people.members(muna.school, muna.class_id)
    assert badge(muna.opens("/desk/help")) == ""
    place = {"learner": member.learner, "text": SLUG, "question": lesson.items[0].question.id, "version": "earlier"}
    store.record(submission("n1.q", school=muna.school, **place), always("refused"))
    store.exams.note_hand_in(muna.school, member.learner, SLUG)
    assert badge(muna.opens("/desk/help")) == "٢"
    store.assignments.add(muna.school, NewAssignment(SLUG, classes=(muna.class_id,)), muna.id)
    statements = traced_reads(monkeypatch)
    muna.opens("/desk/help")
    with_one_class = len(statements)
    for number in range(5):
        klass = muna.people.add_class(muna.school, muna.id, f"صف {number}")
        store.assignments.add(muna.school, NewAssignment(SLUG, classes=(klass.id,)), muna.id)
        muna.people.join(muna.school, klass.id, f"learner-{number}", "سلمى")
    statements.clear()
    assert badge(muna.opens("/desk/help")) == "٧"
    assert len(statements) == with_one_class <= 10
