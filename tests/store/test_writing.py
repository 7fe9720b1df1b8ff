"""The writer thread: everything queued in one commit, a bad job fails alone, nobody hangs, shutdown drains."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.helpers import at_once
from webapp.store import StoreUnavailable
from webapp.store.connections import Connections
from webapp.store.writing import Writer


@pytest.fixture
def connections(path: Path) -> Iterator[Connections]:
    made = Connections(path)
    with made.write() as conn:
        conn.execute("CREATE TABLE kept (value INTEGER PRIMARY KEY)")
    yield made
    made.close()


@pytest.fixture
def writer(connections: Connections) -> Iterator[Writer]:
    made = Writer(connections)
    yield made
    made.close()


def keep(value: int):
    return lambda conn: conn.execute("INSERT INTO kept VALUES (?)", (value,)).lastrowid


def gives_up(writer: Writer, job) -> None:
    with pytest.raises(StoreUnavailable):
        writer.run(job)


def kept(connections: Connections) -> list[int]:
    with connections.read() as conn:
        return [value for (value,) in conn.execute("SELECT value FROM kept ORDER BY value")]


def test_a_job_is_on_the_disk_when_its_asker_hears(writer: Writer, connections: Connections) -> None:
    assert writer.run(keep(7)) == 7
    assert kept(connections) == [7]


def test_what_queues_up_is_committed_together(writer: Writer, connections: Connections) -> None:
    held, go = threading.Event(), threading.Event()
    commits = []

    def slow(conn) -> None:
        held.set()
        assert go.wait(20)

    first = threading.Thread(target=writer.run, args=(slow,))
    first.start()
    assert held.wait(20)
    rest = [threading.Thread(target=lambda n=n: commits.append(writer.run(keep(n)))) for n in range(30)]
    for thread in rest:
        thread.start()
    while writer._queue.qsize() < 30:
        threading.Event().wait(0.001)
    batches = []
    commit = writer._commit
    writer._commit = lambda batch: (batches.append(len(batch)), commit(batch))  # type: ignore[method-assign]
    go.set()
    for thread in [first, *rest]:
        thread.join(20)
    assert sorted(commits) == list(range(30))
    assert batches == [30]
    assert kept(connections) == list(range(30))


def test_a_bad_job_fails_alone(writer: Writer, connections: Connections) -> None:
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


def test_an_error_of_the_database_is_told_as_unavailable(writer: Writer, connections: Connections) -> None:
    writer.run(keep(1))
    with pytest.raises(StoreUnavailable):
        writer.run(keep(1))
    assert writer.run(keep(2)) == 2


def test_an_asker_that_waited_too_long_hears_so_and_nothing_is_written(connections: Connections) -> None:
    writer = Writer(connections, patience=0.05)
    release = threading.Event()
    blocker = Writer(connections)
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


def test_closing_commits_what_is_queued(connections: Connections) -> None:
    writer = Writer(connections)
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


def test_it_starts_again_after_it_was_closed(writer: Writer, connections: Connections) -> None:
    writer.run(keep(1))
    writer.close()
    writer.run(keep(2))
    assert kept(connections) == [1, 2]


def test_the_generation_changes_with_each_commit_and_only_then(
    writer: Writer, connections: Connections, path: Path
) -> None:
    first = connections.generation()
    assert connections.generation() == first
    writer.run(keep(1))
    second = connections.generation()
    assert second != first
    other = Connections(path)
    with other.write() as conn:
        keep(2)(conn)
    other.close()
    assert connections.generation() != second
