"""The server process: how many connections it holds, and how long a thread may keep the others waiting."""

from __future__ import annotations

import multiprocessing
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from benchmarks.server_process import running_server
from webapp.server import worker_processes

resource = pytest.importorskip("resource", reason="Windows counts no open files")
IDLE = 1100
"""More than the server holds by itself."""


CONNECTIONS = worker_processes.MAX_CONNECTIONS


@pytest.mark.parametrize(
    ("soft", "hard", "granted", "held"),
    [
        (1024, 4096, 4096, 4096 - worker_processes.RESERVED_FILES),
        (
            1024,
            1 << 20,
            worker_processes.MAX_CONNECTIONS + worker_processes.RESERVED_FILES,
            worker_processes.MAX_CONNECTIONS,
        ),
        (256, 256, 256, 128),
        (1 << 20, 1 << 20, 1 << 20, CONNECTIONS),
    ],
)
def test_a_worker_holds_as_many_connections_as_the_system_grants(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, granted: int, held: int
):
    limits = [(soft, hard)]
    monkeypatch.setattr(resource, "getrlimit", lambda kind: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda kind, wanted: limits.append(wanted))
    assert worker_processes._connection_limit() == held
    assert limits[-1] == (granted, hard)


def test_where_the_system_grants_no_more_the_server_starts_all_the_same(monkeypatch: pytest.MonkeyPatch):
    def refuse(kind: int, wanted: tuple[int, int]) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda kind: (1024, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert worker_processes._connection_limit() == 1024 - worker_processes.RESERVED_FILES


@pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")
def test_a_thousand_idle_readers_do_not_keep_the_next_one_out(tmp_path: Path):
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < 2 * IDLE:
        pytest.skip("this machine grants too few open files")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], IDLE + 200), before[1]))
    try:
        with running_server("hello", tmp_path) as server, ExitStack() as kept:
            for _ in range(IDLE):
                line = kept.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))
                line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert line.recv(12) == b"HTTP/1.1 200"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture
def usual_turn() -> Iterator[float]:
    """Python's own switch interval, which it is again afterwards."""
    usual = sys.getswitchinterval()
    yield usual
    sys.setswitchinterval(usual)


def test_no_thread_keeps_the_interpreter_for_long_while_the_server_runs(
    monkeypatch: pytest.MonkeyPatch, usual_turn: float
) -> None:
    found: list[float] = []

    class Served:
        def __init__(self, *args: object, **settings: object) -> None:
            """Take what granian takes."""

        def serve(self, **loading: object) -> None:
            found.append(sys.getswitchinterval())

    monkeypatch.setattr(worker_processes, "Server", Served)
    monkeypatch.setattr(worker_processes, "collect_garbage_seldom", lambda: None)
    monkeypatch.setattr(multiprocessing, "set_start_method", lambda *args, **settings: None)
    worker_processes.serve(Flask("any"), "127.0.0.1", 0, workers=1, in_worker=lambda: None)
    assert found == [pytest.approx(worker_processes.SWITCH_SECONDS)]
    assert found[0] < usual_turn
