"""A key that is mended after an exam was handed in by time: regraded by name, and seen once the results are told."""

from __future__ import annotations

from flask import Flask

from conftest import Desk, Learner
from web.assigning import Clock, clock
from web.teacher.marking.test_regrading import FIRST, ROOM, applies, content, sunday_is_right
from webapp.domain.assignment import AssignmentRules, NewAssignment

__all__ = ["clock", "content"]
FRONT, BEGIN, RESULT = (f"/texts/river/{end}" for end in ("", "begin", "result"))


def test_from_the_exam_to_the_told_result(app: Flask, muna: Desk, layla: Learner, clock: Clock) -> None:
    services = app.extensions["fahm"]
    store, rules = services.store, AssignmentRules(exam=True, minutes=40)
    exam = store.assignments.add(muna.school, NewAssignment("river", classes=(muna.class_id,), rules=rules), muna.id)
    learner = next(one.learner for one in muna.people.members(muna.school, muna.class_id) if one.name == "ليلى")
    layla.client.post(BEGIN, data={"csrf_token": layla.opens(FRONT).field("csrf_token")})
    layla.answers(FIRST, {"which-day": "الأحد"})
    clock.move(minutes=41)

    muna.opens(f"/desk/assignments/{exam.id}")  # the desk hands it in
    (attempt,) = store.tries(muna.school, learner, "river")
    assert (attempt.verdict, store.sittings.hand_in(muna.school, learner, "river").how) == ("refused", "time")
    sunday_is_right(app)
    preview = muna.opens(ROOM).html
    assert "ليلى" in preview
    assert "عند النهر" in muna.opens("/desk/regrade").html

    clock.move(minutes=5)
    applies(muna, reason="الأحد جواب صحيح")
    (after,) = store.tries(muna.school, learner, "river")
    assert (after.verdict, after.at, after.id) == ("accepted", attempt.at, attempt.id)
    assert "الأحد جواب صحيح" not in layla.opens("/me/news").html, "nothing is told before the results are"
    assert "الأحد جواب صحيح" not in layla.opens(RESULT).html

    clock.move(minutes=5)
    page = muna.posts(muna.of_class("texts/river/told"), told="1", assignment=exam.id)
    assert page.response.request.path == f"/desk/assignments/{exam.id}", "back to where it was told"
    assert "أُعلنت النتائج" in page.notices()
    news = layla.opens("/me/news").html
    assert "أُعلنت النتائج" in news
    assert "الأحد جواب صحيح" in news
    result = layla.opens(RESULT)
    assert result.status == 200
    card = layla.opens(FIRST).card("which-day")
    assert "feedback accepted" in card
    assert "الأحد جواب صحيح" in card
