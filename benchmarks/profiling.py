"""Where the time of a page and of an answer goes: processor time a request, and the functions that take most of it.

The WSGI application is called in this process, without a server around it. First without a profiler, for the time;
then under cProfile, for the shares. The profiler makes many small functions look dearer than few large ones.
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
from typing import TYPE_CHECKING, Any

from benchmarks.readers import SLUG, Reader, answers
from benchmarks.serving import ROOT, SECRET
from webapp import create_app
from webapp.config import Config
from webapp.store.sqlite.engine.write_queue import WriteQueue, _QueuedJob

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

Where = tuple[str, int, str]
"""A function as pstats names it: file, line, name."""
BROWSER = "gzip, deflate, br"
WARM = 20


@dataclass(frozen=True)
class Profile:
    """What requests of one kind cost: ``seconds`` of the processor each, and the shares of the dearest functions."""

    what: str
    count: int
    seconds: float
    top: tuple[tuple[str, float, float], ...]
    """``module:function``, its own share of the profiled time (0 to 1), and its calls a request."""

    def table(self) -> str:
        """The functions in Markdown."""
        lines = [f"| {name} | {share:.1%} | {calls:,.1f} |" for name, share, calls in self.top]
        head = f"### {self.what}: {self.seconds * 1e6:,.0f} µs of the processor"
        return "\n".join([head, "", "| function | own time | calls a request |", "|---|---|---|", *lines])


def environ_of(raw: bytes) -> dict[str, Any]:
    """A request as it goes over the line, as the WSGI server hands it to the application."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, protocol = first.split(" ")
    path, _, query = target.partition("?")
    found = {
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
        found[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value.strip()
    return found


def ask(app: WSGIApplication, environ: dict[str, Any]) -> int:
    """Call the application, take the whole of its reply, and say its status."""
    told: list[str] = []

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Callable[[bytes], object]:
        told.append(status)
        return lambda piece: None

    reply = app(environ, start_response)
    try:
        for _ in reply:
            pass
    finally:
        close = getattr(reply, "close", None)
        if close:
            close()
    return int(told[0][:3])


def name_of(where: Where) -> str:
    """``module:function``; what is written in C says so by its own name."""
    file, _, function = where
    if file in ("~", ""):
        return function.strip("<>").replace("built-in method ", "built-in:").replace("method ", "built-in:", 1)
    path = Path(file)
    homes = (ROOT, *(Path(sysconfig.get_path(name)) for name in ("purelib", "platlib", "stdlib")))
    inside = [path.relative_to(home) for home in homes if path.is_relative_to(home)]
    short = min(inside, key=lambda one: len(one.parts), default=Path(path.name))
    return f"{'.'.join(short.with_suffix('').parts).removesuffix('.__init__')}:{function}"


def dearest(stats: pstats.Stats, count: int, most: int = 10) -> tuple[tuple[str, float, float], ...]:
    """The functions with the most time of their own: name, share of it all, calls a request of ``count``."""
    own: defaultdict[str, float] = defaultdict(float)
    calls: defaultdict[str, int] = defaultdict(int)
    for where, (_, called, seconds, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        own[name_of(where)] += seconds
        calls[name_of(where)] += called
    whole = sum(own.values()) or 1.0
    ordered = sorted(own, key=lambda name: -own[name])
    return tuple((name, own[name] / whole, calls[name] / count) for name in ordered[:most])


@contextmanager
def _one_thread() -> Iterator[None]:
    """The writer's work in the thread of whoever asked for it: a profile sees one thread."""
    through_queue = WriteQueue.run_with_others

    def at_once(self: WriteQueue, kind: Callable[..., Any], asked: Any) -> Any:
        task: _QueuedJob[Any] = _QueuedJob(kind, asked)
        self._commit(task, queue.SimpleQueue())
        if task.error is not None:
            raise task.error
        return task.result

    WriteQueue.run_with_others = at_once  # type: ignore[method-assign]
    try:
        yield
    finally:
        WriteQueue.run_with_others = through_queue  # type: ignore[method-assign]


Turn = tuple[bytes, bytes]
"""A request that is not measured, and the one that is."""


def measure(what: str, app: WSGIApplication, turns: Callable[[], Iterator[Turn]], count: int, good: int) -> Profile:
    """``count`` requests without the profiler and ``count`` with it. Each reply must have the status ``good``."""
    source = turns()

    def run(times: int, begin: Callable[[], object], end: Callable[[], object]) -> None:
        for _ in range(times):
            before, request = next(source)
            if before:
                ask(app, environ_of(before))
            environ = environ_of(request)
            begin()
            status = ask(app, environ)
            end()
            if status != good:
                raise RuntimeError(f"{what}: status {status} in place of {good}")

    spent = 0.0

    def stop() -> None:
        nonlocal spent
        spent += time.process_time()

    def start() -> None:
        nonlocal spent
        spent -= time.process_time()

    run(WARM, lambda: None, lambda: None)
    run(count, start, stop)
    profiler = cProfile.Profile()
    with _one_thread():
        run(count, profiler.enable, profiler.disable)
    return Profile(what, count, spent / count, dearest(pstats.Stats(profiler), count))


def profiles(folder: Path, count: int) -> Iterator[Profile]:
    """A paragraph's page after an answer, and an answer; ``count`` requests of each, twice."""
    app = create_app(Config(ROOT, folder, SECRET, watch_seconds=0))
    page = f"/texts/{SLUG}/1"
    reader = Reader()
    again = reader.get(page, BROWSER)
    with closing(app.extensions["fahm"].store):
        ask(app, environ_of(reader.post(page, {"who-announced": ["0"]})))

        def after_an_answer() -> Iterator[Turn]:
            for post in answers(4 * (count + WARM)):
                yield post, again

        def posts() -> Iterator[Turn]:
            for post in answers(4 * (count + WARM)):
                yield b"", post

        yield measure("paragraph page, after an answer of somebody's", app, after_an_answer, count, 200)
        yield measure("answer", app, posts, count, 303)
