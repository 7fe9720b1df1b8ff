"""What is kept of one learner: all of it in the whole record, and none of it after the deletion, in no byte."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from store.helpers import START, Clock, S, always, submission
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Store, WordHome

NAME, ANSWER, WORD, ID = "زهراء الشمّاع", "جواب لا يشبهه جواب", "قَرَنْفُل", "zahra-0123456789abcdef"
SECRETS = (NAME, ANSWER, WORD, ID)


def tables_of_learners(path: Path) -> dict[str, dict[str, str]]:
    """By table with a column ``learner``, its columns with their types."""
    db = Database(path)
    try:
        found = {}
        for table in db.tables:
            columns = {one.name: one.type for one in table.columns}
            if "learner" in columns:
                found[table.name] = columns
        return found
    finally:
        db.close()


def with_a_row_everywhere(path: Path, learner: str) -> None:
    """A row of this learner in every such table, whatever it is for: values by type, no rule but the type asked."""
    db = Database(path)
    for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
        db.conn.execute(f"PRAGMA {pragma}")
    values: dict[str, Any] = {"TEXT": f"of-{learner}", "INTEGER": 1, "REAL": 1.0, "BLOB": b"1", "ANY": 1}
    for table, columns in tables_of_learners(path).items():
        row = {name: values[kind] for name, kind in columns.items()} | {"school": S, "learner": learner}
        row |= {name: db[table].count + 1 for name in columns if name == "seq"}  # no two rows have the same
        row |= {name: START.isoformat() for name in columns if name in ("at", "due", "joined", "created")}
        marks = ", ".join("?" * len(row))
        names = ", ".join(f'"{name}"' for name in row)
        db.conn.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(row.values()))
    db.conn.commit()
    db.close()


def test_every_table_of_learners_is_in_the_record_and_in_the_deletion(store: Store, path: Path) -> None:
    tables = tables_of_learners(path)
    assert {"tries", "marks", "standings", "hints", "drafts", "kept_words", "reviews", "memberships"} <= set(tables)
    for learner in ("zahra", "omar"):
        store.add_learner(S, learner)
        with_a_row_everywhere(path, learner)
    kept = store.people.everything(S, "zahra")
    assert set(kept) == {"learners", *tables}
    assert {name: len(rows) for name, rows in kept.items()} == dict.fromkeys(kept, 1)
    assert all(row["learner"] == "zahra" for name, rows in kept.items() for row in rows if name != "learners")
    store.people.delete_learner(S, "zahra")
    assert store.people.everything(S, "zahra") == {}
    db = Database(path)
    for table in tables:
        assert [row["learner"] for row in db[table].rows] == ["omar"], table
    db.close()


def test_no_table_speaks_of_learners_under_another_name(store: Store, path: Path) -> None:
    db = Database(path)
    odd = [
        (table.name, column.name)
        for table in db.tables
        for column in table.columns
        if "learner" in column.name and column.name != "learner"
    ]
    pointing = [
        (table.name, key["from"])
        for table in db.tables
        for key in db.query(f"PRAGMA foreign_key_list('{table.name}')")
        if key["table"] == "learners" and key["from"] not in ("school", "learner")
    ]
    db.close()
    assert odd == []
    assert pointing == []


def fill(store: Store, learner: str, name: str, answer: str, word: str, class_id: str, clock: Clock) -> None:
    """Everything that somebody leaves behind."""
    store.add_learner(S, learner)
    store.people.join(S, class_id, learner, name)
    for number in range(4):
        clock.move(minutes=1)
        told = always("pending" if number == 3 else "refused")
        made = submission(f"{learner}.{number}", learner=learner, response=f"{answer} {number}", label=answer)
        assert store.record(made, told).try_
    store.add_mark(S, learner, f"{learner}.3", 1.0, f"أحسنت يا {name}", "huda")
    store.add_hint(S, learner, "putin", "q1", 3)
    store.save_drafts(S, learner, "putin", {"q2": f"{answer} مسوّدة"})
    store.keep_word(S, learner, WordHome("putin", 1, 0, word, word), "kept")
    store.review_word(S, learner, word, f"{learner}-r", "good", lambda state: ({"said": word}, clock.at))


@pytest.fixture
def class_id(store: Store) -> str:
    token = store.people.make_link(S, "setup", "admin", "هدى", 24)
    assert token
    huda = store.people.use_link(S, token, "huda", "هدى", "!")
    assert huda
    return store.people.add_class(S, huda.id, "الصفّ الخامس").id


@pytest.mark.parametrize("others", [0, 60])
def test_after_the_deletion_no_byte_of_the_learner_is_in_the_file(
    store: Store, path: Path, clock: Clock, class_id: str, others: int
) -> None:
    chance = random.Random(1)
    for number in range(others):
        long = "كلام آخر " * chance.randint(1, 300)
        fill(store, f"other-{number}", f"اسم {number}", long, f"كلمة{number}", class_id, clock)
        if number == others // 2:
            fill(store, ID, NAME, ANSWER, WORD, class_id, clock)
    if not others:
        fill(store, ID, NAME, ANSWER, WORD, class_id, clock)
    assert all(found_in(path, secret) for secret in SECRETS)
    store.people.delete_learner(S, ID)
    assert [secret for secret in SECRETS if found_in(path, secret)] == []
    store.close()
    assert [secret for secret in SECRETS if found_in(path, secret)] == []


def found_in(path: Path, secret: str) -> list[str]:
    """The files of the database that hold these bytes."""
    files = [one for one in path.parent.iterdir() if one.name.startswith(path.name)]
    return [file.name for file in files if secret.encode() in file.read_bytes()]


def test_the_counters_of_the_others_stay_and_name_nobody(store: Store, clock: Clock, class_id: str) -> None:
    fill(store, "omar", "عمر", "نعم", "بيت", class_id, clock)
    before = store.counts(S, "putin")
    fill(store, ID, NAME, ANSWER, WORD, class_id, clock)
    store.people.delete_learner(S, ID)
    assert store.counts(S, "putin") == before


def test_the_record_of_two_that_became_one_is_whole_and_goes_whole(
    store: Store, path: Path, clock: Clock, class_id: str
) -> None:
    fill(store, ID, NAME, ANSWER, WORD, class_id, clock)
    fill(store, "zahra-again-0123", f"{NAME} ٢", ANSWER, WORD, class_id, clock)
    store.people.merge(S, ID, "zahra-again-0123")
    for asked in (ID, "zahra-again-0123"):
        kept = store.people.everything(S, asked)
        assert [row["id"] for row in kept["learners"]] == [ID, "zahra-again-0123"]
        assert len(kept["tries"]) == 8
        assert [row["at"] for row in kept["tries"]] == sorted(row["at"] for row in kept["tries"])
        assert kept["tries"][0]["parts"][0]["share"] == 1.0
        assert kept["reviews"][0]["state"] == {"said": WORD}
    store.people.delete_learner(S, ID)
    assert store.people.everything(S, "zahra-again-0123") == {}
    assert not found_in(path, "zahra-again-0123")


def test_nobody_has_nothing(tmp_path: Path) -> None:
    store = open_store(sqlite_url(tmp_path / "fahm.db"))
    assert store.people.everything(S, "nobody") == {}
    store.close()


def test_the_log_of_merges_holds_no_column_that_is_not_exported(store: Store, path: Path) -> None:
    """Graded answers of an exam that is open again are in no file of the learner, before a merge and after it."""
    for learner in ("salma", ID):
        store.record(submission(f"{learner}.q1", learner=learner), always("refused"))
    db = Database(path)
    db.conn.execute("PRAGMA foreign_keys = OFF")
    row = dict.fromkeys(("school", "learner", "id", "assignment", "text", "teacher", "answers"), "x")
    row |= {"school": S, "learner": ID, "at": START.isoformat(), "used": 1, "seq": 1, "taken_out": '["graded"]'}
    db["reopened_exams"].insert(row)
    db.conn.commit()
    db.close()
    assert "graded" not in str(store.people.everything(S, ID))
    store.people.merge(S, "salma", ID, lambda *_: None, "huda")
    everything = store.people.everything(S, "salma")
    assert [row["of_table"] for row in everything["merge_rows"] if row["of_table"] == "reopened_exams"]
    assert "graded" not in str(everything)
