"""One writer thread a process: what has queued up is committed together, and each asker hears only after the commit.

A commit waits for the disk. Sixty answers that wait for it one after the other wait sixty times; together, once.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from webapp.store import StoreUnavailable
from webapp.store.connections import Connections, as_unavailable

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")
Job = Callable[["Connection"], T]
MOST = 256
"""Jobs in one transaction."""
PATIENCE = 10.0
"""Seconds that an asker waits. Then it is told that nothing was kept: by a form's id, sending again does no harm."""


class _Task(Generic[T]):
    """A job on its way: waiting, then begun, or given up before it began."""

    def __init__(self, job: Job[T]) -> None:
        self.job = job
        self.done = threading.Event()
        self.result: T | None = None
        self.error: BaseException | None = None
        self._lock = threading.Lock()
        self._begun = self._given_up = False

    def begin(self) -> bool:
        """Claim it for the writer; False where the asker has given up."""
        with self._lock:
            self._begun = not self._given_up
            return self._begun

    def give_up(self) -> bool:
        """Take it back; False where the writer has begun."""
        with self._lock:
            self._given_up = not self._begun
            return self._given_up


class Writer:
    """Runs jobs inside the write transaction. Safe to share among threads; starts anew after a fork."""

    def __init__(self, connections: Connections, patience: float = PATIENCE) -> None:
        self._connections, self._patience = connections, patience
        self._start_lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._queue: queue.SimpleQueue[_Task[Any] | None] = queue.SimpleQueue()
        self._pid = os.getpid()

    def run(self, job: Job[T]) -> T:
        """What ``job`` returns, once it is on the disk. StoreUnavailable where it cannot be kept, or not in time."""
        task = _Task(job)
        self._started().put(task)
        # A job that was begun gets as long again; it may be committed even later, which is why ids are the form's.
        if not task.done.wait(self._patience) and (task.give_up() or not task.done.wait(self._patience)):
            raise StoreUnavailable("waited too long for the disk")
        if task.error is not None:
            with as_unavailable():
                raise task.error
        return task.result  # type: ignore[return-value]  # done without an error: it is the job's

    def close(self) -> None:
        """Commit what is queued, and end the thread."""
        with self._start_lock:
            thread, self._thread = self._thread, None
        if thread is not None and self._pid == os.getpid():
            self._queue.put(None)
            thread.join()

    def _started(self) -> queue.SimpleQueue[_Task[Any] | None]:
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

    def _work(self, waiting: queue.SimpleQueue[_Task[Any] | None]) -> None:
        while True:
            first = waiting.get()
            batch = [] if first is None else [first]
            last = first is None
            while len(batch) < MOST:
                try:
                    task = waiting.get_nowait()
                except queue.Empty:
                    break
                if task is None:
                    last = True
                else:
                    batch.append(task)
            self._commit(batch)
            if last and waiting.empty():
                return

    def _commit(self, batch: list[_Task[Any]]) -> None:
        """All of a batch in one transaction. A job that fails is undone alone; a commit that fails fails them all."""
        batch = [task for task in batch if task.begin()]
        if not batch:
            return
        try:
            with self._connections.write() as conn:
                for task in batch:
                    _one(conn, task, alone=len(batch) == 1)
        except BaseException as error:
            for task in batch:
                task.error = task.error or error
        for task in batch:
            task.done.set()


def _one(conn: Connection, task: _Task[Any], alone: bool) -> None:
    if alone:
        task.result = task.job(conn)
        return
    conn.execute("SAVEPOINT job")
    try:
        task.result = task.job(conn)
    except Exception as error:
        if not conn.in_transaction:  # SQLite has undone everything, as it does when the disk is full
            raise
        task.error = error
        conn.execute("ROLLBACK TO job")
    conn.execute("RELEASE job")
