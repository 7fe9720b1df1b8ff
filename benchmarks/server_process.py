"""Servers to measure, on a free port, ended with the block: ``fahm serve``, or another application on its server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SECRET = "only for measuring, never for a school"
START_SCRIPT = """
import sys
from benchmarks.apps import chosen_app
from webapp.server.worker_processes import serve
serve(chosen_app(), "127.0.0.1", int(sys.argv[1]), workers=2, in_worker=lambda: None)
"""


@dataclass(frozen=True)
class RunningServer:
    """A server that answers: its port, its processes, and the seconds from its start to the first byte."""

    port: int
    pids: tuple[int, ...]
    first_byte: float

    def cpu_seconds(self) -> float:
        """Processor time of all its processes so far."""
        ticks = 0
        for pid in self.pids:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def pss_mib(self, pids: Iterable[int] | None = None) -> float:
        """Memory (PSS) of these processes, or of all, in MiB; a page shared by n processes counts as 1/n for each."""
        lines = (
            line for pid in pids or self.pids for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        )
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@contextmanager
def running_server(
    app: str, data: Path, preload: Path | None = None, content: Path = ROOT, database: str | None = None
) -> Iterator[RunningServer]:
    """Run ``fahm serve``, or another of :data:`benchmarks.apps.FACTORIES` on the same server.

    ``preload`` is a library for LD_PRELOAD; ``content`` holds the texts; ``database`` is its URL, where it is not a
    file in ``data``.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"BENCH_APP": app, "FAHM_DATA": str(data), "FAHM_CONTENT": str(content), "FAHM_SECRET": SECRET}
    env["FAHM_PROXIES"] = "1"  # readers say where they are: thousands at one address would meet its limits
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has been compiled
    arguments = ["-m", "webapp.cli", "serve", "--port"] if app == "fahm" else ["-c", START_SCRIPT]
    if database:
        env["FAHM_DATABASE"] = database
    if preload:
        env["LD_PRELOAD"] = str(preload)
    began = time.perf_counter()
    server = subprocess.Popen([sys.executable, *arguments, str(port)], cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        first_byte = _first_byte(port, server, began)
        yield RunningServer(port, _with_children(server.pid), first_byte)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _first_byte(port: int, server: subprocess.Popen[bytes], began: float) -> float:
    while time.perf_counter() - began < 30:
        if server.poll() is not None:
            raise RuntimeError("the server ended by itself")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if connection.recv(1):
                    return time.perf_counter() - began
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("the server did not come up within 30 s")


def _with_children(pid: int) -> tuple[int, ...]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (pid, *(int(child) for child in children))
