"""Teachers, classes, memberships; records that count as one; what is deleted is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from store.helpers import START, Clock, S, always, at_once, judged, submission, taken_back_to
from webapp.domain.attempt import Attempt
from webapp.domain.people import free_name
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Judged, Store, WordHome

WORD = WordHome("putin", 1, 0, "قبول", "قَبُول")


def teacher(store: Store, name: str = "منى") -> str:
    token = store.people.make_link(S, "invitation", "teacher", name, 1)
    assert token
    made = store.people.use_link(S, token, name, name, "hash")
    assert made
    return made.id


@pytest.fixture
def klass(store: Store) -> str:
    return store.people.add_class(S, teacher(store), "الصفّ الخامس").id


def two_records(store: Store, klass: str) -> None:
    """Salma answered on two devices: q1 right on the one, then wrong on the other; q2 there only; q3 wrong on both."""
    store.people.join(S, klass, "salma", "سلمى")
    store.people.join(S, klass, "again", "سلمى", numbered=True)
    store.record(submission("f1", learner="again"), always())
    store.record(submission("f2"), always("refused"))
    store.record(submission("f3", learner="again", question="q2"), always("pending", possible=3.0))
    store.record(submission("f4", question="q3"), always("refused"))
    store.record(submission("f5", learner="again", question="q3"), always("refused"))


def test_one_link_makes_one_teacher_among_many_who_try(store: Store, path: Path) -> None:
    token = store.people.make_link(S, "setup", "admin", "", 24)
    assert token
    made = at_once(8, lambda n: store.people.use_link(S, token, f"name{n}", "منى", "hash"), 8)
    assert sum(one is not None for one in made) == 1
    assert store.people.make_link(S, "setup", "admin", "", 24) is None


def test_a_new_setup_link_ends_the_one_before(store: Store) -> None:
    old, new = (store.people.make_link(S, "setup", "admin", "", 24) for _ in range(2))
    assert old
    assert new
    assert store.people.link(S, old) is None
    assert store.people.link(S, new) is not None
    assert store.people.link("nur", new) is None


def test_schools_share_no_people(store: Store, klass: str) -> None:
    code = store.people.school_class(S, klass).code  # type: ignore[union-attr]
    assert store.people.class_by_code("nur", code) is None
    assert store.people.school_class("nur", klass) is None
    assert store.people.teachers("nur") == []


def test_a_class_code_is_free_of_look_alikes_and_known_however_typed(store: Store, klass: str) -> None:
    found = store.people.school_class(S, klass)
    assert found
    assert len(found.code) == 6
    assert not set(found.code) & set("0O1IL2Z5S8B")
    assert store.people.class_by_code(S, f" {found.code[:3].lower()}-{found.code[3:]}\u200f") == found
    assert store.people.class_by_code(S, "") is None


def test_names_get_the_first_free_number() -> None:
    assert free_name("ليلى", []) == "ليلى"
    assert free_name("ليلى", ["ليلى", "ليلى ٢", "عمر"]) == "ليلى ٣"
    assert free_name("ليلى", ["لَيلى", "ليلى 2"]) == "ليلى ٣"
    assert len(free_name("ا" * 60, ["ا" * 60])) == 60


def test_many_of_one_name_join_at_once(store: Store, klass: str) -> None:
    at_once(8, lambda n: store.people.join(S, klass, f"learner{n}", "ليلى", numbered=True), 8)
    names = [one.name for one in store.people.members(S, klass)]
    assert len(set(names)) == 8


def test_who_joins_twice_stays_as_they_were(store: Store, klass: str) -> None:
    store.people.join(S, klass, "salma", "سلمى")
    assert store.people.join(S, klass, "salma", "أخرى").membership.name == "سلمى"  # type: ignore[union-attr]
    assert store.people.join(S, klass, "omar", "سلمى").taken
    assert store.learner(S, "omar") is None


def test_a_merged_record_is_read_with_the_one_that_stays(store: Store, klass: str) -> None:
    two_records(store, klass)
    store.add_hint(S, "salma", "putin", "q2", 3)
    store.add_hint(S, "again", "putin", "q2", 3)
    store.add_hint(S, "again", "putin", "q2", 3)
    store.save_drafts(S, "again", "putin", {"q4": "نصف جواب"})
    store.add_mark(S, "again", "f3", 2, "حسن", "منى")
    assert store.people.merge(S, "salma", "again")
    tries = store.tries(S, "salma", "putin")
    assert [(one.id, one.learner, one.question, one.number) for one in tries] == [
        ("f1", "salma", "q1", 1),
        ("f3", "salma", "q2", 1),
        ("f4", "salma", "q3", 1),
        ("f5", "salma", "q3", 2),
    ]
    assert store.tries(S, "salma", "putin", "q1") == tries[:1]
    standings = store.standings(S, "salma", "putin")
    assert (standings["q1"].verdict, standings["q1"].earned, standings["q2"].earned) == ("accepted", 1, 2)
    assert store.hint_counts(S, "salma", "putin") == {"q2": 2}
    assert store.drafts(S, "salma", "putin") == {"q4": "نصف جواب"}
    assert list(store.marks(S, "salma", "putin")) == ["f3"]
    assert store.texts_of(S, "salma") == ["putin"]
    assert {one.learner for one in store.all_tries()} == {"salma"}
    assert [one.name for one in store.people.members(S, klass)] == ["سلمى"]


def test_the_merged_id_and_code_lead_to_the_one_that_stays(store: Store, klass: str) -> None:
    two_records(store, klass)
    kept, other = store.learner(S, "salma"), store.learner(S, "again")
    assert other
    store.people.merge(S, "salma", "again")
    assert store.learner(S, "again") == store.learner_by_code(S, other.code) == kept
    assert store.add_learner(S, "again") == kept


def test_answers_after_a_merge_go_on_from_both_and_stay_after_undoing(store: Store, klass: str) -> None:
    two_records(store, klass)
    before = store.standings(S, "again", "putin")
    store.people.merge(S, "salma", "again")
    seen: list[str] = []

    def judge(previous: Sequence[Attempt]) -> Judged:
        seen.extend(one.id for one in previous)
        return judged()

    new = store.record(submission("f6", question="q3"), judge)
    assert seen == ["f4", "f5"]
    assert new.try_
    assert new.try_.number == 3
    assert store.record(submission("f1"), always()).repeated
    assert store.people.unmerge(S, "again")
    assert not store.people.unmerge(S, "again")
    assert [one.id for one in store.tries(S, "salma", "putin")] == ["f2", "f4", "f6"]
    assert [one.id for one in store.tries(S, "again", "putin")] == ["f1", "f3", "f5"]
    assert store.standings(S, "again", "putin") == before
    for n in (7, 8, 9):  # the gap in the numbers does no harm
        assert store.record(submission(f"f{n}", question="q3"), always("refused")).try_
    assert store.add_hint(S, "salma", "putin", "q1", 5) == 1


def test_a_mark_of_a_merged_try_counts_for_the_one_that_stays(store: Store, klass: str) -> None:
    two_records(store, klass)
    store.people.merge(S, "salma", "again")
    assert [(one.learner, one.id) for one in store.unmarked(S)] == [("salma", "f3")]
    store.add_mark(S, "salma", "f3", 3, "", "منى")
    assert store.standings(S, "salma", "putin")["q2"].earned == 3
    assert store.unmarked(S) == []


def test_words_of_both_are_reviewed_as_one(store: Store, klass: str, clock: Clock) -> None:
    two_records(store, klass)
    later = clock() + timedelta(days=3)
    store.keep_word(S, "salma", WORD, "kept")
    store.keep_word(S, "again", WORD, "kept")
    store.keep_word(S, "again", WordHome("putin", 1, 2, "دعوة", "دَعْوَة"), "kept")
    store.review_word(S, "again", WORD.key, "r1", "good", lambda state: ({}, later))
    store.people.merge(S, "salma", "again")
    assert sorted(one.key for one in store.kept_words(S, "salma")) == ["دَعْوَة", "قَبُول"]
    assert [one.key for one in store.due_words(S, "salma", clock())] == ["دَعْوَة"]
    review = store.review_word(S, "salma", WORD.key, "r2", "good", lambda state: ({}, later))
    assert review
    assert review.number == 2
    assert store.drop_word(S, "salma", WORD.key)
    assert [one.key for one in store.kept_words(S, "salma")] == ["دَعْوَة"]
    assert store.keep_word(S, "salma", WORD, "kept")
    assert store.kept_word(S, "salma", WORD.key).reviews == 2  # type: ignore[union-attr]


def test_records_merge_in_chains_and_never_in_circles(store: Store, klass: str) -> None:
    for name in ("a", "b", "c"):
        store.people.join(S, klass, name, name)
        store.record(submission(f"f-{name}", learner=name), always("refused"))
    assert store.people.merge(S, "b", "a")
    assert not store.people.merge(S, "a", "b")
    assert not store.people.merge(S, "b", "b")
    assert not store.people.merge(S, "b", "nobody")
    assert not store.people.merge(S, "c", "a")
    assert store.people.merge(S, "c", "b")
    assert len(store.tries(S, "c", "putin")) == 3
    assert store.learner(S, "a") == store.learner(S, "c")
    assert [one.name for one in store.people.members(S, klass)] == ["c"]
    assert [(one.learner, one.kept) for one in store.people.merged_in(S, klass)] == [("a", "c"), ("b", "c")]
    assert store.people.unmerge(S, "b")
    assert len(store.tries(S, "b", "putin")) == 2


def test_a_merged_learner_is_in_the_classes_of_both(store: Store, klass: str) -> None:
    other = store.people.add_class(S, teacher(store, "سامي"), "الصفّ السادس").id
    store.people.join(S, klass, "salma", "سلمى")
    store.people.join(S, other, "again", "سلمى حدّاد")
    store.people.merge(S, "salma", "again")
    assert [one.name for one in store.people.members(S, other)] == ["سلمى حدّاد"]
    assert [pair[0].name for pair in store.people.classes_of_learner(S, "again")] == ["الصفّ الخامس", "الصفّ السادس"]
    assert store.people.class_names(S) == {"salma": "الصفّ الخامس; الصفّ السادس"}
    store.people.take_out(S, other, "salma")
    assert store.people.members(S, other) == []


def test_a_deleted_learner_is_gone_from_the_file(store: Store, klass: str, path: Path) -> None:
    store.people.join(S, klass, "salma", "اسم لا نظير له")
    store.record(submission("f1", response="جواب لا نظير له"), always("pending"))
    store.add_mark(S, "salma", "f1", 1, "", "منى")
    store.add_hint(S, "salma", "putin", "q1", 2)
    store.save_drafts(S, "salma", "putin", {"q2": "مسودة لا نظير لها"})
    store.keep_word(S, "salma", WORD, "kept")
    store.review_word(S, "salma", WORD.key, "r1", "good", lambda state: ({}, START))
    store.people.delete_learner(S, "salma")
    counts = store.check()["counts"]
    assert {
        name: counts[name] for name in ("learners", "tries", "marks", "standings", "hints", "drafts")
    } == dict.fromkeys(("learners", "tries", "marks", "standings", "hints", "drafts"), 0)
    assert counts["kept_words"] == counts["reviews"] == counts["memberships"] == counts["text_counts"] == 0
    held = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for trace in ("لا نظير له", "salma"):
        assert trace.encode() not in held


def test_the_counters_go_down_with_a_deleted_learner(store: Store, klass: str) -> None:
    two_records(store, klass)
    store.record(submission("f9", learner="omar"), always())
    before = store.counts(S, "putin")
    store.record(submission("g1", learner="nur"), always("refused"))
    store.record(submission("g2", learner="nur"), always())
    store.people.delete_learner(S, "nur")
    assert store.counts(S, "putin") == before
    store.people.merge(S, "salma", "again")
    store.people.delete_learner(S, "again")  # the whole of the record, whichever id names it
    assert [(one.question, one.tries, one.accepted) for one in store.counts(S, "putin")] == [("q1", 1, 1)]
    assert store.people.members(S, klass) == []


def test_deleting_a_class_keeps_records_unless_asked(store: Store, klass: str) -> None:
    other = store.people.add_class(S, teacher(store, "سامي"), "الصفّ السادس").id
    two_records(store, klass)
    store.people.join(S, other, "salma", "سلمى")
    found = store.people.contents(S, klass)
    assert (found.members, found.teachers, found.only_here, found.tries) == (2, ("منى",), ("again",), 3)
    store.people.delete_class(S, klass, with_records=True)
    assert store.people.school_class(S, klass) is None
    assert store.learner(S, "salma") is not None
    assert store.learner(S, "again") is None


def test_the_last_admin_keeps_the_account(store: Store) -> None:
    token = store.people.make_link(S, "setup", "admin", "", 24)
    assert token
    admin = store.people.use_link(S, token, "muna", "منى", "hash")
    other = teacher(store, "سامي")
    assert admin
    session = store.people.start_session(S, other, "")
    assert not store.people.close_account(S, admin.id, True)
    assert store.people.close_account(S, other, True)
    assert store.people.session(S, session) is None
    assert store.people.by_sign_in(S, "سامي") is None
    assert store.people.close_account(S, other, False)
    assert store.people.by_sign_in(S, "سامي") is not None


def test_a_database_of_the_fahm_before_people_is_brought_up_to_date(store: Store, path: Path) -> None:
    store.record(submission(), always())
    tries, learner = store.tries(S, "salma", "putin"), store.learner(S, "salma")
    store.close()
    taken_back_to(path, 3)
    again = open_store(sqlite_url(path))
    assert again.tries(S, "salma", "putin") == tries
    assert again.learner(S, "salma") == learner
    assert again.people.teachers(S) == []
    again.close()


def test_what_is_deleted_is_written_over(store: Store, path: Path) -> None:
    with store._connections.write() as conn:  # type: ignore[attr-defined]
        assert conn.execute("PRAGMA secure_delete").fetchone()[0] == 1


def test_finding_people_reads_no_table_through(store: Store, path: Path) -> None:
    from webapp.store.sql.attempts import record_attempts
    from webapp.store.sql.people import classes, teacher_accounts

    db = Database(path)
    for sql, values in (
        (classes.OF_TEACHER, 3),
        (classes.FIND_MEMBERS, 2),
        (classes.OF_LEARNER, 2),
        (teacher_accounts.FIND_SESSION, 2),
        (record_attempts.ATTEMPTS_AT_QUESTION, 4),
    ):
        plan = [row[3] for row in db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", [""] * values)]
        assert {row for row in plan if row.startswith("SCAN")} <= {"SCAN part", "SCAN CONSTANT ROW"}, sql
    db.close()
