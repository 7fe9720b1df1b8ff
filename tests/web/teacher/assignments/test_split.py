"""An assignment for several classes, of which the one who gave it has left some: each teacher changes the own ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conftest import SLUG, Desk, Learner, joins
from web.assigning import Clock, begins, clock
from webapp.domain.assignment import Assignment, AssignmentRules, NewAssignment
from webapp.domain.grade_rule import GradeRule, assignment_column
from webapp.store.protocols.store import Store

__all__ = ["clock"]
RULES = AssignmentRules(exam=True, minutes=20)
FIRST, BEGIN = f"/texts/{SLUG}/1", f"/texts/{SLUG}/begin"


@pytest.fixture
def other(muna: Desk) -> str:
    """Muna's second class, which she keeps."""
    klass = muna.people.add_class(muna.school, muna.id, "ب")
    assert klass
    return klass.id


@pytest.fixture
def exam(muna: Desk, sami: Desk, store: Store, other: str) -> Assignment:
    """An exam that Muna gave to two classes, of which she has left the first to Sami."""
    muna.people.share(muna.school, muna.class_id, sami.id)
    given = store.assignments.add(
        muna.school, NewAssignment(SLUG, classes=(muna.class_id, other), rules=RULES), muna.id
    )
    muna.people.leave(muna.school, muna.class_id, muna.id)
    return given


def of_class(store: Store, desk: Desk, class_id: str) -> Assignment:
    (given,) = store.assignments.of_class(desk.school, class_id)
    return given


def id_of(desk: Desk, class_id: str, name: str) -> str:
    members = desk.people.members(desk.school, class_id)
    return next(str(member.learner) for member in members if member.name == name)


def test_who_gave_it_changes_it_for_the_own_classes_alone(
    muna: Desk, sami: Desk, store: Store, other: str, exam: Assignment, clock: Clock
) -> None:
    muna.posts(f"/desk/assignments/{exam.id}/now", what="close")
    assert of_class(store, muna, muna.class_id) == replace(exam, classes=(muna.class_id,))
    assert of_class(store, muna, other).closes == clock.at
    assert of_class(store, muna, other).classes == (other,)
    assert muna.opens(f"/desk/assignments/{exam.id}").status == 404
    assert sami.posts(f"/desk/assignments/{exam.id}/now", what="close").status == 200
    assert of_class(store, muna, muna.class_id).closes == clock.at


def test_the_teacher_of_a_class_that_was_left_changes_it_there(
    muna: Desk, sami: Desk, store: Store, other: str, exam: Assignment
) -> None:
    page = sami.opens(f"/desk/assignments/{exam.id}/change")
    fields = {"text": SLUG, "class": muna.class_id, "mode": "exam", "minutes": "30", "results": "by-hand"}
    sami.posts(f"/desk/assignments/{exam.id}", base=page.field("base"), sure="1", **fields)
    assert of_class(store, muna, muna.class_id).rules.minutes == 30
    assert of_class(store, muna, other) == replace(exam, classes=(other,))


def test_what_is_removed_for_one_class_stays_for_the_other_and_comes_back(
    muna: Desk, sami: Desk, store: Store, other: str, exam: Assignment
) -> None:
    muna.posts(f"/desk/assignments/{exam.id}/remove")
    assert store.assignments.of_class(muna.school, other) == []
    assert of_class(store, muna, muna.class_id).id == exam.id
    assert sami.posts(f"/desk/assignments/{exam.id}/remove").status == 200
    assert sami.posts(f"/desk/assignments/{exam.id}/remove", removed="0").status == 200
    assert of_class(store, muna, muna.class_id).id == exam.id


def test_what_a_learner_began_and_was_allowed_goes_along(
    muna: Desk, omar: Learner, layla: Learner, store: Store, other: str, exam: Assignment, clock: Clock
) -> None:
    klass = muna.people.school_class(muna.school, other)
    assert klass
    joins(omar, klass.code, "عمر")
    learner = id_of(muna, other, "عمر")
    store.grading.save_rule(muna.school, other, GradeRule(weights={assignment_column(exam.id): 3.0}), muna.id)
    muna.posts(f"/desk/assignments/{exam.id}/learners/{learner}", minutes="10")
    begins(omar)
    begins(layla)
    before = clock.at
    clock.move(minutes=25)
    muna.posts(f"/desk/assignments/{exam.id}/now", what="close")
    muna.posts(f"/desk/assignments/{of_class(store, muna, other).id}/now", what="open")
    apart = of_class(store, muna, other)
    assert store.sittings.of_assignment(muna.school, apart.id) == {learner: before}
    assert store.sittings.of_assignment(muna.school, exam.id) == {id_of(muna, muna.class_id, "ليلى"): before}
    assert store.assignments.allowances(muna.school, apart.id)[learner].extra_minutes == 10
    assert omar.client.get(FIRST).status_code == 200
    clock.move(minutes=6)
    assert omar.client.get(FIRST).status_code == 403
    assert store.exams.earlier_hand_ins(muna.school, other) == []
    assert store.grading.rule(muna.school, other).weights == {assignment_column(apart.id): 3.0}


def test_who_left_the_class_of_a_named_learner_changes_it_for_the_others(
    muna: Desk, sami: Desk, layla: Learner, store: Store, other: str
) -> None:
    muna.people.share(muna.school, muna.class_id, sami.id)
    learner = id_of(muna, muna.class_id, "ليلى")
    given = store.assignments.add(
        muna.school, NewAssignment(SLUG, classes=(other,), learners=(learner,), rules=RULES), muna.id
    )
    muna.people.leave(muna.school, muna.class_id, muna.id)
    muna.posts(f"/desk/assignments/{given.id}/remove")
    assert of_class(store, muna, muna.class_id).learners == (learner,)
    assert store.assignments.of_class(muna.school, other) == []
