"""Group commit: one writer thread a process commits queued jobs together; callers wait for the commit.

A commit waits for the disk. Sixty answers committed one after the other wait sixty times; together, once.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from webapp.store.protocols.store import StoreUnavailable
from webapp.store.sql.engine.connection import Connection, Connections

Asked = TypeVar("Asked")
T = TypeVar("T")
Job = Callable[[Connection], T]
"""Work within a transaction. It may be called again after a rollback, so it must change nothing else."""
BatchJob = Callable[[Connection, Sequence[Asked]], Sequence[T]]
"""Runs many requests of one kind in a transaction, each as if alone; returns the results in their order."""
MAX_JOBS_PER_COMMIT = 256
"""Greatest number of jobs in one transaction."""
TIMEOUT_SECONDS = 10.0
"""Seconds that a caller waits before StoreUnavailable; a form sent again has the same id, so it does no harm."""


class _QueuedJob(Generic[T]):
    """A queued job: waiting, then begun, or given up before it began."""

    def __init__(self, kind: BatchJob[Asked, T], asked: Asked) -> None:
        self.kind, self.asked = kind, asked
        # A bare lock, released when the job is done: an Event has three, and each answer makes one.
        self._done = threading.Lock()
        self._done.acquire()
        self.result: T | None = None
        self.error: BaseException | None = None
        self._lock = threading.Lock()
        self._begun = self._given_up = False

    def wait(self, seconds: float) -> bool:
        """Wait until the job is done; False at the timeout. Not to be called again after True."""
        return self._done.acquire(timeout=seconds)

    def finish(self) -> None:
        """Wake the caller."""
        self._done.release()

    def begin(self) -> bool:
        """Claim the job for the writer; False if the caller has given up."""
        with self._lock:
            self._begun = not self._given_up
            return self._begun

    def give_up(self) -> bool:
        """Take the job back; False if the writer has begun it."""
        with self._lock:
            self._given_up = not self._begun
            return self._given_up


class WriteQueue:
    """A thread that runs jobs inside the write transaction. Safe to share among threads; restarts after a fork."""

    def __init__(self, connections: Connections, patience: float = TIMEOUT_SECONDS) -> None:
        self._connections, self._patience = connections, patience
        self._start_lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._queue: queue.SimpleQueue[_QueuedJob[Any] | None] = queue.SimpleQueue()
        self._pid = os.getpid()

    def run(self, job: Job[T]) -> T:
        """Run a job and return its result after the commit. StoreUnavailable at an error or the timeout."""
        return self.run_with_others(_run_each, job)

    def run_with_others(self, kind: BatchJob[Asked, T], asked: Asked) -> T:
        """Run a request together with others of its kind, which costs less than one by one."""
        task: _QueuedJob[T] = _QueuedJob(kind, asked)
        self._started().put(task)
        # A job that was begun gets as long again; it may be committed even later, which is why ids are the form's.
        if not task.wait(self._patience) and (task.give_up() or not task.wait(self._patience)):
            raise StoreUnavailable("waited too long for the disk")
        if task.error is not None:
            with self._connections.as_unavailable():
                raise task.error
        return task.result  # type: ignore[return-value]  # done without an error: it is the job's

    def close(self) -> None:
        """Commit what is queued, and end the thread."""
        with self._start_lock:
            thread, self._thread = self._thread, None
        if thread is not None and self._pid == os.getpid():
            self._queue.put(None)
            thread.join()

    def _started(self) -> queue.SimpleQueue[_QueuedJob[Any] | None]:
        if self._thread is None or self._pid != os.getpid() or not self._thread.is_alive():
            self._start()
        return self._queue

    def _start(self) -> None:
        with self._start_lock:
            if self._pid != os.getpid():
                self._queue, self._thread, self._pid = queue.SimpleQueue(), None, os.getpid()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, args=(self._queue,), name="fahm-writer", daemon=True)
                self._thread.start()

    def _work(self, waiting: queue.SimpleQueue[_QueuedJob[Any] | None]) -> None:
        while True:
            first = waiting.get()
            if first is not None:
                self._commit(first, waiting)
            elif waiting.empty():
                return
            else:
                waiting.put(None)  # behind those that came in meanwhile

    def _commit(self, first: _QueuedJob[Any], waiting: queue.SimpleQueue[_QueuedJob[Any] | None]) -> None:
        """Run a job, and those that arrive in time, in one transaction, and wake their callers after its COMMIT.

        The COMMIT is that of ``Connections.write``, when its block ends. A job that fails is undone alone; a COMMIT
        that fails fails all of them.
        """
        begun: list[_QueuedJob[Any]] = []
        try:
            if first.begin() and not self._at_once(first, waiting, begun):
                # One of them failed, which is rare: run each again in a savepoint, so that only that one is undone.
                with self._connections.write() as conn:
                    for task in begun:
                        _run_in_savepoint(conn, task)
        except BaseException as error:
            for task in begun:
                task.error = task.error or error
        for task in begun:
            task.finish()

    def _at_once(
        self, first: _QueuedJob[Any], waiting: queue.SimpleQueue[_QueuedJob[Any] | None], begun: list[_QueuedJob[Any]]
    ) -> bool:
        """Run a job with all that arrive before they are done, in one transaction; append all of them to ``begun``.

        Most arrive while it waits for the lock, and each of them shares the cost of the commit, the greatest part.
        False where one among several failed: the transaction was rolled back.
        """
        begun.append(first)
        bad, done = False, 0
        try:
            with self._connections.write() as conn:
                while True:
                    begun += [task for task in _take_waiting(waiting, MAX_JOBS_PER_COMMIT - len(begun)) if task.begin()]
                    if done == len(begun):
                        break
                    bad = len(begun) > 1
                    _run_batched(conn, begun[done:])
                    bad, done = False, len(begun)
        except Exception:
            if not bad:
                raise
        return not bad


def _take_waiting(waiting: queue.SimpleQueue[_QueuedJob[Any] | None], most: int) -> Iterator[_QueuedJob[Any]]:
    """Take up to ``most`` jobs from the queue without waiting."""
    for _ in range(most):
        try:
            task = waiting.get_nowait()
        except queue.Empty:
            return
        if task is None:
            waiting.put(None)
            return
        yield task


def _run_each(conn: Connection, jobs: Sequence[Job[T]]) -> list[T]:
    """Run jobs one by one."""
    return [job(conn) for job in jobs]


def _run_batched(conn: Connection, tasks: Sequence[_QueuedJob[Any]]) -> None:
    """Run jobs, those of one kind as one batch."""
    kinds: dict[BatchJob[Any, Any], list[_QueuedJob[Any]]] = {}
    for task in tasks:
        kinds.setdefault(task.kind, []).append(task)
    for kind, alike in kinds.items():
        for task, result in zip(alike, kind(conn, [task.asked for task in alike]), strict=True):
            task.result = result


def _run_in_savepoint(conn: Connection, task: _QueuedJob[Any]) -> None:
    conn.execute("SAVEPOINT job")
    try:
        _run_batched(conn, [task])
    except Exception as error:
        if not conn.in_transaction:  # everything is undone, as SQLite does when the disk is full
            raise
        task.error = error
        conn.execute("ROLLBACK TO job")
    conn.execute("RELEASE job")
