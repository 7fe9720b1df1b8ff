"""The file itself: its tables, its faults, its copies."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest
from sqlite_utils import Database

from store.helpers import START, S, always, at_once, numbers, submission
from suite_speedups import SAFE_PRAGMAS
from webapp.store import open_store, sqlite_version
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import NewerDatabase, Store, StoreUnavailable, WordHome
from webapp.store.sqlite.engine import connections
from webapp.store.sqlite.schema import migrations
from webapp.store.sqlite.schema.schema_version import is_current, migrate


def conn_of(store: Store):  # type: ignore[no-untyped-def]
    """The connection that writes next, in this thread or in that of the writer."""
    with store._connections.write() as conn:  # type: ignore[attr-defined]
        pass
    return conn


def schema(path: Path) -> list[str]:
    db = Database(path)
    try:
        return [row["sql"] for row in db.query("SELECT sql FROM sqlite_master WHERE sql NOT NULL ORDER BY name")]
    finally:
        db.close()


def test_opening_again_changes_nothing(store: Store, path: Path) -> None:
    store.record(submission(), always())
    before = schema(path)
    again = open_store(sqlite_url(path))
    assert schema(path) == before
    assert numbers(again, "salma") == [1]
    again.close()


def test_many_open_a_new_file_at_once(path: Path) -> None:
    opened = at_once(8, lambda n: open_store(sqlite_url(path)), 8)
    at_once(8, lambda n: opened[n].record(submission(f"f{n}"), always("refused")), 8)
    assert numbers(opened[0], "salma") == list(range(1, 9))
    for store in opened:
        store.close()


def test_the_schema_version_counts_the_migrations() -> None:
    db = Database(memory=True)
    assert len(migrations.migrations.pending(db)) == migrations.SCHEMA_VERSION
    migrate(db)
    migrate(db)
    assert is_current(db)
    db.close()


def test_every_primary_key_begins_with_the_school(store: Store, path: Path) -> None:
    db = Database(path)
    found = {table.name: table.pks[0] for table in db.tables if not table.name.startswith("_")}
    db.close()
    assert set(found.values()) == {"school"}
    assert set(found) == set(store.check()["counts"])


def test_a_newer_database_is_refused(store: Store, path: Path) -> None:
    store.close()
    db = Database(path)
    db.conn.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION + 1}")
    db.close()
    with pytest.raises(NewerDatabase, match="newer version of Fahm"):
        open_store(sqlite_url(path))


@pytest.mark.parametrize("table", ["tries", "hints", "question_versions", "marks", "reviews"])
def test_what_is_only_added_to_cannot_be_changed(store: Store, table: str) -> None:
    store.add_hint(S, "salma", "putin", "q1", 1)
    store.record(submission(), always())
    store.add_mark(S, "salma", "f1.q1", 1, "", "huda")
    store.keep_word(S, "salma", WordHome("putin", 1, 0, "قبول", "قَبُول"), "kept")
    store.review_word(S, "salma", "قَبُول", "r1", "good", lambda state: ({}, START))
    with pytest.raises(StoreUnavailable, match="never changed"), store._connections.write() as conn:  # type: ignore[attr-defined]
        conn.execute(f"UPDATE {table} SET school = school")
    assert numbers(store, "salma") == [1]


def test_a_database_that_cannot_be_written_acknowledges_nothing(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.record(submission(), always())
    usual = connections.PRAGMAS
    monkeypatch.setattr(connections, "PRAGMAS", (*usual, "query_only = ON"))
    conn_of(store).execute("PRAGMA query_only = ON")
    writes = [
        lambda: store.record(submission("f2"), always()),
        store.ready,
        lambda: store.add_learner(S, "omar"),
        lambda: store.add_hint(S, "salma", "putin", "q1", 1),
        lambda: store.save_drafts(S, "salma", "putin", {"q1": "x"}),
        lambda: store.code_failure(S, "192.0.2.1"),
        lambda: store.add_mark(S, "salma", "f1.q1", 1, "", "huda"),
        lambda: store.keep_word(S, "salma", WordHome("putin", 1, 0, "قبول", ""), "kept"),
        lambda: store.drop_word(S, "salma", "قبول"),
        lambda: store.review_word(S, "salma", "قبول", "r1", "good", lambda state: ({}, START)),
    ]
    for write in writes:
        with pytest.raises(StoreUnavailable) as caught:
            write()
        assert "readonly" in str(caught.value)
        assert caught.value.__cause__ is not None
    assert numbers(store, "salma") == [1]
    monkeypatch.setattr(connections, "PRAGMAS", usual)
    store.ready()  # the connections that could only read are gone
    assert store.record(submission("f2"), always()).repeated is False


def test_a_locked_database(store: Store, path: Path) -> None:
    conn_of(store).execute("PRAGMA busy_timeout = 0")
    other = connections.connect(path)
    other.conn.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"):
        store.record(submission(), always())
    assert numbers(store, "salma") == []
    other.close()
    assert store.record(submission(), always()).repeated is False


def test_a_full_disk(store: Store, path: Path) -> None:
    conn_of(store).execute("PRAGMA max_page_count = 1")  # as many as there are now
    told = []

    def fill() -> None:
        for n in range(1000):
            store.record(submission(f"f{n}", response="ب" * 4000), always("refused"))
            told.append(n + 1)

    with pytest.raises(StoreUnavailable, match="full"):
        fill()
    assert numbers(store, "salma") == told
    assert store.record(submission("after"), always()).repeated is False


def test_a_commit_that_fails_is_no_acknowledgement(store: Store, path: Path) -> None:
    def orphan() -> None:
        with store._connections.write() as conn:  # type: ignore[attr-defined]
            # Foreign keys are checked at the commit only: there it fails.
            conn.execute("PRAGMA defer_foreign_keys = ON")
            conn.execute("INSERT INTO hints VALUES ('default', 'nobody', 'putin', 'q1', 1, '')")

    with pytest.raises(StoreUnavailable, match=r"(?i)foreign key"):
        orphan()
    assert store.hint_counts(S, "nobody", "putin") == {}
    assert store.record(submission(), always()).repeated is False


def test_a_file_that_is_no_database(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database at all " * 100)
    with pytest.raises(StoreUnavailable):
        open_store(sqlite_url(path))
    assert path.read_bytes().startswith(b"not a database")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable):
        open_store(sqlite_url(tmp_path / "file" / "fahm.db"))


def test_check_tells_what_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "PRAGMAS", SAFE_PRAGMAS)  # as it is outside of tests
    store = open_store(sqlite_url(path))
    store.record(submission(), always())
    found = store.check()
    assert found["quick_check"] == "ok"
    assert (found["journal_mode"], found["synchronous"], found["foreign_keys"]) == ("wal", "full", True)
    assert found["counts"]["tries"] == found["counts"]["standings"] == found["counts"]["text_counts"] == 1
    shallow = store.check(deep=False)
    assert shallow == found | {"quick_check": None, "counts": None}
    store.close()


def test_the_sqlite_that_runs_is_the_one_that_comes_along(store: Store, path: Path) -> None:
    importlib.metadata.version("pysqlite3")
    assert store.check()["sqlite_version"] == sqlite_version()
    assert tuple(map(int, sqlite_version().split("."))) > (3, 51, 2)


def test_a_backup_is_a_whole_store(store: Store, path: Path, tmp_path: Path) -> None:
    store.record(submission(), always())
    copy = tmp_path / "copies" / "monday.db"
    copy.parent.mkdir()
    copy.write_text("last week's")
    store.backup(copy)
    store.record(submission("f2"), always())
    assert [file.name for file in copy.parent.iterdir()] == ["monday.db"]
    restored = open_store(sqlite_url(copy))
    assert restored.check()["journal_mode"] == "wal"
    assert numbers(restored, "salma") == [1]
    assert restored.learner(S, "salma") == store.learner(S, "salma")
    assert next(restored.all_tries()).at == START
    restored.close()


def test_a_backup_that_fails_leaves_the_last_one(store: Store, path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        store.backup(tmp_path / "nowhere" / "copy.db")
    with pytest.raises(ValueError):
        store.backup(path)
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StoreUnavailable):
        store.backup(tmp_path / "folder.db")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data", "folder.db"]
