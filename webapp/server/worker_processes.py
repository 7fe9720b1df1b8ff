"""The server process: it makes the application once, and forks its workers from it.

A forked worker starts at once and shares memory with its parent for as long as neither writes to it; where forking is
not safe (macOS, Windows), each worker makes its own application from the environment.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Flask
from granian.constants import HTTPModes, Interfaces, TaskImpl
from granian.log import LogLevels
from granian.server import Server

from webapp import create_app
from webapp.config import Config, from_env, schools_file
from webapp.content import Library, Watcher
from webapp.server.garbage_collection import collect_garbage_seldom, exempt_existing_objects
from webapp.server.schools.school_dispatcher import SchoolDispatcher
from webapp.server.schools.schools_file import read_schools
from webapp.server.whole_requests import WholeRequests
from webapp.web.teacher.new_texts.upload_limits import most_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

FORKS_WORKERS = sys.platform == "linux"
"""True where workers are forked from this process."""
PR_SET_PDEATHSIG = 1
"""Option of prctl: the signal that a process gets when its parent ends."""
MAX_CONNECTIONS = 16_384
"""Number of connections that a worker holds at a time, where the limit of open files allows it.

Browsers keep theirs for half a minute after the last request. The server's default is 1024 in all: when a thousand
readers have been here within that half minute, the next one would wait until one of those ends.
"""
SWITCH_SECONDS = 0.003
"""Seconds for which a thread may hold the interpreter while another waits for it.

Answers give it up at each statement to SQLite, and have to come by it again: the shorter, the less they wait each time
for a report that a teacher reads (Python's own is five milliseconds). But within this time a page is drawn, and an
answer judged, without being broken off: with one millisecond, thirty readers at once cost a quarter more each.
"""
RESERVED_FILES = 256
"""Open files that a worker needs besides its connections: the database's, the log, the texts while they are read."""


def prepare_server(config: Config, library: Library, host: str, port: int, workers: int) -> Callable[[], None]:
    """Make the application; the returned function serves it until a signal ends that.

    ``library`` is kept fresh by its owner, and by each worker for itself.
    """

    def watch() -> None:
        Watcher(library, config.watch_seconds).start()

    library.hold_still_in_forks()
    return partial(serve, create_app(config, library), host, port, workers, watch)


def serve(app: WSGIApplication, host: str, port: int, workers: int, in_worker: Callable[[], None]) -> None:
    """Serve ``app`` until a signal ends it. Each worker calls ``in_worker`` first: threads do not survive a fork."""
    server = Server(
        "webapp.server.worker_processes:create_application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,  # browsers speak no HTTP/2 without TLS, nor do proxies to the server behind them
        websockets=False,
        task_impl=TaskImpl.asyncio,  # the server's own tasks know no timeout
        workers=workers,
        backpressure=_connection_limit(),
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=3,  # an open browser keeps its connection; stopping must not wait for it
    )
    sys.setswitchinterval(SWITCH_SECONDS)  # inherited by the workers
    collect_garbage_seldom()
    exempt_existing_objects()
    if not FORKS_WORKERS:
        server.serve()
        return
    multiprocessing.set_start_method("fork", force=True)  # Python 3.14 has another one by default
    server.serve(target_loader=partial(_start_worker, os.getpid(), app, in_worker), wrap_loader=False)


def create_application() -> WholeRequests:
    """Make the application anew, from the environment, where workers are not forked."""
    file = schools_file()
    return _read_whole(SchoolDispatcher(read_schools(file, from_env())[0]) if file else create_app())


def _read_whole(app: WSGIApplication) -> WholeRequests:
    # The limits are the same for all schools. The benchmarks serve applications that are not Fahm.
    services = app.extensions.get("fahm") if isinstance(app, Flask) else None
    config = app.config if isinstance(app, SchoolDispatcher) else services and services.config
    return WholeRequests(app, partial(most_bytes, config) if config else Config.max_form_bytes)


def _connection_limit() -> int:
    """Number of connections a worker may hold: the system's limit of open files, less those it needs itself."""
    if sys.platform == "win32":
        return 512  # the server's own choice
    import resource

    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + RESERVED_FILES
    if files < wanted:
        more = wanted if most == resource.RLIM_INFINITY else min(most, wanted)
        with suppress(OSError, ValueError):  # macOS grants less than it says
            resource.setrlimit(resource.RLIMIT_NOFILE, (more, most))
            files = more
    return max(128, min(files, wanted) - RESERVED_FILES)


def _start_worker(parent: int, app: WSGIApplication, in_worker: Callable[[], None]) -> Any:
    """Prepare a forked worker: it ends with its parent, however that ends; else it would keep the port.

    It ends at once (SIGKILL) and not by a signal that it would handle: Linux sends it once for each thread of the
    parent that ends, and the server hangs for good when a second one comes while it handles the first.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until the server sets its own: the parent's does nothing here
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    in_worker()
    return _read_whole(app)
