"""Answers to an assignment are regraded by its rules, and are not out of date because the file has others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ARTICLE, SLUG
from store.helpers import Clock, S, account, judged, submission
from webapp.assessment.apply_regrade import apply_plan
from webapp.assessment.learners_rules import lessons_of_learners, rules_of_learners
from webapp.assessment.regrading import changed_texts, plan_regrade
from webapp.content import Item, Lesson, Library
from webapp.domain.assignment import AssignmentRules, NewAllowance, NewAssignment
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.regrades import Batch
from webapp.store.protocols.store import Store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = open_store(sqlite_url(tmp_path / "fahm.db"), clock)
    yield store
    store.close()


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    lesson = Library(ARTICLE).lesson(SLUG)
    assert lesson
    return lesson


def answered(store: Store, lesson: Lesson, item: Item, learner: str) -> None:
    """A wrong answer and a right one, marked by the learner's rules."""
    for number, verdict in enumerate(("refused", "accepted")):
        rules = rules_of_learners(store, S, lesson)(learner, item.question.id)
        made = submission(f"{learner}{number}", learner=learner, text=SLUG, question=item.question.id, version="old")
        points = 0.0 if verdict == "refused" else 1 - rules.penalty
        mark = judged(verdict, standing_earned=points, rules=rules.code, settled=verdict == "accepted")
        store.record(made, lambda _, mark=mark: mark)


@pytest.fixture
def classes(store: Store) -> tuple[str, str]:
    huda = account(store, "Huda")
    (fifth, sixth) = (store.people.add_class(S, huda, name).id for name in ("الخامس", "السادس"))
    for learner, class_id in (("salma", fifth), ("omar", sixth)):
        store.people.join(S, class_id, store.add_learner(S, learner).id, learner)
    return fifth, sixth


def test_a_changed_question_is_regraded_by_each_learners_rules(
    store: Store, lesson: Lesson, classes: tuple[str, str]
) -> None:
    item = next(one for one in lesson.items if one.question.typed_keys() and one.question.points == 1)
    five = NewAssignment(SLUG, classes=(classes[0],), rules=AssignmentRules(tries=5))
    given = store.assignments.add(S, five, "huda")
    store.assignments.allow(S, given.id, NewAllowance("salma", "huda", extra_tries=1))
    for learner in ("salma", "omar"):
        answered(store, lesson, item, learner)
    codes = {name: store.standings(S, name, SLUG)[item.question.id].rules for name in ("salma", "omar")}
    assert codes["salma"].startswith("6/")
    assert codes["omar"] == lesson.settings.rules_of(item.question).code
    plan = plan_regrade(store, S, lesson, None)
    apply_plan(store, S, lesson, plan, Batch("b1", SLUG, "huda", ""))
    assert {name: store.standings(S, name, SLUG)[item.question.id].rules for name in codes} == codes


def test_other_rules_by_an_assignment_are_no_change_of_the_text(
    store: Store, lesson: Lesson, classes: tuple[str, str]
) -> None:
    item = next(one for one in lesson.items if one.question.typed_keys())
    present = replace(lesson, items=(replace(item, version="old"),))
    five = NewAssignment(SLUG, classes=(classes[0],), rules=AssignmentRules(tries=5))
    given = store.assignments.add(S, five, "huda")
    answered(store, present, item, "salma")
    assert changed_texts(store, S, {SLUG: present}) == []
    store.assignments.remove(S, given.id, "huda", True)
    assert [text.slug for text in changed_texts(store, S, {SLUG: present})] == [SLUG]


def test_records_are_merged_by_the_rules_of_their_learner(
    store: Store, lesson: Lesson, classes: tuple[str, str], clock: Clock
) -> None:
    five = NewAssignment(SLUG, learners=("salma",), rules=AssignmentRules(tries=5))
    store.assignments.add(S, five, "huda")
    lessons = lessons_of_learners(store, S, {SLUG: lesson}, ["omar", "salma"], clock())
    item = next(one for one in lesson.items if one.question.typed_keys())
    assert lessons[SLUG].settings.rules_of(item.question).tries == 5
