"""Many threads, many processes, and processes that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from forked_processes import started
from store.helpers import S, always, at_once, numbers, submission, write_many
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Store
from webapp.store.sqlite.engine.connections import READERS


def test_eight_threads_lose_nothing(store: Store) -> None:
    def work(n: int) -> bool:
        own = [submission(f"{n}-{i}", learner=f"l{i % 4}") for i in range(50)]
        return any(store.record(one, always("refused")).repeated for one in own)

    assert not any(at_once(8, work, 8))
    for learner in range(4):
        found = numbers(store, f"l{learner}")
        assert found == list(range(1, len(found) + 1))
    assert store.check()["counts"]["tries"] == 400
    assert store.check()["counts"]["learners"] == 4
    assert sum(row.tries for row in store.counts(S, "putin")) == 400


def test_two_hundred_copies_are_one_try(store: Store) -> None:
    recorded = at_once(16, lambda n: store.record(submission(), always()), 200)
    assert sum(not one.repeated for one in recorded) == 1
    assert all(one.same for one in recorded)
    assert len({one.try_ for one in recorded}) == 1
    assert numbers(store, "salma") == [1]


def test_two_processes_open_and_write_at_once(path: Path) -> None:
    writers = [started(write_many, path, name, 40) for name in ("a", "b")]
    told: list[str] = []
    for process, pipe in writers:
        assert pipe.recv() == "ready"
        told.extend(iter(pipe.recv, None))
        process.join()
        pipe.close()
        assert process.exitcode == 0
        process.close()
    store = open_store(sqlite_url(path))
    assert len(told) == 80
    assert {one.id for one in store.tries(S, "both", "putin")} == set(told)
    assert numbers(store, "both") == list(range(1, 81))
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_what_was_acknowledged_outlives_kill_9(path: Path) -> None:
    process, pipe = started(write_many, path, "a", 100_000)
    told = [pipe.recv() for _ in range(41)][1:]
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    process.close()
    # What it had still told before it died is in the pipe; the last message may be cut short.
    try:
        while True:
            told.append(pipe.recv())
    except (EOFError, OSError):
        pipe.close()
    store = open_store(sqlite_url(path))
    found = [one.id for one in store.tries(S, "both", "putin")]
    assert found[: len(told)] == told
    assert len(found) - len(told) in (0, 1)
    assert numbers(store, "both") == list(range(1, len(found) + 1))
    assert store.check()["quick_check"] == "ok"
    assert store.record(submission("after", learner="both"), always()).repeated is False
    store.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_child_opens_its_own(path: Path) -> None:
    # In a process of its own: a fork of the test runner would copy its threads' locks.
    script = """
        import os, sys
        from pathlib import Path
        from store.helpers import always, submission
        from webapp.store import open_store
        from webapp.store.database_url import sqlite_url
        store = open_store(sqlite_url(Path(sys.argv[1])))
        store.record(submission("parent-1"), always("refused"))
        with store._connections.write() as inherited:
            pass
        child = os.fork()
        if not child:
            store.record(submission("child"), always("refused"))
            with store._connections.write() as mine:
                assert mine is not inherited
            store.close()
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        store.record(submission("parent-2"), always("refused"))
        with store._connections.write() as still:
            assert still is inherited
        print([one.id for one in store.tries("default", "salma", "putin")])
        store.close()
    """
    env = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(script), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert (done.stdout, done.stderr) == ("['parent-1', 'child', 'parent-2']\n", "")


def test_threads_that_come_and_go_share_what_is_open(store: Store, path: Path) -> None:
    for n in range(20):
        at_once(1, lambda _, n=n: store.record(submission(f"f{n}"), always("refused")), 1)
        at_once(1, lambda _: store.tries("default", "salma", "putin"), 1)
    process = store._connections._process  # type: ignore[attr-defined]
    assert (len(process.readers), len(process.writers)) == (1, 1)


def test_no_connection_is_in_two_hands(store: Store, path: Path) -> None:
    connections = store._connections  # type: ignore[attr-defined]
    with connections.read() as one, connections.read() as other:
        assert one is not other
    with connections.read() as last:
        assert last is one  # given back last, so it remembers most


def test_whoever_finds_all_connections_in_use_opens_one_for_the_time(store: Store, path: Path) -> None:
    connections = store._connections  # type: ignore[attr-defined]
    with ExitStack() as held:
        taken = [held.enter_context(connections.read()) for _ in range(READERS)]
        assert store.tries("default", "salma", "putin") == []
        with connections.read() as more:
            assert more not in taken
    assert len(connections._process.readers) == READERS
    with pytest.raises(sqlite3.ProgrammingError):  # closed
        more.execute("SELECT 1")


def test_closed_and_used_again(store: Store) -> None:
    store.record(submission(), always())
    store.close()
    store.close()
    assert numbers(store, "salma") == [1]
