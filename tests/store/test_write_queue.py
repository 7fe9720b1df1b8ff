"""The writer thread: everything queued in one commit, a bad job fails alone, nobody hangs, shutdown drains."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store.helpers import at_once
from webapp.store.protocols.store import StoreUnavailable
from webapp.store.sql.engine.write_queue import WriteQueue
from webapp.store.sqlite.engine.connections import SqliteConnections


@pytest.fixture
def connections(path: Path) -> Iterator[SqliteConnections]:
    made = SqliteConnections(path)
    with made.write() as conn:
        conn.execute("CREATE TABLE kept (value INTEGER PRIMARY KEY)")
    yield made
    made.close()


@pytest.fixture
def writer(connections: SqliteConnections) -> Iterator[WriteQueue]:
    made = WriteQueue(connections)
    yield made
    made.close()


def keep(value: int):
    return lambda conn: conn.execute("INSERT INTO kept VALUES (?)", (value,)).lastrowid


def gives_up(writer: WriteQueue, job) -> None:
    with pytest.raises(StoreUnavailable):
        writer.run(job)


def kept(connections: SqliteConnections) -> list[int]:
    with connections.read() as conn:
        return [value for (value,) in conn.execute("SELECT value FROM kept ORDER BY value")]


def test_a_job_is_on_the_disk_when_its_asker_hears(writer: WriteQueue, connections: SqliteConnections) -> None:
    assert writer.run(keep(7)) == 7
    assert kept(connections) == [7]


@pytest.fixture
def commits(connections: SqliteConnections, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with each transaction of these connections."""
    counted: list[int] = []
    write = connections.write

    def counting():
        counted.append(1)
        return write()

    monkeypatch.setattr(connections, "write", counting)
    return counted


def queued(writer: WriteQueue, jobs: list[Callable[[Any], Any]]) -> tuple[list[threading.Thread], list[Any]]:
    """Threads that wait for these jobs, which are all in the queue by now; and what they hear."""
    heard: list[Any] = []
    threads = [threading.Thread(target=lambda job=job: heard.append(writer.run(job))) for job in jobs]
    for thread in threads:
        thread.start()
    while writer._queue.qsize() < len(jobs):
        threading.Event().wait(0.001)
    return threads, heard


def test_what_queues_up_is_committed_together(
    writer: WriteQueue, connections: SqliteConnections, commits: list[int]
) -> None:
    held, go = threading.Event(), threading.Event()

    def slow(conn) -> None:
        held.set()
        assert go.wait(20)

    first = threading.Thread(target=writer.run, args=(slow,))
    first.start()
    assert held.wait(20)
    rest, heard = queued(writer, [keep(n) for n in range(30)])
    go.set()
    for thread in [first, *rest]:
        thread.join(20)
    assert sorted(heard) == list(range(30))
    assert len(commits) == 1
    assert kept(connections) == list(range(30))


def test_what_comes_while_the_lock_is_waited_for_goes_along(
    writer: WriteQueue, connections: SqliteConnections, path: Path, commits: list[int]
) -> None:
    other = SqliteConnections(path)
    with other.write():  # another process, for all that this one knows
        first = threading.Thread(target=writer.run, args=(keep(100),))
        first.start()
        while not commits:
            threading.Event().wait(0.001)
        rest, heard = queued(writer, [keep(n) for n in range(10)])
        assert not heard
    for thread in [first, *rest]:
        thread.join(20)
    other.close()
    assert len(commits) == 1
    assert kept(connections) == [*range(10), 100]


def test_who_gives_up_while_the_lock_is_waited_for_is_left_out(connections: SqliteConnections, path: Path) -> None:
    patient, hasty = WriteQueue(connections), WriteQueue(connections, patience=0.05)
    other = SqliteConnections(path)
    with other.write():
        first = threading.Thread(target=patient.run, args=(keep(1),))
        first.start()
        gives_up(hasty, keep(2))
        gives_up(hasty, keep(3))
    first.join(20)
    patient.close()
    hasty.close()
    other.close()
    assert 3 not in kept(connections)


def test_beside_a_bad_job_all_others_are_done_once(writer: WriteQueue, connections: SqliteConnections) -> None:
    held, go = threading.Event(), threading.Event()

    def slow(conn) -> None:
        held.set()
        assert go.wait(20)

    def bad(conn) -> None:
        conn.execute("INSERT INTO kept VALUES (99)")
        raise ValueError("bad")

    def told(job) -> Any:
        try:
            return writer.run(job)
        except (ValueError, StoreUnavailable) as error:
            return type(error)

    first = threading.Thread(target=writer.run, args=(slow,))
    first.start()
    assert held.wait(20)
    heard: list[Any] = []
    jobs = [keep(1), bad, keep(2), keep(1), keep(3)]
    rest = [threading.Thread(target=lambda job=job: heard.append(told(job))) for job in jobs]
    for at, thread in enumerate(rest, 1):  # one after the other, so that the second keep(1) is the bad one
        thread.start()
        while writer._queue.qsize() < at:
            threading.Event().wait(0.001)
    go.set()
    for thread in [first, *rest]:
        thread.join(20)
    assert sorted(map(str, heard)) == sorted(map(str, [1, ValueError, 2, StoreUnavailable, 3]))
    assert kept(connections) == [1, 2, 3]


def test_the_lock_is_let_go_of_whatever_a_job_does(
    writer: WriteQueue, connections: SqliteConnections, path: Path
) -> None:
    for error in (ValueError, KeyboardInterrupt, SystemExit):

        def bad(conn, error=error) -> None:
            raise error

        with pytest.raises(error):
            writer.run(bad)
    other = SqliteConnections(path)
    with other.write() as conn:
        keep(1)(conn)
    other.close()
    assert kept(connections) == [1]


def test_a_bad_job_fails_alone(writer: WriteQueue, connections: SqliteConnections) -> None:
    def work(n: int) -> int | str:
        def job(conn):
            conn.execute("INSERT INTO kept VALUES (?)", (n,))
            if n % 3 == 0:
                raise ValueError(n)
            return n

        try:
            return writer.run(job)
        except ValueError:
            return "bad"

    told = at_once(16, work, 60)
    assert told.count("bad") == 20
    assert kept(connections) == [n for n in range(60) if n % 3]


def test_an_error_of_the_database_is_told_as_unavailable(writer: WriteQueue, connections: SqliteConnections) -> None:
    writer.run(keep(1))
    with pytest.raises(StoreUnavailable):
        writer.run(keep(1))
    assert writer.run(keep(2)) == 2


def test_an_asker_that_waited_too_long_hears_so_and_nothing_is_written(connections: SqliteConnections) -> None:
    writer = WriteQueue(connections, patience=0.05)
    release = threading.Event()
    blocker = WriteQueue(connections)
    inside = threading.Event()

    def hold(conn) -> None:
        inside.set()
        assert release.wait(20)

    holder = threading.Thread(target=blocker.run, args=(hold,))
    holder.start()
    assert inside.wait(20)
    first = threading.Thread(target=gives_up, args=(writer, keep(1)))
    first.start()
    first.join(20)
    gives_up(writer, keep(2))
    release.set()
    holder.join(20)
    blocker.close()
    writer.close()
    # The one that had begun may still come; the one that gave up in the queue never does.
    assert 2 not in kept(connections)


def test_closing_commits_what_is_queued(connections: SqliteConnections) -> None:
    writer = WriteQueue(connections)
    held, go = threading.Event(), threading.Event()

    def slow(conn) -> None:
        held.set()
        assert go.wait(20)

    threads = [threading.Thread(target=writer.run, args=(slow,))]
    threads[0].start()
    assert held.wait(20)
    threads += [threading.Thread(target=writer.run, args=(keep(n),)) for n in range(5)]
    for thread in threads[1:]:
        thread.start()
    while writer._queue.qsize() < 5:
        threading.Event().wait(0.001)
    closing = threading.Thread(target=writer.close)
    closing.start()
    go.set()
    for thread in [*threads, closing]:
        thread.join(20)
    assert kept(connections) == list(range(5))


def test_it_starts_again_after_it_was_closed(writer: WriteQueue, connections: SqliteConnections) -> None:
    writer.run(keep(1))
    writer.close()
    writer.run(keep(2))
    assert kept(connections) == [1, 2]


def test_who_gave_up_holds_nobody_up_when_it_is_done_after_all(connections: SqliteConnections) -> None:
    hasty, patient = WriteQueue(connections, patience=0.01), WriteQueue(connections)
    begun, go = threading.Event(), threading.Event()

    def slow(conn) -> None:
        begun.set()
        assert go.wait(20)
        keep(1)(conn)

    while not begun.is_set():  # on a busy machine it may be given up before it is begun
        gives_up(hasty, slow)
    go.set()
    hasty.close()
    assert patient.run(keep(2)) == 2
    patient.close()
    assert kept(connections) == [1, 2]
