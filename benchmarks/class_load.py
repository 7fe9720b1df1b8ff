"""A class of readers who answer and read on, at Fahm and at a bare Flask application, in turn in one run.

A closed loop with pauses: each of the thirty readers has one request open at a time, as a class has. A reader opens a
paragraph, pauses, posts the page's form with one answer, and follows the redirect to the page after it; cookie, token
and form are those of the pages. The bare application does the same three requests with replies as long as Fahm's. After
each round the readers only load pages: what a page costs the processor, and by subtraction an answer.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import random
import re
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.closed_loop import LoadResult
from benchmarks.learner_load import answer_steps
from benchmarks.open_loop import SEED, WRONG_SHARE, AnswerStep, header
from benchmarks.result_row import ResultRow
from benchmarks.server_process import RunningServer, running_server

READERS = 30
ROUNDS = 3
STEPS = 9
"""Answers of each reader in a round."""
PAUSES = (0.1, 0.5)
"""Shortest and longest pause before a request, in seconds. Those of people are longer, and fewer requests meet."""
ROUND_TIMEOUT = 60.0
"""Longest time for a reader's part of a round, in seconds."""
_HIDDEN = re.compile(rb'name="(csrf_token|form)" value="([^"]*)"')


@dataclass
class ClassResult:
    """Replies to a class: what they took, and the processor time of the server, in seconds."""

    answers: LoadResult = field(default_factory=LoadResult)
    pages: LoadResult = field(default_factory=LoadResult)
    """Pages that follow an answer."""
    opened: int = 0
    """Pages opened before an answer."""
    errors: Counter[str] = field(default_factory=Counter)
    cpu_seconds: float = 0.0
    alone: int = 0
    """Pages loaded without an answer between them."""
    alone_cpu_seconds: float = 0.0

    @property
    def cpu_of_page(self) -> float:
        """Processor time of a page."""
        return self.alone_cpu_seconds / max(1, self.alone)

    @property
    def cpu_of_answer(self) -> float:
        """Processor time of an answer: of a round without its pages."""
        answers, pages = len(self.answers.latencies), len(self.pages.latencies) + self.opened
        return (self.cpu_seconds - pages * self.cpu_of_page) / max(1, answers)


class UnexpectedReply(Exception):
    """A reply with another status; the reader gives up."""


class ClassReader:
    """A reader with a browser's cookie and connection.

    ``sizes`` are the lengths of the pages wanted of an application that is asked for them, in order.
    """

    def __init__(self, port: int, chance: random.Random, sizes: Sequence[int] = ()) -> None:
        self.port, self.chance = port, chance
        self.wanted = iter(sizes)
        self.sizes: list[int] = []
        """Lengths of the pages that came."""
        self.cookie = b""
        self.hidden: dict[bytes, bytes] = {b"csrf_token": b"0" * 91, b"form": b"0" * 28}
        """Hidden fields of the page's form."""

    async def connect(self) -> None:
        """Open the connection that all requests use."""
        self.stream, self.out = await asyncio.open_connection("127.0.0.1", self.port)

    async def pause(self) -> None:
        """Read and think."""
        await asyncio.sleep(self.chance.uniform(*PAUSES))

    async def page(self, path: str) -> float:
        """Load a page and keep its form's fields; the seconds it took."""
        head, body, seconds = await self._exchange(f"GET {self._address(path)} HTTP/1.1", b"", 200)
        self.sizes.append(len(body))
        if header(head, b"content-encoding") == b"gzip":
            body = gzip.decompress(body)
        self.hidden.update(_HIDDEN.findall(body))
        return seconds

    async def answer(self, step: AnswerStep) -> tuple[str, float]:
        """Post the form of the page with an answer; the address of the next page, and the seconds it took."""
        fields = step.wrong if self.chance.random() < WRONG_SHARE else step.right
        hidden = b"csrf_token=%s&form=%s&" % (self.hidden[b"csrf_token"], self.hidden[b"form"])
        head, _, seconds = await self._exchange(f"POST {step.path} HTTP/1.1", hidden + fields.encode(), 303)
        return header(head, b"location").decode().partition("#")[0], seconds

    def _address(self, path: str) -> str:
        size = next(self.wanted, None)
        return path if size is None else f"{path}?bytes={size}"

    async def _exchange(self, first: str, body: bytes, expected: int) -> tuple[bytes, bytes, float]:
        loop = asyncio.get_running_loop()
        head = f"{first}\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n".encode() + b"Cookie: %s\r\n" % self.cookie
        if body:
            head += b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n" % len(body)
        began = loop.time()
        self.out.write(head + b"\r\n" + body)
        reply = await self.stream.readuntil(b"\r\n\r\n")
        content = await self.stream.readexactly(int(header(reply, b"content-length") or 0))
        seconds = loop.time() - began
        if int(reply[9:12]) != expected:
            raise UnexpectedReply(f"{first.partition(' ')[0]}: {int(reply[9:12])}")
        renewed = header(reply, b"set-cookie").partition(b";")[0]
        self.cookie = renewed or self.cookie
        return reply, content, seconds


async def read_and_answer(reader: ClassReader, steps: Sequence[AnswerStep], result: ClassResult) -> None:
    """Open a paragraph, answer, and load the page after it, for each step."""
    for step in steps:
        await reader.pause()
        await reader.page(step.path)
        result.opened += 1
        await reader.pause()
        path, seconds = await reader.answer(step)
        result.answers.latencies.append(seconds)
        result.pages.latencies.append(await reader.page(path))


async def only_read(reader: ClassReader, steps: Sequence[AnswerStep], result: ClassResult) -> None:
    """Load the pages of these steps."""
    for step in steps:
        await reader.pause()
        await reader.page(step.path)
        result.alone += 1


async def _all(work: Sequence[Coroutine[Any, Any, None]], result: ClassResult) -> None:
    """Wait for all readers; count those that gave up."""
    for error in await asyncio.gather(
        *(asyncio.wait_for(each, ROUND_TIMEOUT) for each in work), return_exceptions=True
    ):
        if isinstance(error, UnexpectedReply | OSError | EOFError | TimeoutError):
            result.errors[str(error) or type(error).__name__] += 1
        elif error:
            raise error


async def run_round(
    server: RunningServer, steps: Sequence[AnswerStep], result: ClassResult, sizes: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Let a new class read and answer, then only read; returns the lengths of each reader's pages."""
    chance = random.Random(SEED)
    readers = [ClassReader(server.port, chance, wanted) for wanted in sizes]
    for reader in readers:
        await reader.connect()
    before = server.cpu_seconds()
    await _all([read_and_answer(reader, steps, result) for reader in readers], result)
    between = server.cpu_seconds()
    await _all([only_read(reader, steps[::2], result) for reader in readers], result)
    result.cpu_seconds += between - before
    result.alone_cpu_seconds += server.cpu_seconds() - between
    for reader in readers:
        reader.out.close()
    return [reader.sizes for reader in readers]


def classroom(args: argparse.Namespace, folder: Path) -> Iterator[ResultRow]:
    """Measure a class of thirty who answer and read on, beside a bare Flask application."""
    fahm_result, bare_result = ClassResult(), ClassResult()
    steps, nothing = answer_steps(STEPS), [()] * READERS
    with running_server("fahm", folder) as fahm, running_server("bare", folder) as bare:
        sizes = asyncio.run(run_round(fahm, steps[:2], ClassResult(), nothing))  # not counted: all is loaded then
        asyncio.run(run_round(bare, steps[:2], ClassResult(), sizes))
        for _ in range(ROUNDS):
            sizes = asyncio.run(run_round(fahm, steps, fahm_result, nothing))
            asyncio.run(run_round(bare, steps, bare_result, sizes))
    yield from class_rows(fahm_result, bare_result)


def class_rows(fahm: ClassResult, bare: ClassResult) -> Iterator[ResultRow]:
    """Rows of the results; a bare Flask application's beside each."""
    name = f"class of {READERS} who answer and read on, p50 and p99 beside bare Flask"
    for what, ours, theirs in (
        (f"{name}: the answer", fahm.answers, bare.answers),
        ("… the page after it", fahm.pages, bare.pages),
    ):
        parts = [(ours.quantile(share) * 1000, theirs.quantile(share) * 1000) for share in (0.5, 0.99)]
        result = ", ".join(f"{own:.1f} ms beside {other:.1f} ({own / (other or 1):.1f}×)" for own, other in parts)
        yield ResultRow(what, "", result, None)
    for what, own, other in (
        ("… CPU of the server for an answer", fahm.cpu_of_answer, bare.cpu_of_answer),
        ("… CPU of the server for a page", fahm.cpu_of_page, bare.cpu_of_page),
    ):
        ratio = own / (other or 1)
        yield ResultRow(what, "", f"{own * 1000:.2f} ms beside {other * 1000:.2f} ({ratio:.1f}×)", None)
    errors = fahm.errors + bare.errors
    kinds = "".join(f", {count} × {kind}" for kind, count in errors.most_common(3))
    yield ResultRow(
        "… errors", "0", f"{errors.total()} of {len(fahm.answers.latencies)} answers{kinds}", not errors.total()
    )
