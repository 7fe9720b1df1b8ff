"""Clients that post answers to a server that is killed under them, and a log of what the server acknowledged.

Each behaves as a browser with an offline queue: a form without a reply is sent again, unchanged, until it has one.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.browser_requests import SLUG, Reader, lesson

SEE_OTHER = 303
RETRY_SECONDS = 0.25
"""Pause before a form is sent again."""
REPLY_TIMEOUT = 25.0
"""Longest wait for one reply. A dead server refuses the connection at once; a slow disk takes longer."""
_FORM = re.compile(rb"&form=([0-9a-z]+-[A-Za-z0-9_-]+)")
_CHECK = re.compile(rb"&check=([a-z0-9-]+)")


def attempt_id(request: bytes) -> str:
    """Id of the attempt that a form makes, for a form that marks one question."""
    form, question = _FORM.search(request), _CHECK.search(request)
    assert form
    assert question
    return f"{form[1].decode()}.{question[1].decode()}"


def posts_by_reader(readers: int, each: int = 4) -> list[list[bytes]]:
    """Build posts of a few right answers to the first paragraph for each reader, each of which makes one attempt."""
    items = [item.question for item in lesson().items_at(1) if not item.question.once]
    ready = [{"check": [question.id], **question.right_fields()} for question in items[:each]]

    def of(reader: Reader) -> list[bytes]:
        return [reader.post(f"/texts/{SLUG}/1", fields) for fields in ready]

    return [of(Reader()) for _ in range(readers)]


@dataclass
class AnswerLog:
    """Forms that were sent, by their attempt's id, and the replies to them."""

    sent: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    """Attempts acknowledged by a redirect to the page."""
    refused: Counter[int] = field(default_factory=Counter)
    """Number of other replies by status; they promise nothing."""


@dataclass(frozen=True)
class Reply:
    """An HTTP reply."""

    status: int
    head: str
    body: str

    def header(self, name: str) -> str:
        """Value of a header, empty where there is none."""
        match = re.search(rf"^{name}: *(.*?)\r$", self.head, re.IGNORECASE | re.MULTILINE)
        return match[1] if match else ""


async def send(port: int, request: bytes) -> Reply:
    """Send a request on a new connection. OSError where no whole reply came back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        return await _send(reader, writer, request)
    finally:
        writer.close()


async def _send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> Reply:
    writer.write(request)
    await writer.drain()
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), REPLY_TIMEOUT)
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length[1]) if length else 0)
    except (asyncio.IncompleteReadError, TimeoutError) as error:
        raise ConnectionError("no reply") from error
    return Reply(int(head[9:12]), head.decode("latin-1"), body.decode())


class RetryingClients:
    """Clients on keep-alive connections. They post until they are stopped, and retry every form until its reply."""

    def __init__(self, port: int, log: AnswerLog, posts: list[list[bytes]]) -> None:
        self.port, self.log = port, log
        self.stop = asyncio.Event()
        self._tasks = [asyncio.create_task(self._submit(iter(reader_posts))) for reader_posts in posts]

    async def end(self) -> None:
        """Stop, and wait until each client has a reply to its last form."""
        self.stop.set()
        await asyncio.gather(*self._tasks)

    async def wait_for_acknowledged(self, count: int) -> None:
        """Wait until ``count`` attempts were acknowledged in all, or all clients are done."""
        while len(self.log.acknowledged) < count and not all(task.done() for task in self._tasks):
            await asyncio.sleep(0.005)

    async def _submit(self, posts: Iterator[bytes]) -> None:
        connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        for request in itertools.takewhile(lambda _: not self.stop.is_set(), posts):
            form, status = attempt_id(request), 0
            while status != SEE_OTHER:
                self.log.sent[form] += 1
                try:
                    connection = connection or await asyncio.open_connection("127.0.0.1", self.port)
                    status = (await _send(*connection, request)).status
                except OSError:
                    connection, status = _close(connection), 0
                if status not in (0, SEE_OTHER):
                    self.log.refused[status] += 1
                if status != SEE_OTHER:
                    await asyncio.sleep(RETRY_SECONDS)
            self.log.acknowledged.add(form)
        _close(connection)


def _close(connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None) -> None:
    if connection:
        connection[1].close()


@dataclass(frozen=True)
class DatabaseContents:
    """Contents of a database file, read without Fahm."""

    attempts: Counter[str]
    """Number of rows by the form's id."""
    integrity: str

    @property
    def duplicates(self) -> int:
        """Number of forms that became more than one attempt."""
        return sum(times > 1 for times in self.attempts.values())

    def missing(self, acknowledged: set[str]) -> set[str]:
        """Attempts that were acknowledged and are not in the file."""
        return acknowledged - set(self.attempts)


def read_database(database: Path) -> DatabaseContents:
    """Read a database file with SQLite alone."""
    with closing(sqlite3.connect(database, timeout=30)) as conn:
        attempts = Counter(row[0] for row in conn.execute("SELECT id FROM tries"))
        # Each reader answers each question once: an attempt with a higher number is a form that was counted twice.
        attempts += Counter(row[0] for row in conn.execute("SELECT id FROM tries WHERE number > 1"))
        return DatabaseContents(attempts, conn.execute("PRAGMA integrity_check").fetchone()[0])
