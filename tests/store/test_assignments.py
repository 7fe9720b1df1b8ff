"""Assignments: to classes and names, their versions and allowances, exams that are not told yet, and who goes."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from store.helpers import START, Clock, S, account
from webapp.domain.assignment import AssignmentRules, NewAllowance, NewAssignment
from webapp.store.protocols.store import Store

HOUR = timedelta(hours=1)
EXAM = AssignmentRules(exam=True)


@pytest.fixture
def huda(store: Store) -> str:
    return account(store, "Huda")


@pytest.fixture
def classes(store: Store, huda: str) -> list[str]:
    made = [store.people.add_class(S, huda, name).id for name in ("الخامس", "السادس")]
    for learner, class_id in (("salma", made[0]), ("omar", made[0]), ("omar", made[1]), ("sami", made[1])):
        store.people.join(S, class_id, store.add_learner(S, learner).id, learner)
    return made


def texts(store: Store, learner: str, text: str | None = None) -> list[str]:
    return [own.text for own in store.assignments.of_learner(S, learner, text)]


def test_a_class_has_what_was_assigned_to_it_and_each_learner_once(store: Store, huda: str, classes: list[str]) -> None:
    whole = NewAssignment("nile", (2, "whole"), tuple(classes), ("salma",), START, START + HOUR, note="اقرؤوا")
    added = store.assignments.add(S, whole, huda)
    assert store.assignments.assignment(S, added.id) == added
    assert added.as_new() == replace(whole, classes=tuple(sorted(classes)))
    assert (added.teacher, added.created, added.removed) == (huda, START, None)
    assert store.assignments.of_class(S, classes[0]) == store.assignments.of_class(S, classes[1]) == [added]
    assert [own.class_id for own in store.assignments.of_learner(S, "omar")] == [max(classes)]
    assert texts(store, "salma") == texts(store, "sami") == ["nile"]
    assert texts(store, "salma", "other") == texts(store, "nobody") == []
    assert store.assignments.of_class("other", classes[0]) == []


def test_named_learners_have_it_without_their_class(store: Store, huda: str, classes: list[str]) -> None:
    added = store.assignments.add(S, NewAssignment("nile", learners=("salma",)), huda)
    assert texts(store, "omar") == []
    (own,) = store.assignments.of_learner(S, "salma")
    assert (own.class_id, own.learner, own.allowance) == ("", "salma", None)
    assert store.assignments.of_class(S, classes[0]) == [added]
    assert store.assignments.of_class(S, classes[1]) == []
    assert store.assignments.of_learners(S, classes[0], "nile") == {"salma": [own]}


def test_the_earliest_due_comes_first(store: Store, huda: str, classes: list[str]) -> None:
    for text, due in (("none", None), ("late", START + 2 * HOUR), ("soon", START + HOUR)):
        store.assignments.add(S, NewAssignment(text, classes=(classes[0],), due=due), huda)
    assert texts(store, "salma") == ["soon", "late", "none"]


def test_a_change_keeps_the_state_before_it(store: Store, huda: str, classes: list[str], clock: Clock) -> None:
    added = store.assignments.add(S, NewAssignment("nile", classes=(classes[0],), due=START + HOUR), huda)
    clock.move(minutes=5)
    new = replace(added.as_new(), classes=(classes[1],), learners=("salma",), due=START + 2 * HOUR, rules=EXAM)
    changed = store.assignments.change(S, added.id, new, "muna")
    assert changed == store.assignments.assignment(S, added.id)
    assert changed
    assert changed.as_new() == new
    store.assignments.remove(S, added.id, huda, True)
    store.assignments.remove(S, added.id, huda, True)
    assert texts(store, "salma") == []
    store.assignments.remove(S, added.id, huda, False)
    assert texts(store, "salma") == ["nile"]
    versions = store.assignments.versions(S, added.id)
    assert [(version.change, version.teacher) for version in versions] == [
        ("added", huda),
        ("changed", "muna"),
        ("removed", huda),
        ("restored", huda),
    ]
    assert versions[0].assignment == added
    assert versions[1].assignment == replace(changed, learners=())
    assert store.assignments.change(S, "unknown", new, huda) is None
    assert store.assignments.versions(S, "unknown") == []


def test_versions_and_allowances_are_only_added_to(store: Store, huda: str, classes: list[str], path: Path) -> None:
    added = store.assignments.add(S, NewAssignment("nile", classes=(classes[0],)), huda)
    store.assignments.allow(S, added.id, NewAllowance("salma", huda, extra_minutes=10))
    with closing(sqlite3.connect(path)) as conn:
        for change in ("UPDATE assignment_versions SET at = ''", "DELETE FROM assignment_versions",
                       "UPDATE allowances SET extra_minutes = 90"):  # fmt: skip
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                conn.execute(change)


def test_the_latest_allowance_counts(store: Store, huda: str, classes: list[str], clock: Clock) -> None:
    added = store.assignments.add(S, NewAssignment("nile", classes=(classes[0],), due=START + HOUR), huda)
    store.assignments.allow(S, added.id, NewAllowance("salma", huda, extra_minutes=10))
    clock.move(hours=-1)
    later = NewAllowance("salma", huda, 0, 2, START + 3 * HOUR, None, False, "مرضت")
    store.assignments.allow(S, added.id, later)
    store.assignments.allow(S, "unknown", later)
    store.assignments.allow(S, added.id, replace(later, learner="nobody"))
    allowed = store.assignments.allowances(S, added.id)
    assert list(allowed) == ["salma"]
    assert (allowed["salma"].extra_tries, allowed["salma"].reason, allowed["salma"].at) == (2, "مرضت", START - HOUR)
    (own,) = store.assignments.of_learner(S, "salma")
    assert own.allowance == allowed["salma"]
    assert own.due == START + 3 * HOUR
    assert store.assignments.of_learner(S, "omar")[0].allowance is None


def test_those_of_an_archived_class_rest(store: Store, huda: str, classes: list[str]) -> None:
    store.assignments.add(S, NewAssignment("nile", classes=(classes[0],), rules=EXAM), huda)
    store.people.archive(S, classes[0], True)
    assert texts(store, "salma") == store.assignments.open_exams(S, "nile") == []
    store.people.archive(S, classes[0], False)
    assert texts(store, "salma") == ["nile"]
    assert len(store.assignments.open_exams(S, "nile")) == 1
    store.people.delete_class(S, classes[0], False)
    assert texts(store, "salma") == store.assignments.open_exams(S, "nile") == []


def test_a_deleted_learner_leaves_nothing(store: Store, huda: str, classes: list[str], path: Path) -> None:
    added = store.assignments.add(S, NewAssignment("nile", classes=(classes[0],), learners=("salma", "omar")), huda)
    for learner in ("salma", "omar"):
        store.assignments.allow(S, added.id, NewAllowance(learner, huda, extra_minutes=10))
    assert {"allowances", "assignment_learners"} <= set(store.people.everything(S, "salma"))
    store.people.delete_learner(S, "salma")
    assert list(store.assignments.allowances(S, added.id)) == ["omar"]
    left = store.assignments.assignment(S, added.id)
    assert left
    assert left.learners == ("omar",)
    with closing(sqlite3.connect(path)) as conn:
        states = conn.execute("SELECT state FROM assignment_versions").fetchall()
    assert states
    assert "salma" not in str(states)


def test_a_merge_keeps_names_and_allowances_and_gives_them_back(store: Store, huda: str, classes: list[str]) -> None:
    added = store.assignments.add(S, NewAssignment("nile", learners=("salma", "omar")), huda)
    named = store.assignments.add(S, NewAssignment("rihla", learners=("omar",)), huda)
    store.assignments.allow(S, added.id, NewAllowance("salma", huda, extra_minutes=10))
    store.assignments.allow(S, named.id, NewAllowance("omar", huda, extra_tries=1))
    assert store.people.merge(S, "salma", "omar")
    assert sorted(texts(store, "salma")) == sorted(texts(store, "omar")) == ["nile", "rihla"]
    assert {id: set(store.assignments.allowances(S, id)) for id in (added.id, named.id)} == {
        added.id: {"salma"},
        named.id: {"salma"},
    }
    store.assignments.allow(S, added.id, NewAllowance("omar", huda, extra_minutes=20))
    assert store.assignments.allowances(S, added.id)["salma"].extra_minutes == 20
    assert store.people.unmerge(S, "omar")
    assert sorted(texts(store, "omar")) == ["nile", "rihla"]
    assert texts(store, "salma") == ["nile"]
    assert set(store.assignments.allowances(S, named.id)) == {"omar"}


def test_an_exam_is_open_until_each_of_its_classes_was_told(
    store: Store, huda: str, classes: list[str], clock: Clock
) -> None:
    added = store.assignments.add(S, NewAssignment("nile", classes=tuple(classes), rules=EXAM), huda)
    store.assignments.add(S, NewAssignment("rihla", classes=tuple(classes)), huda)
    assert store.assignments.open_exams(S, "nile") == [added]
    assert store.assignments.exam_texts(S) == {"nile"}
    store.exams.tell_results(S, classes[0], "nile", True)
    assert store.assignments.open_exams(S, "nile") == [added]
    store.exams.tell_results(S, classes[1], "nile", True)
    assert store.assignments.exam_texts(S) == frozenset()
    clock.move(hours=1)
    again = store.assignments.add(S, NewAssignment("nile", classes=(classes[0],), rules=EXAM), huda)
    assert store.assignments.open_exams(S, "nile") == [again], "an earlier exam was told, not this one"
    assert store.exams.results_wait(S, "salma", "nile") == "own-class"
    store.assignments.remove(S, again.id, huda, True)
    assert store.assignments.open_exams(S, "nile") == []


def test_results_are_told_by_the_rule_of_the_assignment(
    store: Store, huda: str, classes: list[str], clock: Clock
) -> None:
    new = NewAssignment("nile", classes=(classes[0],), closes=START + HOUR, rules=replace(EXAM, results="at-once"))
    added = store.assignments.add(S, new, huda)

    def waits() -> tuple[str, bool]:
        return store.exams.results_wait(S, "salma", "nile"), bool(store.assignments.open_exams(S, "nile"))

    assert waits() == ("", True)
    store.assignments.change(S, added.id, replace(new, rules=replace(EXAM, results="after-close")), huda)
    assert waits() == ("own-class", True)
    store.assignments.allow(S, added.id, NewAllowance("omar", huda, closes=START + 9 * HOUR))
    store.assignments.allow(S, added.id, NewAllowance("omar", huda, closes=START + 3 * HOUR))
    clock.move(hours=2)
    assert waits() == ("own-class", True), "omar may still write"
    clock.move(hours=2)
    assert waits() == ("", False)
    store.assignments.change(S, added.id, replace(new, rules=EXAM), huda)
    assert waits() == ("own-class", True)
    store.exams.tell_results(S, classes[0], "nile", True)
    assert waits() == ("", False)
    assert store.exams.results_wait(S, "sami", "nile") == "own-class", "a class without it waits as before"


def test_a_named_learners_exam_waits_for_a_class_of_theirs(store: Store, huda: str, classes: list[str]) -> None:
    store.assignments.add(S, NewAssignment("nile", learners=("omar",), rules=EXAM), huda)
    assert len(store.assignments.open_exams(S, "nile")) == 1
    assert store.exams.results_wait(S, "omar", "nile") == "own-class"
    store.exams.tell_results(S, classes[1], "nile", True)
    assert store.assignments.open_exams(S, "nile") == []
    assert store.exams.results_wait(S, "omar", "nile") == ""


def test_a_class_has_an_open_shelf_until_its_teacher_says_otherwise(store: Store, classes: list[str]) -> None:
    store.people.set_shelf(S, classes[0], "assigned")
    shelves = [klass.shelf for id in classes if (klass := store.people.school_class(S, id))]
    assert shelves == ["assigned", "all"]


def test_the_rules_of_all_learners_of_a_text_are_read_at_once(store: Store, huda: str, classes: list[str]) -> None:
    homework = store.assignments.add(S, NewAssignment("nile", classes=(classes[0],)), huda)
    exam = store.assignments.add(S, NewAssignment("nile", classes=(classes[1],), rules=EXAM), huda)
    store.assignments.add(S, NewAssignment("rihla", learners=("sami",)), huda)
    store.assignments.allow(S, homework.id, NewAllowance("salma", huda, extra_tries=2))
    found = store.assignments.in_force(S, "nile")
    assert {learner: own.assignment.id for learner, own in found.items()} == {
        "salma": homework.id,
        "omar": exam.id,
        "sami": exam.id,
    }
    assert found["salma"].extra_tries == 2
    kinds = {(own.text, own.assignment.rules.exam, own.extra_tries) for own in store.assignments.kinds(S)}
    assert kinds == {("nile", False, 0), ("nile", True, 0), ("nile", False, 2), ("rihla", False, 0)}
    assert {own.text for own in store.assignments.kinds(S, "rihla")} == {"rihla"}
