"""Threads that answer requests for an event loop, with as little between the two as there can be.

A request wakes a thread once and the loop once. An executor of the standard library makes two futures for it, with
locks and callbacks between them, which costs as much again as the rest of handing a request on.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue

Work = Callable[[], None]


class RequestThreads:
    """A fixed number of threads that run work from one queue, in the order in which it came."""

    def __init__(self, loop: asyncio.AbstractEventLoop, count: int) -> None:
        self._loop = loop
        self._queue: SimpleQueue[tuple[Work, asyncio.Future[None]] | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._run, name=f"request-{number}", daemon=True) for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Work) -> asyncio.Future[None]:
        """Queue work; the future is done when it has ended, with its error if it has raised one.

        Work whose future is cancelled before a thread takes it is not begun.
        """
        done = self._loop.create_future()
        self._queue.put((work, done))
        return done

    def close(self) -> None:
        """Wait until all that is queued has ended."""
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while task := self._queue.get():
            work, done = task
            if done.cancelled():
                continue
            error = None
            try:
                work()
            except BaseException as raised:
                error = raised
            self._tell(done, error)
            del task, work, done, error  # a thread that waits for the next request keeps nothing of the last one

    def _tell(self, done: asyncio.Future[None], error: BaseException | None) -> None:
        try:
            self._loop.call_soon_threadsafe(_finish, done, error)
        except RuntimeError:
            if not self._loop.is_closed():
                raise


def _finish(done: asyncio.Future[None], error: BaseException | None) -> None:
    if done.done():  # cancelled meanwhile: the connection is gone
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
