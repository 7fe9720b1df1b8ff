"""Work that waits for a teacher, class by class."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.helpers import Clock, S, account, always, submission
from webapp.domain.assignment import AssignmentRules, NewAssignment
from webapp.domain.people import SchoolClass
from webapp.store.protocols.desk_work import ClassWork, LateExam, OpenAssignment
from webapp.store.protocols.store import Store


@pytest.fixture
def huda(store: Store, muna: str) -> str:
    return account(store, "Huda")


def work(store: Store, teacher: str, klass: SchoolClass) -> ClassWork:
    return store.desk_work.of_teacher(S, teacher)[0].get(klass.id, ClassWork())


def waiting(store: Store, teacher: str) -> int:
    return store.desk_work.of_teacher(S, teacher)[1]


def hands_in(store: Store, learner: str = "salma", form: str = "f1.q1") -> None:
    store.record(submission(form, learner=learner), always("pending"))


def test_who_has_answered_nothing_has_not_begun(store: Store, klass: SchoolClass, muna: str) -> None:
    assert work(store, muna, klass).not_begun == 2
    hands_in(store)
    assert work(store, muna, klass).not_begun == 1
    assert work(store, muna, klass).learners == {"salma", "omar"}


def test_a_teacher_without_classes_has_no_work(store: Store, klass: SchoolClass, huda: str) -> None:
    assert store.desk_work.of_teacher(S, huda) == ({}, 0)


def test_an_answer_waits_until_it_is_marked_and_counts_once(store: Store, klass: SchoolClass, muna: str) -> None:
    other = store.people.add_class(S, muna, "السادس")
    store.people.join(S, other.id, "salma", "سلمى")
    hands_in(store)
    assert (work(store, muna, klass).waiting, work(store, muna, other).waiting) == (1, 1)
    assert waiting(store, muna) == 1
    store.manual_marks.give(S, "salma", "f1.q1", 0.5, "", muna)
    assert waiting(store, muna) == 0
    store.people.archive(S, klass.id, True)
    assert klass.id not in store.desk_work.of_teacher(S, muna)[0]


def test_where_two_mark_it_waits_for_each_and_then_for_a_decision(
    store: Store, klass: SchoolClass, muna: str, huda: str
) -> None:
    store.people.share(S, klass.id, huda)
    store.manual_marks.ask_second(S, klass.id, "putin", "q1", muna, 0.2)
    hands_in(store)
    assert (waiting(store, muna), waiting(store, huda)) == (1, 1)
    store.manual_marks.give(S, "salma", "f1.q1", 0.5, "", muna, twice=True)
    assert (waiting(store, muna), waiting(store, huda)) == (0, 1)
    store.manual_marks.give(S, "salma", "f1.q1", 1.0, "", huda, twice=True)
    assert (waiting(store, muna), waiting(store, huda)) == (1, 1)  # half a point apart: to decide
    store.manual_marks.give(S, "salma", "f1.q1", 0.5, "", huda, twice=True)
    assert (waiting(store, muna), waiting(store, huda)) == (0, 0)


def test_a_handed_in_exam_waits_until_its_results_are_told(store: Store, klass: SchoolClass, muna: str) -> None:
    hands_in(store)
    store.exams.note_hand_in(S, "salma", "putin")
    assert work(store, muna, klass).handed_in == {"putin": 1}
    store.exams.tell_results(S, klass.id, "putin", True)
    assert work(store, muna, klass).handed_in == {}


def test_late_answers_wait_until_they_are_decided_on(store: Store, klass: SchoolClass, muna: str) -> None:
    for learner in ("salma", "omar"):
        for question in ("q1", "q2"):
            store.sittings.keep_late(S, learner, "putin", {question: "متأخّر"}, None)
    assert work(store, muna, klass).late == (LateExam("putin", "", 2),)
    exam = store.assignments.add(S, NewAssignment("putin", classes=(klass.id,), rules=AssignmentRules(exam=True)), muna)
    assert work(store, muna, klass).late == (LateExam("putin", exam.id, 2),)
    store.sittings.decide_late(S, "salma", "putin", ["q1", "q2"], "left", muna)
    store.sittings.decide_late(S, "omar", "putin", ["q1"], "left", muna)
    assert work(store, muna, klass).late == (LateExam("putin", exam.id, 1),)
    store.sittings.decide_late(S, "omar", "putin", ["q2"], "taken", muna)
    assert work(store, muna, klass).late == ()


def test_results_that_tell_themselves_wait_for_nobody(store: Store, klass: SchoolClass, muna: str) -> None:
    rules = AssignmentRules(exam=True, results="at-once")
    store.assignments.add(S, NewAssignment("putin", classes=(klass.id,), rules=rules), muna)
    hands_in(store)
    store.exams.note_hand_in(S, "salma", "putin")
    assert work(store, muna, klass).handed_in == {}


def test_an_open_assignment_says_who_has_not_begun(store: Store, klass: SchoolClass, muna: str, clock: Clock) -> None:
    opens, closes = clock() + timedelta(hours=1), clock() + timedelta(hours=3)
    added = store.assignments.add(S, NewAssignment("putin", classes=(klass.id,), opens=opens, closes=closes), muna)
    assert work(store, muna, klass).assignments == ()
    clock.move(hours=2)
    assert work(store, muna, klass).assignments == (OpenAssignment(added.id, "putin", 2),)
    hands_in(store)
    assert work(store, muna, klass).assignments == (OpenAssignment(added.id, "putin", 1),)
    hands_in(store, "omar", "f2.q1")
    assert work(store, muna, klass).assignments == ()
    store.assignments.remove(S, added.id, muna, True)
    exam = NewAssignment("letter", classes=(klass.id,), rules=AssignmentRules(exam=True, minutes=20))
    given = store.assignments.add(S, exam, muna)
    store.sittings.start(S, "salma", given.id, "letter")
    assert work(store, muna, klass).assignments == (OpenAssignment(given.id, "letter", 1),)
    store.assignments.remove(S, given.id, muna, True)
    clock.move(hours=2)
    assert work(store, muna, klass).assignments == ()


def test_tasks_are_counted_once_a_class_and_text(store: Store, klass: SchoolClass, muna: str, huda: str) -> None:
    assert store.desk_work.count_tasks(S, muna)[0] == 0
    store.assignments.add(S, NewAssignment("putin", classes=(klass.id,)), muna)
    assert store.desk_work.count_tasks(S, muna)[0] == 1  # of two learners who have not begun
    hands_in(store)
    hands_in(store, "omar", "f2.q1")
    assert store.desk_work.count_tasks(S, muna)[0] == 1  # two answers to mark
    for learner in ("salma", "omar"):
        store.exams.note_hand_in(S, learner, "putin")
        store.sittings.keep_late(S, learner, "putin", {"q1": "متأخّر"}, None)
    assert store.desk_work.count_tasks(S, muna)[0] == 3
    assert store.desk_work.count_tasks(S, huda) == (0, True)
