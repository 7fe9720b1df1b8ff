"""An open loop: an answer is due when the clock says so, not when the server has had time for the one before.

What an answer takes is counted from the moment at which it was due, so that waiting counts (no coordinated omission).
One process and one thread drive all the learners, each on a connection of its own, which it keeps as browsers do.
"""

from __future__ import annotations

import random
import secrets
import selectors
import socket
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.load import Load
from benchmarks.readers import Reader

EVERY = 30.0
"""Seconds between two answers of one learner."""
PATIENCE = 60.0
"""Seconds that what is on its way gets after the last answer was due."""
WRONG = 0.3
"""Share of the answers that are wrong: their pages say more."""
SEED = 20


@dataclass(frozen=True)
class Step:
    """One answer of the way through the text: where it is sent, its question, and its form's fields, encoded."""

    path: str
    question: str
    right: str
    wrong: str


def due_times(learners: int, answers: int, seed: int = SEED) -> Iterator[tuple[float, int]]:
    """Seconds from the start and the learner's number, in order: each begins by chance within the first half minute."""
    chance = random.Random(seed)
    starts = sorted((chance.random() * EVERY, learner) for learner in range(learners))
    return ((turn * EVERY + start, learner) for turn in range(answers) for start, learner in starts)


@dataclass
class Run:
    """What came of it. Seconds are from the moment at which the answer was due."""

    answers: Load = field(default_factory=Load)
    pages: Load = field(default_factory=Load)
    errors: Counter[str] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    """The ids of the tries that the server said were kept."""
    late: list[float] = field(default_factory=list)
    """By how many seconds the generator itself was late in sending: part of what the answers took."""
    opened: int = 0
    reopened: int = 0
    """Connections that the server had closed while nothing was asked on them, as browsers open them again."""

    @property
    def lateness(self) -> float:
        """The generator's own p99, in seconds."""
        return Load(latencies=self.late).quantile(0.99)


class _Learner:
    """Somebody with a cookie and a connection, who waits for one reply at a time."""

    def __init__(self, chance: random.Random) -> None:
        who = Reader()
        self.cookie, self.token = who.cookie, who.token
        self.wrong = chance.random
        self.line: socket.socket | None = None
        self.used = self.again = False
        self.step = 0
        self.due = 0.0
        self.waiting: deque[float] = deque()
        self.asked: str | None = None
        """The id of the try whose answer is on its way; "" while it is a page; None while nothing is."""
        self.out = self.whole = b""
        self.buffer = bytearray()
        self.wanted = -1

    def post(self, step: Step, drawn: float) -> tuple[str, bytes]:
        """The try's id and the request, from a form that was drawn at ``drawn`` (seconds since 1970)."""
        form = f"{int(drawn * 1000):x}-{secrets.token_urlsafe(12)}"
        fields = step.wrong if self.wrong() < WRONG else step.right
        body = f"csrf_token={self.token}&form={form}&{fields}".encode()
        head = (
            f"POST {step.path} HTTP/1.1\r\nHost: localhost\r\nCookie: fahm={self.cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return f"{form}.{step.question}", head.encode() + body

    def page(self, path: str) -> bytes:
        """The page, as a browser asks for it."""
        return (
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, deflate, br\r\n"
            f"Cookie: fahm={self.cookie}\r\n\r\n"
        ).encode()


class OpenLoop:
    """Drives the learners on one thread; ``pages``: whether each also gets the page that follows its answer."""

    def __init__(self, port: int, learners: int, steps: Sequence[Step], pages: bool) -> None:
        self.port, self.pages, self.steps = port, pages, steps
        self.schedule = due_times(learners, len(steps))
        chance = random.Random(SEED)
        self.learners = [_Learner(chance) for _ in range(learners)]
        self.found = Run()
        self.busy = 0
        self.waiting = selectors.DefaultSelector()

    def run(self) -> Run:
        """Until every answer is in, or patience ends."""
        self.began = time.perf_counter()
        self.epoch = time.time()
        coming = next(self.schedule, None)
        last = 0.0
        while coming or (self.busy and self._now() < last + PATIENCE):
            while coming and coming[0] <= self._now():
                last = coming[0]
                self._fall_due(self.learners[coming[1]], last)
                coming = next(self.schedule, None)
            pause = max(0.0, coming[0] - self._now()) if coming else 1.0
            for key, events in self.waiting.select(pause):
                self._stir(key.data, events)
        self.found.answers.seconds = self.found.pages.seconds = self._now()
        if self.busy:
            self.found.errors["no reply"] += sum(1 + len(one.waiting) for one in self.learners if one.asked is not None)
        for one in self.learners:
            if one.line:
                one.line.close()
        self.waiting.close()
        return self.found

    def _now(self) -> float:
        return time.perf_counter() - self.began

    def _fall_due(self, one: _Learner, due: float) -> None:
        if one.asked is not None:  # still waiting for the one before
            one.waiting.append(due)
            return
        self.found.late.append(self._now() - due)
        self._begin(one, due)

    def _begin(self, one: _Learner, due: float) -> None:
        self.busy += 1
        one.due = due
        one.asked, request = one.post(self.steps[one.step], self.epoch + due - EVERY)
        self._ask(one, request)

    def _ask(self, one: _Learner, request: bytes, again: bool = False) -> None:
        one.whole = one.out = request
        one.buffer.clear()
        one.wanted, one.again = -1, again
        if one.line is None:
            one.line, one.used = socket.socket(), False
            one.line.setblocking(False)
            one.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            one.line.connect_ex(("127.0.0.1", self.port))
            self.found.opened += 1
            self.waiting.register(one.line, selectors.EVENT_READ | selectors.EVENT_WRITE, one)
        self._send(one)

    def _send(self, one: _Learner) -> None:
        assert one.line
        wanted = selectors.EVENT_READ
        try:
            one.out = one.out[one.line.send(one.out) :]
        except BlockingIOError:
            pass
        except OSError:
            self._broken(one)
            return
        if one.out:
            wanted |= selectors.EVENT_WRITE
        if self.waiting.get_key(one.line).events != wanted:
            self.waiting.modify(one.line, wanted, one)

    def _stir(self, one: _Learner, events: int) -> None:
        if one.line and events & selectors.EVENT_WRITE and one.out:
            self._send(one)
        if one.line and events & selectors.EVENT_READ:
            self._receive(one)

    def _receive(self, one: _Learner) -> None:
        assert one.line
        try:
            came = one.line.recv(65_536)
        except BlockingIOError:
            return
        except OSError:
            came = b""
        if not came:
            self._broken(one)
            return
        one.buffer += came
        if one.wanted < 0:
            end = one.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            one.wanted = end + 4 + int(header(one.buffer[:end], b"content-length") or 0)
        if len(one.buffer) >= one.wanted:
            self._answered(one)

    def _broken(self, one: _Learner) -> None:
        """The connection is gone. A browser opens another where nothing had come on one that had served before."""
        assert one.line
        self.waiting.unregister(one.line)
        one.line.close()
        one.line = None
        if one.asked is None:
            return
        if one.used and not one.again and not one.buffer:
            self.found.reopened += 1
            self._ask(one, one.whole, again=True)
        else:
            self._wrong(one, "connection closed")

    def _answered(self, one: _Learner) -> None:
        one.used = True
        head = bytes(one.buffer[: one.buffer.find(b"\r\n\r\n")])
        status = int(head[9:12])
        renewed = header(head, b"set-cookie")
        if renewed.startswith(b"fahm="):
            one.cookie = renewed[5:].partition(b";")[0].decode()
        load = self.found.answers if one.asked else self.found.pages
        load.latencies.append(self._now() - one.due)
        load.statuses[status] += 1
        if not one.asked:
            self._end(one) if status == 200 else self._wrong(one, f"page: {status}")
            return
        path, _, anchor = header(head, b"location").decode().partition("#")
        step = self.steps[one.step]
        if status != 303 or anchor != f"q-{step.question}":
            self._wrong(one, f"answer: {status} {path}".rstrip())
            return
        self.found.acknowledged.append(one.asked)
        one.step += 1
        if self.pages:
            one.asked = ""
            self._ask(one, one.page(path))
        else:
            self._end(one)

    def _wrong(self, one: _Learner, what: str) -> None:
        self.found.errors[what] += 1
        self._end(one)

    def _end(self, one: _Learner) -> None:
        self.busy -= 1
        one.asked = None
        if one.waiting:
            self._begin(one, one.waiting.popleft())


def header(head: bytes | bytearray, name: bytes) -> bytes:
    """A header's value; empty where there is none. ``name`` in small letters."""
    for line in bytes(head).split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.lower() == name:
            return value.strip()
    return b""
