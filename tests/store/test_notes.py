"""News of a learner: notes, marks, regrades and told results, what is read, and what waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.helpers import Clock, S, always, submission
from webapp.assessment.recomputed_standing import recomputed_standing
from webapp.domain.assignment import RESULTS_RULES, AssignmentRules, NewAssignment, ResultsRule
from webapp.domain.people import SchoolClass
from webapp.domain.rules import Rules
from webapp.store.protocols.notes import MOST_NOTES, Note
from webapp.store.protocols.regrades import Batch, Change, grades_fingerprint
from webapp.store.protocols.store import Store


def news(store: Store, learner: str = "salma") -> list[Note]:
    return store.notes.of_learner(S, learner, 50)


def kinds(store: Store, learner: str = "salma") -> list[str]:
    return [note.kind for note in news(store, learner)]


def flagged(store: Store, learner: str = "salma") -> bool:
    """Anything is new; then the flag that comes with the look-up of each request says so."""
    unread = store.notes.unread(S, learner) > 0
    assert store.access.named(S, learner, "").news >= unread
    return unread


def test_a_note_is_for_one_learner_or_a_class(store: Store, klass: SchoolClass, muna: str, clock: Clock) -> None:
    assert news(store) == []
    assert not flagged(store)
    store.notes.tell(S, "note", class_id=klass.id, teacher=muna, words="اقرؤوا الفقرة الثانية")
    clock.move(minutes=1)
    store.notes.tell(S, "note", learners=["salma"], class_id=klass.id, teacher=muna, words="أحسنتِ")
    assert [(note.words, note.author, note.unread) for note in news(store)] == [
        ("أحسنتِ", "Muna", True),
        ("اقرؤوا الفقرة الثانية", "Muna", True),
    ]
    assert [note.words for note in news(store, "omar")] == ["اقرؤوا الفقرة الثانية"]
    assert store.notes.unread(S, "salma") == 2
    assert flagged(store)
    assert flagged(store, "omar")
    assert [note.words for note in store.notes.of_class(S, klass.id)] == ["اقرؤوا الفقرة الثانية"]
    assert [note.words for note in store.notes.to_learner(S, klass.id, "salma")] == ["أحسنتِ"]


def test_what_was_read_is_news_no_more(store: Store, klass: SchoolClass, clock: Clock) -> None:
    store.notes.tell(S, "note", class_id=klass.id, words="أ")
    store.notes.read_up_to(S, "salma", news(store)[0].at)
    assert not flagged(store)
    assert flagged(store, "omar")
    assert [note.unread for note in news(store)] == [False]
    clock.move(seconds=1)
    store.notes.tell(S, "extra-try", learners=["salma"], text="putin", question="q1")
    assert store.notes.unread(S, "salma") == 1
    store.notes.read_up_to(S, "salma", news(store)[1].at)  # an older page of the same reader changes nothing
    assert flagged(store)


def test_a_note_that_is_taken_back_is_gone(store: Store, klass: SchoolClass, muna: str) -> None:
    other = store.people.add_class(S, muna, "السادس")
    store.notes.tell(S, "note", learners=["salma"], class_id=klass.id, teacher=muna, words="أ")
    store.notes.tell(S, "extra-time", learners=["salma"], class_id=klass.id, text="putin")
    (note,) = store.notes.to_learner(S, klass.id, "salma")
    assert not store.notes.take_back(S, other.id, note.id)
    assert store.notes.take_back(S, klass.id, note.id)
    assert not store.notes.take_back(S, klass.id, note.id)
    assert kinds(store) == ["extra-time"]
    assert not store.notes.take_back(S, klass.id, news(store)[0].id)  # no teacher's own words


def test_a_newcomer_is_not_told_what_was_said_before(store: Store, klass: SchoolClass, clock: Clock) -> None:
    store.notes.tell(S, "note", class_id=klass.id, words="أ")
    clock.move(minutes=1)
    store.people.join(S, klass.id, "rana", "رنا")
    assert news(store, "rana") == []
    store.people.take_out(S, klass.id, "omar")
    assert news(store, "omar") == []
    assert not flagged(store, "omar")


def test_there_are_not_more_notes_than_are_kept(store: Store, klass: SchoolClass, clock: Clock) -> None:
    for number in range(MOST_NOTES + 2):
        clock.move(seconds=1)
        store.notes.tell(S, "note", class_id=klass.id, words=f"c{number}")
        store.notes.tell(S, "note", learners=["salma"], class_id=klass.id, words=f"s{number}")
    assert [note.words for note in store.notes.of_class(S, klass.id)][-1] == "c2"
    assert len(store.notes.to_learner(S, klass.id, "salma")) == MOST_NOTES


def test_nobody_is_no_error(store: Store, clock: Clock) -> None:
    store.notes.tell(S, "note", class_id="gone", words="أ")
    store.notes.tell(S, "note", learners=["gone"], words="أ")
    store.notes.read_up_to(S, "gone", clock())
    assert news(store, "gone") == []
    assert store.notes.unread(S, "gone") == 0


def test_a_mark_is_news_with_its_comment(store: Store, klass: SchoolClass, muna: str, clock: Clock) -> None:
    store.record(submission(), always("pending"))
    clock.move(hours=1)
    store.manual_marks.give(S, "salma", "f1.q1", 0.5, "", muna)
    clock.move(hours=1)
    store.manual_marks.give(S, "salma", "f1.q1", 1.0, "أوضح", muna)
    assert [(note.kind, note.text, note.question, note.words) for note in news(store)] == [
        ("mark", "putin", "q1", "أوضح")
    ]
    assert flagged(store)
    store.manual_marks.take_back(S, ["salma"], "putin", "q1", muna, clock())
    assert [note.words for note in news(store)] == [""]


def test_nothing_of_an_exam_is_news_before_its_results_are_told(
    store: Store, klass: SchoolClass, muna: str, clock: Clock
) -> None:
    store.record(submission(), always("pending"))
    store.exams.note_hand_in(S, "salma", "putin")
    clock.move(hours=1)
    store.manual_marks.give(S, "salma", "f1.q1", 0.5, "حسن", muna)
    assert not flagged(store)
    assert news(store) == []
    clock.move(hours=1)
    store.exams.tell_results(S, klass.id, "putin", True)
    assert kinds(store) == ["results-told", "mark"]
    assert kinds(store, "omar") == []  # handed nothing in
    assert flagged(store)
    store.exams.tell_results(S, klass.id, "putin", False)
    assert not flagged(store)


@pytest.mark.parametrize("results", RESULTS_RULES)
def test_an_assigned_exam_tells_its_marks_by_its_own_rule(
    store: Store, klass: SchoolClass, muna: str, clock: Clock, results: ResultsRule
) -> None:
    closes = clock() + timedelta(days=1)
    rules = AssignmentRules(exam=True, results=results)
    new = NewAssignment("putin", classes=(klass.id,), opens=None, closes=closes, rules=rules)
    assert store.assignments.add(S, new, muna)
    store.record(submission(), always("pending"))
    store.exams.note_hand_in(S, "salma", "putin")
    clock.move(hours=1)
    store.manual_marks.give(S, "salma", "f1.q1", 0.5, "حسن", muna)
    assert kinds(store) == (["mark"] if results == "at-once" else [])
    assert flagged(store) == (results == "at-once")
    clock.move(days=2)
    told = {"at-once": ["mark"], "after-close": ["results-told", "mark"], "by-hand": []}
    assert kinds(store) == told[results]
    assert flagged(store) == (results != "by-hand")
    assert kinds(store, "omar") == []
    store.notes.read_up_to(S, "salma", clock())
    assert not flagged(store)


def test_a_regrade_is_news_where_it_changed_the_mark(store: Store, klass: SchoolClass, muna: str, clock: Clock) -> None:
    for learner in ("salma", "omar"):
        store.record(submission(f"{learner}.q1", learner=learner), always("refused"))
    clock.move(hours=1)
    tries = store.regrades.tries(S, "putin", ["q1"], ["salma", "omar"])
    changes = [Change(tried, "v2", (0, 1), (float(tried.learner == "salma"), 1)) for _, tried in tries]
    store.regrades.apply(
        S,
        Batch("b1", "putin", muna, "كان الصواب ناقصًا"),
        ["salma", "omar"],
        ["q1"],
        grades_fingerprint(tries),
        changes,
        {"q1": ("v2", "{}")},
        lambda _, own: recomputed_standing(Rules(3, 0.25), own),
    )
    assert [(note.kind, note.question, note.words) for note in news(store)] == [("regrade", "q1", "كان الصواب ناقصًا")]
    assert flagged(store)
    assert news(store, "omar") == []
    assert not flagged(store, "omar")


def test_a_merged_record_brings_its_notes_along_and_takes_them_back(store: Store, klass: SchoolClass) -> None:
    store.notes.tell(S, "note", learners=["omar"], class_id=klass.id, words="أ")
    store.notes.tell(S, "note", learners=["omar"], class_id=klass.id, words="ب")
    assert store.people.merge(S, "salma", "omar", None)
    assert sorted(note.words for note in news(store, "omar")) == ["أ", "ب"]
    assert sorted(note.words for note in news(store)) == ["أ", "ب"]
    taken = next(note for note in news(store) if note.words == "أ")
    assert store.notes.take_back(S, klass.id, taken.id)
    assert store.people.unmerge(S, "omar", None)
    assert [note.words for note in news(store, "omar")] == ["ب"]
    assert news(store) == []


def test_a_deleted_learner_takes_the_notes_along(store: Store, klass: SchoolClass) -> None:
    store.notes.tell(S, "note", learners=["salma"], class_id=klass.id, words="أ")
    assert [row["words"] for row in store.people.everything(S, "salma")["notes"]] == ["أ"]
    store.people.delete_learner(S, "salma")
    assert store.notes.to_learner(S, klass.id, "salma") == []


def test_who_reads_together_is_known_with_each_request(store: Store, klass: SchoolClass, clock: Clock) -> None:
    assert not store.access.named(S, "salma", "").reads_together
    store.live.begin(S, klass.id, "putin")
    assert store.access.named(S, "salma", "").reads_together
    assert not store.access.named(S, "rana", "").reads_together
    clock.move(hours=7)
    assert not store.access.named(S, "salma", "").reads_together


def test_many_notes_of_one_teacher_push_none_of_another_out(store: Store, klass: SchoolClass) -> None:
    store.notes.tell(S, "note", learners=["salma"], class_id=klass.id, teacher="huda", words="first")
    for number in range(MOST_NOTES + 5):
        store.notes.tell(S, "note", learners=["salma"], class_id=klass.id, teacher="omar", words=str(number))
    words = [note.words for note in store.notes.to_learner(S, klass.id, "salma")]
    assert "first" in words
    assert len(words) == MOST_NOTES + 1
