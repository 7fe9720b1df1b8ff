"""A class that reads together: one lesson, who stands where, and a number that says whether anything changed."""

from __future__ import annotations

import pytest

from store.helpers import Clock, S, always, submission
from webapp.domain.people import SchoolClass
from webapp.store.protocols.live_lessons import MAX_LESSON_LENGTH, LiveLesson
from webapp.store.protocols.store import Store


@pytest.fixture
def klass(store: Store) -> SchoolClass:
    """A class with Salma and Omar in it."""
    made = _class_of_muna(store)
    for learner, name in (("salma", "سلمى"), ("omar", "عمر")):
        store.people.join(S, made.id, learner, name)
    return made


def _class_of_muna(store: Store) -> SchoolClass:
    token = store.people.make_link(S, "setup", "admin", "منى", 1)
    assert token
    muna = store.people.use_link(S, token, "muna", "منى", "hash")
    assert muna
    return store.people.add_class(S, muna.id, "الخامس")


def lesson(store: Store, klass: SchoolClass) -> LiveLesson:
    found = store.live.lesson(S, klass.id)
    assert found
    return found


def version(store: Store, klass: SchoolClass) -> int:
    return lesson(store, klass).version


def test_a_class_has_one_lesson_and_a_new_one_takes_its_place(store: Store, klass: SchoolClass) -> None:
    assert store.live.lesson(S, klass.id) is None
    first = store.live.begin(S, klass.id, "putin")
    assert first
    assert (first.text, first.unlocked_step, first.max_step) == ("putin", 0, None)
    store.live.record_position(S, "salma", "putin", 2)
    second = store.live.begin(S, klass.id, "other")
    assert second
    assert second.id != first.id
    assert lesson(store, klass).text == "other"
    assert store.live.positions(S, klass.id) == {}
    store.live.end(S, klass.id)
    assert store.live.lesson(S, klass.id) is None


def test_there_is_no_lesson_without_a_class(store: Store) -> None:
    assert store.live.begin(S, "nobody", "putin") is None
    assert store.live.lessons_of_learner(S, "salma", "putin") == []
    assert store.live.latest_attempts(S, "nobody", ["q1"]) == []


def test_only_members_are_led_and_only_in_that_text(store: Store, klass: SchoolClass) -> None:
    store.live.begin(S, klass.id, "putin")
    store.live.set_pacing(S, klass.id, 3, 4)
    (led,) = store.live.lessons_of_learner(S, "salma", "putin")
    assert led
    assert (led.unlocked_step, led.max_step) == (3, 4)
    assert store.live.lessons_of_learner(S, "salma", "other") == []
    assert store.live.lessons_of_learner(S, "stranger", "putin") == []
    assert store.live.lessons_of_learner("another-school", "salma", "putin") == []


def test_a_place_is_written_once_and_for_nobody_else(store: Store, klass: SchoolClass) -> None:
    assert not store.live.record_position(S, "salma", "putin", 1)
    store.live.begin(S, klass.id, "putin")
    assert store.live.record_position(S, "salma", "putin", 1)
    before = version(store, klass)
    assert not store.live.record_position(S, "salma", "putin", 1)
    assert not store.live.record_position(S, "stranger", "putin", 1)
    assert not store.live.record_position(S, "omar", "other", 1)
    assert version(store, klass) == before
    assert store.live.record_position(S, "salma", "putin", 2)
    assert store.live.positions(S, klass.id) == {"salma": 2}
    assert version(store, klass) == before + 1


def test_the_version_grows_with_each_answer_of_who_has_come(store: Store, klass: SchoolClass) -> None:
    store.live.begin(S, klass.id, "putin")
    store.live.record_position(S, "salma", "putin", 1)
    before = version(store, klass)
    store.record(submission("f1", learner="stranger"), always("refused"))
    store.record(submission("f2", text="other"), always("refused"))
    assert version(store, klass) == before
    store.record(submission("f3"), always("refused"))
    assert version(store, klass) == before + 1


def test_the_version_grows_when_the_class_is_led_and_not_when_it_is_led_as_before(
    store: Store, klass: SchoolClass
) -> None:
    store.live.begin(S, klass.id, "putin")
    before = version(store, klass)
    store.live.set_pacing(S, klass.id, 2, None)
    store.live.set_pacing(S, klass.id, 2, None)
    assert version(store, klass) == before + 1
    store.people.rename(S, klass.id, "salma", "سلمى ب")
    assert version(store, klass) == before + 2


def test_the_latest_answer_of_each_who_has_come_counts_once(store: Store, klass: SchoolClass) -> None:
    store.live.begin(S, klass.id, "putin")
    store.live.record_position(S, "salma", "putin", 1)
    for n, response in enumerate(("كيم", "بوتين")):
        store.record(submission(f"s{n}", response=response), always("refused"))
    store.record(submission("o", learner="omar"), always())
    store.record(submission("q", question="q2"), always())
    found = store.live.latest_attempts(S, klass.id, ["q1"])
    assert [(one.learner, one.question, one.response) for one in found] == [("salma", "q1", "بوتين")]
    store.live.record_position(S, "omar", "putin", 1)
    assert {one.learner for one in store.live.latest_attempts(S, klass.id, ["q1"])} == {"salma", "omar"}


def test_two_records_that_count_as_one_are_one_learner(store: Store, klass: SchoolClass) -> None:
    store.live.begin(S, klass.id, "putin")
    store.live.record_position(S, "salma", "putin", 1)
    store.live.record_position(S, "omar", "putin", 2)
    store.record(submission("o", learner="omar"), always())
    store.people.merge(S, "salma", "omar")
    assert store.live.positions(S, klass.id) == {"salma": 2}
    assert [one.learner for one in store.live.latest_attempts(S, klass.id, ["q1"])] == ["salma"]
    assert store.live.record_position(S, "omar", "putin", 3)
    assert store.live.lessons_of_learner(S, "salma", "putin")


def test_who_leaves_the_class_leaves_the_lesson(store: Store, klass: SchoolClass) -> None:
    store.live.begin(S, klass.id, "putin")
    for learner in ("salma", "omar"):
        store.live.record_position(S, learner, "putin", 1)
    before = version(store, klass)
    store.people.take_out(S, klass.id, "salma")
    assert store.live.positions(S, klass.id) == {"omar": 1}
    assert version(store, klass) > before
    store.people.delete_learner(S, "omar")
    assert store.live.positions(S, klass.id) == {}
    store.people.delete_class(S, klass.id, with_records=False)
    assert store.live.lesson(S, klass.id) is None


def test_the_answers_stay_when_the_lesson_ends(store: Store, klass: SchoolClass) -> None:
    store.live.begin(S, klass.id, "putin")
    store.live.record_position(S, "salma", "putin", 1)
    store.record(submission(), always())
    store.live.end(S, klass.id)
    assert [one.verdict for one in store.tries(S, "salma", "putin")] == ["accepted"]


def test_a_lesson_that_nobody_ended_is_over_in_the_end(store: Store, klass: SchoolClass, clock: Clock) -> None:
    store.live.begin(S, klass.id, "putin")
    store.live.set_pacing(S, klass.id, 0, 1)
    clock.move(seconds=MAX_LESSON_LENGTH.total_seconds() - 1)
    assert store.live.lessons_of_learner(S, "salma", "putin")
    clock.move(seconds=1)
    assert store.live.lessons_of_learner(S, "salma", "putin") == []
    assert store.live.lesson(S, klass.id) is None
    assert not store.live.record_position(S, "salma", "putin", 1)


def test_who_is_in_two_classes_reads_with_both_the_latest_first(store: Store, klass: SchoolClass, clock: Clock) -> None:
    other = store.people.add_class(S, store.people.teachers(S)[0].id, "السادس")
    store.people.join(S, other.id, "salma", "سلمى")
    for one in (klass, other):
        store.live.begin(S, one.id, "putin")
        clock.move(minutes=1)
    assert [led.class_id for led in store.live.lessons_of_learner(S, "salma", "putin")] == [other.id, klass.id]
    store.live.record_position(S, "salma", "putin", 4)
    assert [store.live.positions(S, one.id) for one in (klass, other)] == [{"salma": 4}] * 2
