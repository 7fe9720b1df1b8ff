"""Processor time of a page and of an answer, and the functions that take most of it.

The WSGI application is called in this process, without a server. First without a profiler, for the time; then under
cProfile, for the shares. The profiler makes many small functions look more expensive than few large ones.
"""

from __future__ import annotations

import cProfile
import io
import pstats
import queue
import sysconfig
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.browser_requests import SLUG, Reader, answer_posts
from benchmarks.server_process import ROOT, SECRET
from webapp import create_app
from webapp.config import Config
from webapp.store.sql.engine.write_queue import WriteQueue, _QueuedJob

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

FunctionKey = tuple[str, int, str]
"""Key of a function in pstats: file, line, name."""
BROWSER = "gzip, deflate, br"
WARMUP_REQUESTS = 20
PAGE_SECONDS = 1.2e-3
"""Target of a page's processor time, and of an answer's: on a machine that does nothing else."""
ANSWER_SECONDS = 1.1e-3


@dataclass(frozen=True)
class RequestProfile:
    """Cost of one kind of request: median processor ``seconds``, their target, the most expensive functions."""

    name: str
    count: int
    seconds: float
    target: float
    top: tuple[tuple[str, float, float], ...]
    """Functions as ``module:function``, with their share of the profiled time (0 to 1) and their calls a request."""

    def table(self) -> str:
        """Table of the functions in Markdown."""
        lines = [f"| {name} | {share:.1%} | {calls:,.1f} |" for name, share, calls in self.top]
        head = f"### {self.name}: {self.seconds * 1e6:,.0f} µs of the processor"
        return "\n".join([head, "", "| function | own time | calls a request |", "|---|---|---|", *lines])


def environ_of(raw: bytes) -> dict[str, Any]:
    """WSGI environment of the bytes of a request."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, protocol = first.split(" ")
    path, _, query = target.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": protocol,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, _, value in (line.partition(":") for line in lines):
        key = name.strip().upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value.strip()
    return environ


def call_app(app: WSGIApplication, environ: dict[str, Any]) -> int:
    """Call the application, read its whole reply, and return the status."""
    statuses: list[str] = []

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Callable[[bytes], object]:
        statuses.append(status)
        return lambda piece: None

    reply = app(environ, start_response)
    try:
        for _ in reply:
            pass
    finally:
        close = getattr(reply, "close", None)
        if close:
            close()
    return int(statuses[0][:3])


def function_label(key: FunctionKey) -> str:
    """Label a function as ``module:function``; functions written in C as ``built-in:function``."""
    file, _, function = key
    if file in ("~", ""):
        return function.strip("<>").replace("built-in method ", "built-in:").replace("method ", "built-in:", 1)
    path = Path(file)
    homes = (ROOT, *(Path(sysconfig.get_path(name)) for name in ("purelib", "platlib", "stdlib")))
    inside = [path.relative_to(home) for home in homes if path.is_relative_to(home)]
    short = min(inside, key=lambda path_in_home: len(path_in_home.parts), default=Path(path.name))
    return f"{'.'.join(short.with_suffix('').parts).removesuffix('.__init__')}:{function}"


def most_expensive(stats: pstats.Stats, count: int, limit: int = 10) -> tuple[tuple[str, float, float], ...]:
    """Functions with the most own time: label, share of all time, calls a request."""
    own_seconds: defaultdict[str, float] = defaultdict(float)
    calls: defaultdict[str, int] = defaultdict(int)
    for key, (_, called, seconds, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        own_seconds[function_label(key)] += seconds
        calls[function_label(key)] += called
    total = sum(own_seconds.values()) or 1.0
    ordered = sorted(own_seconds, key=lambda name: -own_seconds[name])
    return tuple((name, own_seconds[name] / total, calls[name] / count) for name in ordered[:limit])


@contextmanager
def _one_thread() -> Iterator[None]:
    """Run the store's writes in the thread of their caller: a profile sees one thread."""
    through_queue = WriteQueue.run_with_others

    def run_directly(self: WriteQueue, kind: Callable[..., Any], arguments: Any) -> Any:
        task: _QueuedJob[Any] = _QueuedJob(kind, arguments)
        self._commit(task, queue.SimpleQueue())
        if task.error is not None:
            raise task.error
        return task.result

    WriteQueue.run_with_others = run_directly  # type: ignore[method-assign]
    try:
        yield
    finally:
        WriteQueue.run_with_others = through_queue  # type: ignore[method-assign]


RequestPair = tuple[bytes, bytes]
"""A request that is not measured (or no bytes), and the request measured after it."""


def profile_requests(
    name: str,
    app: WSGIApplication,
    request_pairs: Callable[[], Iterator[RequestPair]],
    count: int,
    good: int,
    target: float,
) -> RequestProfile:
    """Run ``count`` requests without the profiler and ``count`` with it. Each reply must have the status ``good``."""
    source = request_pairs()

    def run(times: int, begin: Callable[[], object], end: Callable[[], object]) -> None:
        for _ in range(times):
            before, request = next(source)
            if before:
                call_app(app, environ_of(before))
            environ = environ_of(request)
            begin()
            status = call_app(app, environ)
            end()
            if status != good:
                raise RuntimeError(f"{name}: status {status} in place of {good}")

    started: list[float] = []
    stopped: list[float] = []

    def start() -> None:
        started.append(time.process_time())

    def stop() -> None:
        stopped.append(time.process_time())

    run(WARMUP_REQUESTS, lambda: None, lambda: None)
    run(count, start, stop)
    profiler = cProfile.Profile()
    with _one_thread():
        run(count, profiler.enable, profiler.disable)
    seconds = median(end - begin for begin, end in zip(started, stopped, strict=True))
    return RequestProfile(name, count, seconds, target, most_expensive(pstats.Stats(profiler), count))


def profiles(folder: Path, count: int) -> Iterator[RequestProfile]:
    """Profile a paragraph's page after an answer, and an answer; ``count`` requests of each, twice."""
    app = create_app(Config(ROOT, folder, SECRET, watch_seconds=0, proxies=1))  # each reader at an address of its own
    page = f"/texts/{SLUG}/1"
    reader = Reader()
    page_request = reader.get(page, BROWSER)
    with closing(app.extensions["fahm"].store):
        call_app(app, environ_of(reader.post(page, {"who-announced": ["0"]})))

        def after_an_answer() -> Iterator[RequestPair]:
            for post in answer_posts(4 * (count + WARMUP_REQUESTS)):
                yield post, page_request

        def posts() -> Iterator[RequestPair]:
            for post in answer_posts(4 * (count + WARMUP_REQUESTS)):
                yield b"", post

        yield profile_requests(
            "paragraph page, after an answer of somebody's", app, after_an_answer, count, 200, PAGE_SECONDS
        )
        yield profile_requests("answer", app, posts, count, 303, ANSWER_SECONDS)
