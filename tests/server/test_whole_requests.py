"""Requests read whole: bodies that come slowly, too long, broken off or without a length hold no thread."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.server_process import RunningServer, running_server
from webapp.server import whole_requests
from webapp.server.whole_requests import WholeRequests

SLOW_SOCKETS = 100
"""More than the threads of two workers."""
HEAD = "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the server is started as on Linux and macOS")


class Headers(dict[str, str]):
    """Header fields of one request; a name that is there twice is not needed here."""


class Request:
    """One request as granian hands it over, and what was replied."""

    def __init__(self, chunks: list[bytes], method: str = "POST", never_ends: bool = False, **fields: str) -> None:
        headers = Headers({name.replace("_", "-"): value for name, value in fields.items()})
        self.scope: Any = SimpleNamespace(
            method=method,
            path="/ا",
            query_string="a=1",
            http_version="1.1",
            scheme="http",
            server="127.0.0.1:8000",
            client="127.0.0.2:4000",
            authority=None,
            headers=headers,
        )
        self.chunks, self.never_ends = chunks, never_ends
        self.status, self.said = 0, b""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            yield chunk
        if self.never_ends:
            await asyncio.Event().wait()

    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None:
        self.status, self.said = status, body.encode()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.said = status, body


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Reply with the body of the request."""
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def answered(request: Request, app: Any = echo, max_body: int = 1000) -> Request:
    """The request, answered."""

    async def answer() -> None:
        whole = WholeRequests(app, max_body)
        loop = asyncio.get_running_loop()
        whole.__rsgi_init__(loop)
        try:
            await whole.__rsgi__(request.scope, request)
        finally:
            whole.__rsgi_del__(loop)

    asyncio.run(answer())
    return request


def test_a_body_in_pieces_reaches_the_application_whole() -> None:
    request = answered(Request([b"abc", b"de"], content_length="5"))
    assert (request.status, request.said) == (200, b"abcde")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param(Request([b"abc"], never_ends=True, content_length="5"), 408, id="never comes"),
        pytest.param(Request([b"abc"], content_length="5"), 400, id="broken off"),
        pytest.param(Request([b"abc"]), 400, id="without a length"),
        pytest.param(Request([b"abc"], transfer_encoding="chunked"), 411, id="chunked"),
    ],
)
def test_a_body_that_is_not_whole_is_refused_in_both_languages(
    request_: Request, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_requests, "FIRST_SECONDS", 0.01)
    answered(request_, app=None)
    arabic, english, _ = request_.said.decode().split("\n")
    assert request_.status == status
    assert any("\u0621" <= letter <= "\u064a" for letter in arabic)
    assert english.isascii()


def test_what_has_come_gives_the_rest_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_requests, "FIRST_SECONDS", 0.0)
    monkeypatch.setattr(whole_requests, "BYTES_PER_SECOND", 0.001)

    class Slow(Request):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for chunk in self.chunks:
                yield chunk
                for _ in range(3):  # the loop looks for what is overdue each time
                    await asyncio.sleep(0)

    request = answered(Slow([b"abc", b"de"], content_length="5"))
    assert (request.status, request.said) == (200, b"abcde")


def test_a_body_that_is_too_long_is_left_to_the_application_unread() -> None:
    lengths: list[object] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        lengths.append((environ["CONTENT_LENGTH"], environ["wsgi.input"].read()))
        return echo(environ, start_response)

    answered(Request([b"a"], never_ends=True, content_length="1001"), app)
    assert lengths == [("1001", b"")]


def test_unfinished_bodies_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_requests, "MAX_BUFFERED_BYTES", 4)
    assert answered(Request([b"abc", b"de"], content_length="5"), app=None).status == 503
    assert answered(Request([b"abcd"], content_length="4")).status == 200


def test_a_body_longer_than_it_claims_is_read_no_further() -> None:
    # HTTP/2 takes bodies that claim no length at all.
    request = Request([b"abc"] * 3, never_ends=True)
    assert answered(request, app=None).status == 400


@pytest.mark.parametrize("then", ["abc", "ab"])
def test_the_oldest_unfinished_bodies_make_room_for_new_ones(monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    monkeypatch.setattr(whole_requests, "MAX_BUFFERED_BYTES", 8)
    slow = [Request([b"abc"], never_ends=True, content_length="9") for _ in range(2)]
    forms = [Request([then.encode()], content_length=str(len(then))) for _ in range(3)]

    async def answer() -> int:
        whole = WholeRequests(echo, 1000)
        whole.__rsgi_init__(asyncio.get_running_loop())
        waiting = [asyncio.create_task(whole.__rsgi__(request.scope, request)) for request in slow]
        await asyncio.sleep(0)
        for form in forms:
            await whole.__rsgi__(form.scope, form)
        held = whole._buffered
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert whole._buffered == 0
        return held

    held = asyncio.run(answer())
    assert [form.status for form in forms] == [200, 200, 200]
    assert ([request.status for request in slow], held) == (([503, 0], 3) if then == "abc" else ([0, 0], 6))


def test_a_body_counts_until_it_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_requests, "MAX_BUFFERED_BYTES", 4)
    monkeypatch.setattr(whole_requests, "THREADS_PER_WORKER", 1)
    goes_on = threading.Event()

    def waits(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        goes_on.wait(10)
        return echo(environ, start_response)

    first, second = Request([b"abc"], content_length="3"), Request([b"de"], content_length="2")

    async def answer() -> None:
        whole = WholeRequests(waits, 1000)
        whole.__rsgi_init__(asyncio.get_running_loop())
        task = asyncio.create_task(whole.__rsgi__(first.scope, first))
        await asyncio.sleep(0)
        await whole.__rsgi__(second.scope, second)
        goes_on.set()
        await task
        assert whole._buffered == 0

    asyncio.run(answer())
    assert (first.status, second.status) == (200, 503)


def test_the_application_sees_what_pep_3333_says() -> None:
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(environ)
        return echo(environ, start_response)

    fields = {"host": "fahm.test", "content-type": "text/x", "x-a": "1", "x_forwarded_for": "9.9.9.9"}
    request = Request([], method="GET")
    request.scope.headers.update(fields)
    answered(request, app)
    assert seen["PATH_INFO"] == "/ا".encode().decode("latin-1")
    assert (seen["REMOTE_ADDR"], seen["SERVER_NAME"], seen["SERVER_PORT"]) == ("127.0.0.2", "127.0.0.1", "8000")
    assert (seen["HTTP_HOST"], seen["CONTENT_TYPE"], seen["HTTP_X_A"]) == ("fahm.test", "text/x", "1")
    assert "HTTP_X_FORWARDED_FOR" not in seen, "an underscore passes for a hyphen that a proxy watches over"


@pytest.mark.parametrize(
    ("client", "address"),
    [("127.0.0.2:4000", "127.0.0.2"), ("[2001:db8::1]:4000", "2001:db8::1"), ("[fe80::1%2]:4000", "fe80::1%2")],
)
def test_the_clients_address_has_no_brackets(client: str, address: str) -> None:
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(environ)
        return echo(environ, start_response)

    request = Request([], method="GET")
    request.scope.client = client
    answered(request, app)
    assert seen["REMOTE_ADDR"] == address


def test_what_the_application_opened_is_closed() -> None:
    class Parts(list[bytes]):
        closed = False

        def close(self) -> None:
            self.closed = True

    parts = Parts([b"a", b"b"])

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return parts

    assert answered(Request([], method="GET"), app).said == b"ab"
    assert parts.closed


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server("fahm", tmp_path_factory.mktemp("data")) as running:
        yield running


def status_of(port: int, text: str) -> str:
    """The status line that a request gets."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(text.encode())
        return line.recv(200).decode("latin-1").partition("\r\n")[0]


def test_a_hundred_bodies_that_never_come_keep_no_reader_waiting(server: RunningServer) -> None:
    with ExitStack() as kept:
        for _ in range(SLOW_SOCKETS):
            line = kept.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))
            line.sendall((HEAD.format(path="/me/resume") + "Content-Length: 1000\r\n\r\na=").encode())
        for path in ("/healthz", "/", "/join"):
            assert status_of(server.port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n") == "HTTP/1.1 200 OK"


def test_a_form_that_is_too_long_gets_the_page_that_says_so(server: RunningServer) -> None:
    too_long = HEAD.format(path="/me/resume") + "Content-Length: 300000\r\n\r\n"
    assert status_of(server.port, too_long) == "HTTP/1.1 413 Payload Too Large"


def test_a_form_whose_connection_breaks_off_is_not_taken(server: RunningServer, tmp_path: Path) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall((HEAD.format(path="/me/resume") + "Content-Length: 1000\r\n\r\na=").encode())
        line.shutdown(socket.SHUT_WR)
        reply = line.recv(200).decode("latin-1").partition("\r\n")[0]
    assert reply in {"", "HTTP/1.1 400 Bad Request"}


def test_the_server_speaks_neither_http_2_nor_websockets(server: RunningServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.settimeout(10)
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0")
        assert not connection.recv(100).startswith(b"\0\0"), "no frame of HTTP/2"
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.settimeout(10)
        connection.sendall(
            b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 400 "), "refused, without a fault of ours"
