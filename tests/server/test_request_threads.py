"""Threads that answer requests for an event loop: errors come back, and what was given up is not begun."""

from __future__ import annotations

import asyncio
import threading

import pytest

from webapp.server.request_threads import RequestThreads


def test_an_error_reaches_whoever_waits() -> None:
    async def fail() -> None:
        threads = RequestThreads(asyncio.get_running_loop(), 1)
        try:
            with pytest.raises(ZeroDivisionError):
                await threads.submit(lambda: divmod(1, 0) and None)
            await threads.submit(lambda: None)  # the thread goes on
        finally:
            threads.close()

    asyncio.run(fail())


def test_work_given_up_before_its_turn_is_not_begun() -> None:
    begun: list[str] = []

    async def give_up() -> None:
        threads, may_end = RequestThreads(asyncio.get_running_loop(), 1), threading.Event()
        first = threads.submit(lambda: may_end.wait() and None)
        given_up, last = threads.submit(lambda: begun.append("second")), threads.submit(lambda: begun.append("third"))
        given_up.cancel()
        may_end.set()
        await first
        await last
        threads.close()

    asyncio.run(give_up())
    assert begun == ["third"]
