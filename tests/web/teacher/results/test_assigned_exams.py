"""Scores of a practice text given as an exam: unanswered questions earn nothing, and its results are told."""

from __future__ import annotations

from typing import cast

from flask import Flask

from conftest import Desk, Learner, right_fields
from webapp.content import Lesson
from webapp.domain.assignment import AssignmentRules, NewAssignment
from webapp.web.framework.services import Services
from webapp.web.teacher.results.class_results import members_of, work_in

SLUG = "000_13183dccda9929f6"


def test_an_unanswered_question_of_an_assigned_exam_earns_nothing(
    muna: Desk, layla: Learner, lesson: Lesson, app: Flask
) -> None:
    store = cast(Services, app.extensions["fahm"]).store
    rules = AssignmentRules(exam=True)
    store.assignments.add(muna.school, NewAssignment(SLUG, places=(1,), classes=(muna.class_id,), rules=rules), "muna")
    first = next(item.question.id for item in lesson.items_at(1) if item.question.points)
    layla.answers(f"/texts/{SLUG}/1", right_fields(lesson, first))
    review = layla.opens(f"/texts/{SLUG}/review")
    layla.client.post(
        f"/texts/{SLUG}/review", data={"csrf_token": review.field("csrf_token"), "form": review.field("form")}
    )
    with app.test_request_context():
        klass = store.people.school_class(muna.school, muna.class_id)
        assert klass
        work = work_in(klass, lesson, members_of(klass))
        (learner,) = work.standings
        asked = [item for item in lesson.items_at(1) if item.question.points]
        assert [work.at(learner, item).earned for item in asked] == [asked[0].question.points] + [0.0] * (
            len(asked) - 1
        )
        others = [item for item in lesson.items_at(2) if item.question.points]
        assert {work.at(learner, item).earned for item in others} == {None}, "they were not asked"
    page = muna.opens(f"/desk/classes/{muna.class_id}/texts/{SLUG}").html
    assert 'name="told"' in page
