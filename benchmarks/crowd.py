"""Many readers who hand in answers at once to a server that dies under them, and a record of what each was told.

Each behaves as a device with an outbox: a form without a reply is sent again, the same, until there is one.
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

from benchmarks.readers import SLUG, Reader, lesson

KEPT = 303
AGAIN_SECONDS = 0.25
"""Between two sendings of a form."""
PATIENCE_SECONDS = 25.0
"""For one reply. A server that is gone says so at once; one that waits for its disk may take longer."""
_FORM = re.compile(rb"&form=([0-9a-z]+-[A-Za-z0-9_-]+)")
_CHECK = re.compile(rb"&check=([a-z0-9-]+)")


def id_of(request: bytes) -> str:
    """The id under which a form that marks one question becomes a try."""
    form, question = _FORM.search(request), _CHECK.search(request)
    assert form
    assert question
    return f"{form[1].decode()}.{question[1].decode()}"


def forms(readers: int, each: int = 4) -> list[list[bytes]]:
    """For each reader the posts of a few right answers to the first paragraph, every one a try of its own."""
    items = [item.question for item in lesson().items_at(1) if not item.question.once]
    ready = [{"check": [question.id], **question.right_fields()} for question in items[:each]]

    def of(reader: Reader) -> list[bytes]:
        return [reader.post(f"/texts/{SLUG}/1", fields) for fields in ready]

    return [of(Reader()) for _ in range(readers)]


@dataclass
class Book:
    """What was sent, by the form's id, and what was said of it."""

    sent: Counter[str] = field(default_factory=Counter)
    kept: set[str] = field(default_factory=set)
    """Acknowledged with a redirect to the page."""
    refused: Counter[int] = field(default_factory=Counter)
    """Other replies, by status: nothing was promised."""


@dataclass(frozen=True)
class Reply:
    """What a server said."""

    status: int
    head: str
    body: str

    def header(self, name: str) -> str:
        """The value of a header, empty where there is none."""
        found = re.search(rf"^{name}: *(.*?)\r$", self.head, re.IGNORECASE | re.MULTILINE)
        return found[1] if found else ""


async def ask(port: int, request: bytes) -> Reply:
    """Send it on a connection of its own. OSError where no whole reply came back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        return await _ask(reader, writer, request)
    finally:
        writer.close()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> Reply:
    writer.write(request)
    await writer.drain()
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_SECONDS)
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length[1]) if length else 0)
    except (asyncio.IncompleteReadError, TimeoutError) as error:
        raise ConnectionError("no reply") from error
    return Reply(int(head[9:12]), head.decode("latin-1"), body.decode())


class Crowd:
    """Submitters on keep-alive connections. They go on until told to stop, and never leave a form without a reply."""

    def __init__(self, port: int, book: Book, posts: list[list[bytes]]) -> None:
        self.port, self.book = port, book
        self.stop = asyncio.Event()
        self._tasks = [asyncio.create_task(self._submit(iter(own))) for own in posts]

    async def end(self) -> None:
        """Wait until each has a reply to its last form."""
        self.stop.set()
        await asyncio.gather(*self._tasks)

    async def until_kept(self, count: int) -> None:
        """Wait until that many were acknowledged in all, or all are done."""
        while len(self.book.kept) < count and not all(task.done() for task in self._tasks):
            await asyncio.sleep(0.005)

    async def _submit(self, posts: Iterator[bytes]) -> None:
        line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        for request in itertools.takewhile(lambda _: not self.stop.is_set(), posts):
            form, status = id_of(request), 0
            while status != KEPT:
                self.book.sent[form] += 1
                try:
                    line = line or await asyncio.open_connection("127.0.0.1", self.port)
                    status = (await _ask(*line, request)).status
                except OSError:
                    line, status = _closed(line), 0
                if status not in (0, KEPT):
                    self.book.refused[status] += 1
                if status != KEPT:
                    await asyncio.sleep(AGAIN_SECONDS)
            self.book.kept.add(form)
        _closed(line)


def _closed(line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None) -> None:
    if line:
        line[1].close()


@dataclass(frozen=True)
class Found:
    """What a database file holds, looked at by itself."""

    tries: Counter[str]
    """Rows by the form's id."""
    integrity: str

    @property
    def twice(self) -> int:
        """Forms that became more than one try."""
        return sum(times > 1 for times in self.tries.values())

    def missing(self, told: set[str]) -> set[str]:
        """What readers were told is kept and is not here."""
        return told - set(self.tries)


def look_into(database: Path) -> Found:
    """Read all of it with SQLite alone, none of Fahm's own code."""
    with closing(sqlite3.connect(database, timeout=30)) as conn:
        tries = Counter(row[0] for row in conn.execute("SELECT id FROM tries"))
        # One reader answers one question once: a second number would be a form that was counted twice.
        seconds = conn.execute("SELECT id FROM tries WHERE number > 1").fetchall()
        return Found(tries + Counter(row[0] for row in seconds), conn.execute("PRAGMA integrity_check").fetchone()[0])
