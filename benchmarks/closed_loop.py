"""Closed-loop load on keep-alive connections: each sends its next request when it has its reply."""

from __future__ import annotations

import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

NextRequest = Callable[[], bytes]
"""Builder of the bytes of the next request."""


@dataclass
class LoadResult:
    """Result of one round: number of replies by status, and their latencies in seconds."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Replies a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """Latency in seconds below which this share of the replies came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    @property
    def median(self) -> float:
        """Median latency in seconds."""
        return statistics.median(self.latencies) if self.latencies else 0.0


class _Connection:
    """One connection and the reply that is arriving on it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.began = 0.0
        self.buffer = b""
        self.expected_length = -1
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.closing = False
        """True if the server announced that it closes the connection after this reply."""

    def ask(self, request: bytes) -> None:
        self.buffer, self.expected_length = b"", -1
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def take(self) -> int:
        """Read what has arrived; the status when the reply is complete, else 0."""
        self.buffer += self.socket.recv(262_144)
        if self.expected_length < 0:
            head, separator, _ = self.buffer.partition(b"\r\n\r\n")
            if not separator:
                return 0
            self.expected_length = len(head) + 4 + _length(head)
            self.closing = b"\r\nconnection: close" in head.lower()
        return int(self.buffer[9:12]) if len(self.buffer) >= self.expected_length else 0


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def run_closed_loop(
    port: int, next_request: NextRequest, connections: int, seconds: float, limit: int = 10**9
) -> LoadResult:
    """Send requests on ``connections`` connections for ``seconds``, at most ``limit`` of them."""
    result, sent = LoadResult(), 0
    selector = selectors.DefaultSelector()
    all_connections = [_Connection(port) for _ in range(connections)]
    began = time.perf_counter()
    for connection in all_connections:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask(next_request())
        sent += 1
    open_connections = connections
    while open_connections and time.perf_counter() - began < seconds + 15:
        for key, _ in selector.select(timeout=15):
            connection: _Connection = key.data
            status = connection.take()
            if not status:
                continue
            result.latencies.append(time.perf_counter() - connection.began)
            result.statuses[status] += 1
            if time.perf_counter() - began < seconds and sent < limit:
                if connection.closing:
                    selector.unregister(connection.socket)
                    connection.socket.close()
                    connection.open()
                    selector.register(connection.socket, selectors.EVENT_READ, connection)
                connection.ask(next_request())
                sent += 1
            else:
                selector.unregister(connection.socket)
                open_connections -= 1
    result.seconds = time.perf_counter() - began
    for connection in all_connections:
        connection.socket.close()
    return result
