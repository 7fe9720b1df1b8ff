"""Copies of the file: of one moment, read through, whole or not at all."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest

from store.helpers import S, always, numbers, submission
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.database import DamagedBackup, DatabaseInUse
from webapp.store.protocols.store import NewerDatabase, Store, StoreUnavailable
from webapp.store.sqlite.engine.backup import copy, examine, settle
from webapp.store.sqlite.engine.connections import connect
from webapp.store.sqlite.schema.migrations import SCHEMA_VERSION


def damage(path: Path) -> None:
    """Write over a page in the middle, so that the file still opens."""
    with path.open("rb+") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096)


def test_what_was_acknowledged_before_a_copy_began_is_in_it_while_four_threads_write(
    store: Store, path: Path, tmp_path: Path
) -> None:
    acknowledged: list[list[str]] = [[] for _ in range(4)]
    enough, stop = threading.Semaphore(0), threading.Event()

    def work(thread: int) -> None:
        while not stop.is_set():
            one = submission(f"{thread}-{len(acknowledged[thread])}", learner=f"l{thread}", response="ب" * 300)
            store.record(one, always("refused"))
            acknowledged[thread].append(one.id)
            enough.release()

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    try:
        for number in range(3):
            for _ in range(60):
                assert enough.acquire(timeout=30)
            before = {one for mine in acknowledged for one in list(mine)}
            found = copy(path, tmp_path / f"copy-{number}.db")
            with closing(open_store(sqlite_url(tmp_path / f"copy-{number}.db"))) as copied:
                there = {one.id for one in copied.all_tries()}
                # No gaps: it is one moment, in which each thread's answers are the first so many.
                assert [numbers(copied, f"l{n}") for n in range(4)] == [
                    list(range(1, 1 + sum(one.startswith(f"{n}-") for one in there))) for n in range(4)
                ]
            assert before <= there
            assert found.tries == len(there)
            assert found.learners == 4
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_copy_is_one_file_for_its_owner_and_tells_how_far_it_is(store: Store, path: Path, tmp_path: Path) -> None:
    store.record(submission(), always())
    told: list[tuple[int, int]] = []
    folder = tmp_path / "copies"
    folder.mkdir()
    found = copy(path, folder / "a.db", lambda done, total: told.append((done, total)))
    assert [one.name for one in folder.iterdir()] == ["a.db"]
    assert (folder / "a.db").stat().st_mode & 0o077 == 0
    assert told[-1][0] == told[-1][1] > 0
    assert (found.schema, found.learners, found.tries) == (SCHEMA_VERSION, 1, 1)
    assert found.latest == "2026-11-24T09:30:00.123456+00:00"
    assert found.size == (folder / "a.db").stat().st_size


def test_a_damaged_database_is_not_copied_and_the_last_copy_stays(store: Store, path: Path, tmp_path: Path) -> None:
    for n in range(30):
        store.record(submission(f"f{n}", response="ب" * 500), always("refused"))
    store.close()
    damage(path)
    (tmp_path / "copies").mkdir()
    target = tmp_path / "copies" / "last.db"
    target.write_text("last week's")
    with pytest.raises(DamagedBackup, match="damaged"):
        copy(path, target)
    assert [one.read_text() for one in target.parent.iterdir()] == ["last week's"]


def test_what_is_no_database_of_fahm_is_told_apart(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "other.db")) as other:
        other.conn.execute("CREATE TABLE tries (id TEXT)")
    with pytest.raises(DamagedBackup, match="no database of Fahm"):
        examine(tmp_path / "other.db")
    with pytest.raises(StoreUnavailable, match="no file"):
        examine(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_newer_database_can_be_copied_but_not_used(store: Store, path: Path, tmp_path: Path) -> None:
    with closing(connect(path)) as db:
        db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert copy(path, tmp_path / "copy.db").schema == SCHEMA_VERSION + 1
    with pytest.raises(NewerDatabase):
        examine(tmp_path / "copy.db", usable=True)


def test_settling_folds_the_log_in_and_is_refused_while_somebody_is_there(store: Store, path: Path) -> None:
    store.record(submission(), always())
    assert path.with_name("fahm.db-wal").exists()
    with pytest.raises(DatabaseInUse):
        settle(path)
    assert numbers(store, "salma") == [1]
    store.close()
    settle(path)
    assert not path.with_name("fahm.db-wal").exists()
    with closing(open_store(sqlite_url(path))) as again:
        assert len(again.tries(S, "salma", "putin")) == 1
