"""Open-loop load: an answer is due when the clock says so, not when the server has replied to the one before.

Latency counts from the due time, so that waiting counts too (no coordinated omission). One process and one thread drive
all learners, each on its own keep-alive connection, as browsers do.
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

from benchmarks.browser_requests import Reader, home_address
from benchmarks.closed_loop import LoadResult

ANSWER_INTERVAL = 30.0
"""Seconds between two answers of one learner."""
DRAIN_SECONDS = 60.0
"""Seconds to wait for open replies after the last answer was due."""
WRONG_SHARE = 0.3
"""Share of wrong answers: their pages are longer."""
SEED = 20


@dataclass(frozen=True)
class AnswerStep:
    """One answer on the way through the text: its path, its question, and its form's fields, encoded."""

    path: str
    question: str
    right: str
    wrong: str


def due_times(learners: int, answers: int, seed: int = SEED) -> Iterator[tuple[float, int]]:
    """Due times: seconds from the start and the learner's number, in order. Learners start at random within the first
    interval."""
    chance = random.Random(seed)
    starts = sorted((chance.random() * ANSWER_INTERVAL, learner) for learner in range(learners))
    return ((turn * ANSWER_INTERVAL + start, learner) for turn in range(answers) for start, learner in starts)


@dataclass
class OpenLoopResult:
    """Result of a run. Seconds count from the due time of the answer."""

    answers: LoadResult = field(default_factory=LoadResult)
    pages: LoadResult = field(default_factory=LoadResult)
    errors: Counter[str] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    """Ids of acknowledged attempts."""
    late: list[float] = field(default_factory=list)
    """Seconds by which the generator itself sent late: a part of the latencies."""
    opened: int = 0
    reopened: int = 0
    """Idle connections that the server closed, reopened as browsers do."""

    @property
    def lateness(self) -> float:
        """The generator's own lateness (p99), in seconds."""
        return LoadResult(latencies=self.late).quantile(0.99)


class _LearnerConnection:
    """A learner with a cookie and a connection, who waits for one reply at a time."""

    def __init__(self, chance: random.Random) -> None:
        reader = Reader()
        self.cookie, self.token, self.home = reader.cookie, reader.token, home_address(reader.id)
        self.wrong = chance.random
        self.connection: socket.socket | None = None
        self.has_served = self.retried = False
        self.step = 0
        self.due = 0.0
        self.waiting: deque[float] = deque()
        self.pending: str | None = None
        """Id of the attempt that waits for its reply; "" while a page is loading; None while idle."""
        self.unsent = self.request = b""
        self.buffer = bytearray()
        self.wanted = -1

    def post(self, step: AnswerStep, drawn: float) -> tuple[str, bytes]:
        """The attempt's id and the request, from a form loaded at ``drawn`` (seconds since 1970)."""
        form = f"{int(drawn * 1000):x}-{secrets.token_urlsafe(12)}"
        fields = step.wrong if self.wrong() < WRONG_SHARE else step.right
        body = f"csrf_token={self.token}&form={form}&{fields}".encode()
        head = (
            f"POST {step.path} HTTP/1.1\r\nHost: localhost\r\nCookie: fahm={self.cookie}\r\n{self.home}"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return f"{form}.{step.question}", head.encode() + body

    def page(self, path: str) -> bytes:
        """Request of the page, with a browser's headers."""
        return (
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, deflate, br\r\n"
            f"Cookie: fahm={self.cookie}\r\n{self.home}\r\n"
        ).encode()


class OpenLoop:
    """Driver of the learners, on one thread. With ``pages``, each also loads the page that follows its answer."""

    def __init__(self, port: int, learners: int, steps: Sequence[AnswerStep], pages: bool) -> None:
        self.port, self.pages, self.steps = port, pages, steps
        self.schedule = due_times(learners, len(steps))
        chance = random.Random(SEED)
        self.learners = [_LearnerConnection(chance) for _ in range(learners)]
        self.result = OpenLoopResult()
        self.busy = 0
        self.waiting = selectors.DefaultSelector()

    def run(self) -> OpenLoopResult:
        """Run until every reply has arrived, or the time to wait for open replies ends."""
        self.began = time.perf_counter()
        self.epoch = time.time()
        upcoming = next(self.schedule, None)
        last = 0.0
        while upcoming or (self.busy and self._now() < last + DRAIN_SECONDS):
            while upcoming and upcoming[0] <= self._now():
                last = upcoming[0]
                self._on_due(self.learners[upcoming[1]], last)
                upcoming = next(self.schedule, None)
            pause = max(0.0, upcoming[0] - self._now()) if upcoming else 1.0
            for key, events in self.waiting.select(pause):
                self._on_ready(key.data, events)
        self.result.answers.seconds = self.result.pages.seconds = self._now()
        if self.busy:
            open_replies = (1 + len(learner.waiting) for learner in self.learners if learner.pending is not None)
            self.result.errors["no reply"] += sum(open_replies)
        for learner in self.learners:
            if learner.connection:
                learner.connection.close()
        self.waiting.close()
        return self.result

    def _now(self) -> float:
        return time.perf_counter() - self.began

    def _on_due(self, learner: _LearnerConnection, due: float) -> None:
        if learner.pending is not None:  # still waiting for the previous reply
            learner.waiting.append(due)
            return
        self.result.late.append(self._now() - due)
        self._start_answer(learner, due)

    def _start_answer(self, learner: _LearnerConnection, due: float) -> None:
        self.busy += 1
        learner.due = due
        learner.pending, request = learner.post(self.steps[learner.step], self.epoch + due - ANSWER_INTERVAL)
        self._start_request(learner, request)

    def _start_request(self, learner: _LearnerConnection, request: bytes, retried: bool = False) -> None:
        learner.request = learner.unsent = request
        learner.buffer.clear()
        learner.wanted, learner.retried = -1, retried
        if learner.connection is None:
            learner.connection, learner.has_served = socket.socket(), False
            learner.connection.setblocking(False)
            learner.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            learner.connection.connect_ex(("127.0.0.1", self.port))
            self.result.opened += 1
            self.waiting.register(learner.connection, selectors.EVENT_READ | selectors.EVENT_WRITE, learner)
        self._send(learner)

    def _send(self, learner: _LearnerConnection) -> None:
        assert learner.connection
        events = selectors.EVENT_READ
        try:
            learner.unsent = learner.unsent[learner.connection.send(learner.unsent) :]
        except BlockingIOError:
            pass
        except OSError:
            self._on_disconnect(learner)
            return
        if learner.unsent:
            events |= selectors.EVENT_WRITE
        if self.waiting.get_key(learner.connection).events != events:
            self.waiting.modify(learner.connection, events, learner)

    def _on_ready(self, learner: _LearnerConnection, events: int) -> None:
        if learner.connection and events & selectors.EVENT_WRITE and learner.unsent:
            self._send(learner)
        if learner.connection and events & selectors.EVENT_READ:
            self._receive(learner)

    def _receive(self, learner: _LearnerConnection) -> None:
        assert learner.connection
        try:
            received = learner.connection.recv(65_536)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        if not received:
            self._on_disconnect(learner)
            return
        learner.buffer += received
        if learner.wanted < 0:
            end = learner.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            learner.wanted = end + 4 + int(header(learner.buffer[:end], b"content-length") or 0)
        if len(learner.buffer) >= learner.wanted:
            self._on_reply(learner)

    def _on_disconnect(self, learner: _LearnerConnection) -> None:
        """Handle a closed connection.

        Like a browser, retry on a new one if this one had served before and no byte came.
        """
        assert learner.connection
        self.waiting.unregister(learner.connection)
        learner.connection.close()
        learner.connection = None
        if learner.pending is None:
            return
        if learner.has_served and not learner.retried and not learner.buffer:
            self.result.reopened += 1
            self._start_request(learner, learner.request, retried=True)
        else:
            self._count_error(learner, "connection closed")

    def _on_reply(self, learner: _LearnerConnection) -> None:
        learner.has_served = True
        head = bytes(learner.buffer[: learner.buffer.find(b"\r\n\r\n")])
        status = int(head[9:12])
        renewed = header(head, b"set-cookie")
        if renewed.startswith(b"fahm="):
            learner.cookie = renewed[5:].partition(b";")[0].decode()
        load = self.result.answers if learner.pending else self.result.pages
        load.latencies.append(self._now() - learner.due)
        load.statuses[status] += 1
        if not learner.pending:
            self._finish(learner) if status == 200 else self._count_error(learner, f"page: {status}")
            return
        path, _, anchor = header(head, b"location").decode().partition("#")
        step = self.steps[learner.step]
        if status != 303 or anchor != f"q-{step.question}":
            self._count_error(learner, f"answer: {status} {path}".rstrip())
            return
        self.result.acknowledged.append(learner.pending)
        learner.step += 1
        if self.pages:
            learner.pending = ""
            self._start_request(learner, learner.page(path))
        else:
            self._finish(learner)

    def _count_error(self, learner: _LearnerConnection, error: str) -> None:
        self.result.errors[error] += 1
        self._finish(learner)

    def _finish(self, learner: _LearnerConnection) -> None:
        self.busy -= 1
        learner.pending = None
        if learner.waiting:
            self._start_answer(learner, learner.waiting.popleft())


def header(head: bytes | bytearray, name: bytes) -> bytes:
    """Value of a header, empty where there is none. ``name`` is in lower case."""
    for line in bytes(head).split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.lower() == name:
            return value.strip()
    return b""
