"""The closed loop: a server may close a connection after an answer that says so."""

from __future__ import annotations

import socketserver
import threading

import pytest

from benchmarks.closed_loop import run_closed_loop

pytestmark = pytest.mark.benchmark


class Closing(socketserver.StreamRequestHandler):
    """Refuses, and hangs up, as some servers do after an error."""

    def handle(self) -> None:
        while self.rfile.readline() != b"\r\n":
            pass
        self.wfile.write(b"HTTP/1.1 500 NO\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nno")


def test_a_closed_connection_is_opened_again():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Closing) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        found = run_closed_loop(server.server_address[1], lambda: b"GET / HTTP/1.1\r\n\r\n", 2, seconds=60, limit=9)
        server.shutdown()
        thread.join()
    assert found.statuses == {500: 9}
    assert len(found.latencies) == 9
