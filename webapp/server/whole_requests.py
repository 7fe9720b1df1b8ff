"""Requests read whole before a thread takes them, so that a body that never comes holds a connection and no thread.

The server calls :class:`WholeRequests` on its event loop (RSGI, granian's own interface), which waits for the body of
each request; the Flask application (WSGI) then runs in one of a fixed number of threads. Called by WSGI, the server
would have a thread wait for each body for as long as the connection stays open: it has no time limit for bodies.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from webapp.server.request_threads import RequestThreads

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment
    from granian.rsgi import Scope

THREADS_PER_WORKER = 16
"""Number of requests that a worker handles at a time."""
FIRST_SECONDS = 15.0
"""Seconds in which a body must come, however small it is."""
BYTES_PER_SECOND = 500
"""Each so many bytes that have come give the rest one second more: a slow phone sends four times as many."""
MAX_BUFFERED_BYTES = 64 * 1024 * 1024
"""Bytes of bodies that a worker keeps at a time, until they are answered.

Where more come, the unfinished ones that began first are refused: whoever lets bodies come slowly on purpose holds them
for long, and a reader's form is there at once.
"""
TOO_SLOW = "انقطع إرسال هذه الصفحة قبل أن يكتمل. أعد المحاولة.\nThe request did not arrive in time. Please try again.\n"
NOT_WHOLE = "وصل الطلب ناقصًا. أعد المحاولة.\nThe request arrived incomplete. Please try again.\n"
NO_LENGTH = "لا يُقبل طلب لا يذكر طوله.\nA request must state its length (Content-Length).\n"
TOO_BUSY = "الخادم مشغول الآن. أعد المحاولة بعد قليل.\nThe server is busy. Please try again in a moment.\n"
WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods whose requests have no body as a rule; one that is sent all the same is not read."""


class HTTPProtocol(Protocol):
    """Granian's side of one request: the body's chunks, and the ways to reply."""

    def __aiter__(self) -> Any: ...
    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None: ...
    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


class BodyRefusedError(Exception):
    """A body that is not waited for any longer: the status and the words of the reply."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status)
        self.status, self.message = status, message


@dataclass(eq=False)
class _Arriving:
    """A body on its way: its deadline, the bytes of it that are counted, and whether it had to make room."""

    deadline: asyncio.Timeout
    length: int = 0
    made_room: bool = False


class WholeRequests:
    """RSGI application that reads each request whole and hands it to a WSGI application in a thread.

    ``max_body`` tells for a path the size in bytes from which on a body is not read: the application refuses it by its
    length. Errors of the application are the server's business: it replies 500.
    """

    def __init__(self, app: WSGIApplication, max_body: int | Callable[[str], int]) -> None:
        self._app = app
        self._max_body = max_body if callable(max_body) else lambda path: max_body
        self._buffered = 0
        self._arriving: dict[_Arriving, None] = {}  # the oldest first

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start the threads, in the process that serves."""
        self._loop = loop
        self._threads = RequestThreads(loop, THREADS_PER_WORKER)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait for the requests that are being answered."""
        self._threads.close()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        if scope.method in WITHOUT_BODY:
            await self._threads.submit(partial(self._answer, scope, protocol, b""))
            return
        try:
            body = await self._body(scope, protocol)
        except BodyRefusedError as refused:
            headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
            protocol.response_str(refused.status, headers, refused.message)
            return
        try:
            await self._threads.submit(partial(self._answer, scope, protocol, body))
        finally:
            self._buffered -= len(body)

    async def _body(self, scope: Scope, protocol: HTTPProtocol) -> bytes:
        """Return the body; nothing if it is too long. BodyRefusedError if it is not whole, or comes too slowly.

        Where a connection breaks off, the server ends the body as if it were whole: its length alone tells.
        """
        if "transfer-encoding" in scope.headers:
            raise BodyRefusedError(411, NO_LENGTH)
        length = _declared_length(scope)
        if length > self._max_body(scope.path):
            return b""
        return await self._read(protocol, length)

    async def _read(self, protocol: HTTPProtocol, length: int) -> bytes:
        """Return a body of this length; it stays counted. BodyRefusedError if it has another, or comes too slowly."""
        chunks: list[bytes] = []
        whole, start = False, self._loop.time()
        arriving = _Arriving(asyncio.timeout_at(start + FIRST_SECONDS))
        self._arriving[arriving] = None
        try:
            async with arriving.deadline as deadline:
                async for chunk in protocol:
                    if arriving.made_room:
                        break
                    chunks.append(chunk)
                    arriving.length += len(chunk)
                    self._buffered += len(chunk)
                    if arriving.length > length:  # HTTP/2 takes bodies of which nobody has claimed a length
                        break
                    self._make_room()
                    if arriving.made_room or arriving.length == length:  # not waiting for its end: a turn of the loop
                        break
                    deadline.reschedule(start + FIRST_SECONDS + arriving.length / BYTES_PER_SECOND)
            whole = arriving.length == length and not arriving.made_room
        except TimeoutError:
            if not arriving.made_room:
                raise BodyRefusedError(408, TOO_SLOW) from None
        finally:
            del self._arriving[arriving]
            if not whole:
                self._buffered -= arriving.length
        if not whole:
            raise BodyRefusedError(503, TOO_BUSY) if arriving.made_room else BodyRefusedError(400, NOT_WHOLE)
        return b"".join(chunks)

    def _make_room(self) -> None:
        """Refuse the unfinished bodies that began first, until the others fit."""
        for arriving in list(self._arriving):
            if self._buffered <= MAX_BUFFERED_BYTES:
                return
            self._buffered -= arriving.length
            arriving.length, arriving.made_room = 0, True
            if not arriving.deadline.expired():
                arriving.deadline.reschedule(self._loop.time())

    def _answer(self, scope: Scope, protocol: HTTPProtocol, body: bytes) -> None:
        """Run the application on a request that is there whole, and send what it returns."""
        status, headers = 500, list[tuple[str, str]]()

        def start_response(line: str, fields: list[tuple[str, str]], exc_info: object = None) -> Any:
            nonlocal status, headers
            status, headers = int(line.partition(" ")[0]), fields

        parts: Iterable[bytes] = self._app(_environ(scope, body), start_response)
        try:
            content = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        protocol.response_bytes(status, headers, content)


def _declared_length(scope: Scope) -> int:
    """Length in bytes that the request claims for its body; 0 where it claims none."""
    claimed = scope.headers.get("content-length") or ""
    return int(claimed) if claimed.isascii() and claimed.isdigit() else 0


def _environ(scope: Scope, body: bytes) -> WSGIEnvironment:
    """Return a request in the form of PEP 3333."""
    host, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),  # an IPv6 address has brackets beside its port
        "HTTP_HOST": scope.authority or "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,  # Werkzeug's: the stream ends by itself, whatever length is claimed
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    fields: dict[str, str] = {}
    for name, value in scope.headers.items():
        if "_" in name:  # would pass for the name with a hyphen, which a proxy may have set or taken away
            continue
        key = name.replace("-", "_").upper()
        separator = ";" if key == "COOKIE" else ","
        fields[key] = f"{fields[key]}{separator}{value}" if key in fields else value
    for key, value in fields.items():
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    return environ
