"""Assignments as columns of the gradebook: whom they are for, what counts until the closing, and what is excused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from conftest import SLUG, Desk
from store.helpers import START, Clock
from web.teacher.demo_class import records
from webapp import create_app
from webapp.analysis.school_grade import ColumnResult
from webapp.config import Config
from webapp.content import Lesson
from webapp.domain.assignment import AssignmentRules, NewAllowance, NewAssignment
from webapp.domain.question import Question
from webapp.web.teacher.gradebook.grades import ClassGrades, whole_gradebook

HOUR = timedelta(hours=1)


@dataclass
class Class:
    """A class of three who have answered nothing."""

    app: Flask
    clock: Clock
    desk: Desk

    def __post_init__(self) -> None:
        services = self.app.extensions["fahm"]
        self.store, self.school = services.store, services.config.school
        self.lesson: Lesson = services.library.snapshot.lessons[SLUG]
        self.learners = ["salma", "omar", "huda"]
        for learner in self.learners:
            self.store.add_learner(self.school, learner)
            self.store.people.join(self.school, self.desk.class_id, learner, learner)


@pytest.fixture
def fresh(config: Config, clock: Clock) -> Class:
    app = create_app(config)
    return Class(app, clock, Desk(app, "منى", "muna", "الخامس"))


def scored(fresh: Class) -> list[Question]:
    """Questions of the first paragraph that are no mere opinion."""
    return [item.question for item in fresh.lesson.items_at(1) if item.question.points]


Answer = Callable[..., None]


@pytest.fixture
def answers(fresh: Class) -> Answer:
    def answer(learner: int, place: int, verdict: str, **after: float) -> None:
        question = scored(fresh)[place]
        fields = question.right_fields() if verdict == "accepted" else question.wrong_fields()
        records(fresh.app, fresh.learners[learner], question.id, fields, at=START + timedelta(**after))

    return answer


def given(room: Class, **changes: object) -> str:
    fields: dict[str, object] = {"text": SLUG, "places": (1,), "classes": (room.desk.class_id,)}
    fields |= {"opens": START, "closes": START + 2 * HOUR}
    new = NewAssignment(**(fields | changes))  # type: ignore[arg-type]
    return room.store.assignments.add(room.school, new, room.desk.id).id


def gradebook(room: Class) -> ClassGrades:
    with room.app.test_request_context():
        klass = room.store.people.school_class(room.school, room.desk.class_id)
        return whole_gradebook(klass)


def result(room: Class, learner: int, place: int = 0) -> ColumnResult:
    row = next(row for row in gradebook(room).learners if row.member.learner == room.learners[learner])
    return row.results[place]


def test_what_is_not_handed_in_is_open_until_the_closing_and_then_counts_as_0(fresh: Class, answers: Answer) -> None:
    given(fresh)
    points = sum(item.question.points for item in fresh.lesson.items_at(1))
    answers(0, 0, "accepted", minutes=10)
    first = scored(fresh)[0].points
    assert (result(fresh, 0).state, result(fresh, 0).share) == ("counted", 1.0)
    assert result(fresh, 1).state == "open"
    fresh.clock.move(hours=3)
    assert result(fresh, 0).share == pytest.approx(first / points)
    assert (result(fresh, 1).state, result(fresh, 1).share) == ("missing", None)
    row = next(row for row in gradebook(fresh).learners if row.member.learner == fresh.learners[1])
    assert (row.grade.number, row.grade.missing) == (0, 1)
    assert "يُحسب صفرًا" in fresh.desk.opens(fresh.desk.of_class("gradebook")).html


def test_practice_after_the_closing_counts_no_more(fresh: Class, answers: Answer) -> None:
    name = given(fresh)
    answers(0, 0, "refused", minutes=10)
    answers(0, 1, "accepted", minutes=20)
    fresh.clock.move(hours=3)
    before = result(fresh, 0).share
    answers(0, 2, "accepted", hours=3)
    answers(1, 0, "accepted", hours=3)
    assert result(fresh, 0).share == before
    assert result(fresh, 1).state == "missing"
    later = NewAllowance(fresh.learners[1], fresh.desk.id, closes=START + 5 * HOUR)
    fresh.store.assignments.allow(fresh.school, name, later)
    fresh.clock.move(minutes=30)
    assert (result(fresh, 1).state, result(fresh, 1).share) == ("counted", 1.0)


def test_an_allowance_excuses(fresh: Class) -> None:
    name = given(fresh)
    fresh.store.assignments.allow(fresh.school, name, NewAllowance(fresh.learners[2], fresh.desk.id, excused=True))
    fresh.clock.move(hours=3)
    assert [result(fresh, place).state for place in range(3)] == ["missing", "missing", "excused"]
    row = next(row for row in gradebook(fresh).learners if row.member.learner == fresh.learners[2])
    assert row.grade.number is None


def test_an_assignment_to_one_learner_is_nobody_elses_and_the_text_counts_once(fresh: Class, answers: Answer) -> None:
    given(fresh, classes=(), learners=(fresh.learners[0],))
    for learner in (0, 1):
        answers(learner, 0, "accepted", minutes=5)
    grades = gradebook(fresh)
    assert [column.assignment is not None for column in grades.columns] == [True, False]
    assert [result(fresh, 0, place).state for place in (0, 1)] == ["counted", "assigned"]
    assert [result(fresh, 1, place).state for place in (0, 1)] == ["not-theirs", "counted"]
    html = fresh.desk.opens(fresh.desk.of_class("gradebook")).html
    assert "لم يُكلّف به" in html


def test_a_text_that_is_assigned_to_the_class_has_no_column_of_its_own(fresh: Class, answers: Answer) -> None:
    given(fresh, rules=AssignmentRules(exam=True))
    answers(0, 0, "accepted", minutes=5)
    grades = gradebook(fresh)
    assert len(grades.columns) == 1
    assert grades.done(0) == (1, 3)  # handed in
    assert result(fresh, 0).share is not None
    assert (result(fresh, 0).share or 0) < 1  # an exam that was handed in: what is unanswered earns nothing


def test_two_assignments_of_one_text_have_titles_of_their_own_in_files(fresh: Class) -> None:
    for days in (1, 1, 2):
        given(fresh, due=START + timedelta(days=days), closes=None)
    head = fresh.desk.opens(fresh.desk.of_class("gradebook?as=classroom")).html.splitlines()
    titles = head[0].split(",")[4:]
    assert len(set(titles)) == len(titles) == 3
    assert head[1].count("2026-") == 3
