"""The database's file under an open store: replaced, deleted while it is written, readable only for a while."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.helpers import always, at_once, numbers, submission
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Store, StoreUnavailable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "fahm.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = open_store(sqlite_url(path))
    yield store
    store.close()


def test_what_was_put_back_is_read_at_once(store: Store, path: Path, tmp_path: Path) -> None:
    store.record(submission("one"), always("refused"))
    store.backup(tmp_path / "backup.db")
    store.record(submission("two"), always("refused"))
    assert numbers(store, "salma") == [1, 2]
    shutil.rmtree(path.parent)
    for ask in (lambda: numbers(store, "salma"), store.ready, lambda: next(store.all_tries())):
        with pytest.raises(StoreUnavailable):
            ask()
    path.parent.mkdir()
    shutil.copy(tmp_path / "backup.db", path)
    assert numbers(store, "salma") == [1]
    assert at_once(4, lambda n: store.record(submission(f"new-{n}"), always("refused")).repeated, 8) == [False] * 8
    assert store.check()["journal_mode"] == "wal"
    assert path.with_name("fahm.db.lock").exists()  # which the other processes wait at too


def test_a_file_that_is_deleted_while_it_is_written_keeps_nothing_and_promises_nothing(
    store: Store, path: Path
) -> None:
    def judge(previous):
        path.unlink()
        return always()(previous)

    with pytest.raises(StoreUnavailable):
        store.record(submission(), judge)


def test_a_file_that_is_replaced_while_it_is_written_promises_nothing(store: Store, path: Path, tmp_path: Path) -> None:
    store.backup(tmp_path / "other.db")

    def judge(previous):
        os.replace(tmp_path / "other.db", path)
        return always()(previous)

    with pytest.raises(StoreUnavailable, match="replaced"):
        store.record(submission(), judge)


def test_a_newer_database_put_in_its_place_is_left_alone(store: Store, path: Path, tmp_path: Path) -> None:
    newer = open_store(sqlite_url(tmp_path / "newer.db"))
    with newer._connections.write() as conn:  # type: ignore[attr-defined]
        conn.execute("PRAGMA user_version = 1000")
    newer.close()
    store.close()
    os.replace(tmp_path / "newer.db", path)
    with pytest.raises(StoreUnavailable, match="newer version of Fahm"):
        store.ready()


def test_a_store_that_may_make_nothing_waits_until_the_file_is_there(path: Path, tmp_path: Path) -> None:
    store = open_store(sqlite_url(path), make=False)
    with pytest.raises(StoreUnavailable, match="gone"):
        store.ready()
    assert not path.parent.exists()
    open_store(sqlite_url(path)).close()
    store.ready()
    store.close()


@pytest.mark.parametrize(("synchronous", "kept"), [("FULL", 20), ("OFF", 0)])
def test_the_disk_that_fails_forgets_what_was_not_synced(shim: Path, path: Path, synchronous: str, kept: int) -> None:
    # Without it, a power cut could not be told from a kill -9: that what is synced is kept proves something only so.
    script = """
        import os, sys
        from pathlib import Path
        from store.helpers import always, submission
        from webapp.store import open_store
        from webapp.store.database_url import sqlite_url
        from webapp.store.sqlite.engine import connections
        connections.PRAGMAS = ("foreign_keys = ON", f"synchronous = {sys.argv[2]}")
        store = open_store(sqlite_url(Path(sys.argv[1])))
        for n in range(20):
            store.record(submission(str(n)), always("refused"))
        os._exit(0)
    """
    open_store(sqlite_url(path)).close()
    left = path.parent.parent / "kept"
    shutil.copytree(path.parent, left)
    env = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "LD_PRELOAD": str(shim)}
    env |= {"FAULTY_KEPT": str(left), "FAULTY_DATA": str(path.parent)}
    subprocess.run([sys.executable, "-c", textwrap.dedent(script), str(path), synchronous], env=env, check=True)
    found = open_store(sqlite_url(left / path.name))
    assert len(numbers(found, "salma")) == kept
    found.close()


def test_a_thread_that_came_while_the_disk_could_only_be_read_holds_up_nobody_later(shim: Path, path: Path) -> None:
    # In a process of its own, on that disk. SQLite shares what it opened for reading alone with all that comes after.
    script = """
        import sys, threading
        from pathlib import Path
        from store.helpers import always, submission
        from webapp.store import open_store
        from webapp.store.database_url import sqlite_url
        from webapp.store.protocols.store import StoreUnavailable
        path, word = Path(sys.argv[1]), Path(sys.argv[2])
        store, came, go = open_store(sqlite_url(path)), threading.Event(), threading.Event()
        store.close()

        def says(letter):
            with word.open("r+b") as file:
                file.write(letter)

        def reads():
            try:
                store.tries("default", "salma", "putin")
            except StoreUnavailable as error:
                print(error)
            came.set()
            go.wait(30)

        says(b"r")
        thread = threading.Thread(target=reads)
        thread.start()
        came.wait(30)
        says(b"-")
        print(store.record(submission(), always()).try_.number)
        go.set()
        thread.join()
        store.close()
    """
    word = path.parent.parent / "word"
    word.write_text("-")
    env = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "LD_PRELOAD": str(shim)}
    env |= {"FAULTY_WORD": str(word), "FAULTY_DATA": str(path.parent)}
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(script), str(path), str(word)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert (done.stdout, done.stderr) == ("the database can only be read\n1\n", "")
