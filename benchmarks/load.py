"""A closed loop over keep-alive connections: each sends its next request when it has its answer."""

from __future__ import annotations

import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

Ask = Callable[[], bytes]
"""Makes the next request, whole."""


@dataclass
class Load:
    """What came of one round: answers by status, and their seconds."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """Seconds that this share of the answers took at most."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    @property
    def median(self) -> float:
        """Seconds of the middle answer."""
        return statistics.median(self.latencies) if self.latencies else 0.0


class _Line:
    """One connection and the answer that is coming in on it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.began = 0.0
        self.buffer = b""
        self.wanted = -1
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.closing = False
        """Whether the server said that it closes the connection after this answer."""

    def ask(self, request: bytes) -> None:
        self.buffer, self.wanted = b"", -1
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def take(self) -> int:
        """Read what has come; the status when the answer is whole, else 0."""
        self.buffer += self.socket.recv(262_144)
        if self.wanted < 0:
            head, found, _ = self.buffer.partition(b"\r\n\r\n")
            if not found:
                return 0
            self.wanted = len(head) + 4 + _length(head)
            self.closing = b"\r\nconnection: close" in head.lower()
        return int(self.buffer[9:12]) if len(self.buffer) >= self.wanted else 0


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def hammer(port: int, ask: Ask, connections: int, seconds: float, most: int = 10**9) -> Load:
    """Send requests on ``connections`` lines for ``seconds``, ``most`` in all."""
    found, sent = Load(), 0
    waiting = selectors.DefaultSelector()
    lines = [_Line(port) for _ in range(connections)]
    began = time.perf_counter()
    for line in lines:
        waiting.register(line.socket, selectors.EVENT_READ, line)
        line.ask(ask())
        sent += 1
    open_lines = connections
    while open_lines and time.perf_counter() - began < seconds + 15:
        for key, _ in waiting.select(timeout=15):
            line: _Line = key.data
            status = line.take()
            if not status:
                continue
            found.latencies.append(time.perf_counter() - line.began)
            found.statuses[status] += 1
            if time.perf_counter() - began < seconds and sent < most:
                if line.closing:
                    waiting.unregister(line.socket)
                    line.socket.close()
                    line.open()
                    waiting.register(line.socket, selectors.EVENT_READ, line)
                line.ask(ask())
                sent += 1
            else:
                waiting.unregister(line.socket)
                open_lines -= 1
    found.seconds = time.perf_counter() - began
    for line in lines:
        line.socket.close()
    return found
