"""A real ``fahm serve`` with two workers on a disk that fails when told to; and readers who post to it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.killing import CrashingServer, compile_faulty_disk
from benchmarks.retrying_clients import DatabaseContents, Reply, posts_by_reader, read_database, send
from faults.own_thread import apart


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The disk, compiled."""
    if sys.platform != "linux":
        pytest.skip("put before the C library as Linux does it")
    made = compile_faulty_disk(tmp_path_factory.mktemp("shim"))
    if made is None:
        pytest.skip("no C compiler here")
    return made


class Served:
    """A server, asked from tests that are not asynchronous."""

    def __init__(self, server: CrashingServer) -> None:
        self.server = server

    def asks(self, *requests: bytes) -> list[Reply]:
        """All at once, each on a connection of its own; the replies in order."""

        async def together() -> list[Reply]:
            return await asyncio.gather(*(send(self.server.port, request) for request in requests))

        return apart(together())

    def once(self, request: bytes) -> Reply:
        """One."""
        return self.asks(request)[0]

    def health(self) -> Reply:
        """What /healthz says."""
        return self.once(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")

    def found(self) -> DatabaseContents:
        """What the database holds."""
        return read_database(self.server.database)


@pytest.fixture
def served(shim: Path, tmp_path: Path) -> Iterator[Served]:
    """A server of the test's own."""
    server = CrashingServer(tmp_path / "served", shim)
    try:
        apart(server.start())
        yield Served(server)
    finally:
        server.stop()


@pytest.fixture
def form() -> bytes:
    """A reader's first answer, ready to be posted."""
    return posts_by_reader(1)[0][0]
