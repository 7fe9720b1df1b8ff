"""Servers for a measurement, on a free port, ended when the block ends: ``fahm serve``, and others like it."""

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
SECRET = "only for measuring"
START = """
import sys
from benchmarks.apps import chosen
from webapp.server.worker_processes import listen
listen(chosen(), "127.0.0.1", int(sys.argv[1]), workers=2, in_worker=lambda: None)
"""


@dataclass(frozen=True)
class Running:
    """A server that answers: its port, its processes, and how long the first byte took from the start, in seconds."""

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
        """Memory of all its processes, or of these, in MiB; a page that n processes share counts as 1/n for each."""
        lines = (
            line for pid in pids or self.pids for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        )
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@contextmanager
def serving(app: str, data: Path, preload: Path | None = None) -> Iterator[Running]:
    """Run ``fahm serve`` itself, or on the same server another of :data:`benchmarks.apps.FACTORIES`.

    ``preload`` is a library put before the C library.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"BENCH_APP": app, "FAHM_DATA": str(data), "FAHM_CONTENT": str(ROOT), "FAHM_SECRET": SECRET}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has been compiled
    words = ["-m", "webapp.cli", "serve", "--port"] if app == "fahm" else ["-c", START]
    if preload:
        env["LD_PRELOAD"] = str(preload)
    began = time.perf_counter()
    server = subprocess.Popen([sys.executable, *words, str(port)], cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        first_byte = _first_byte(port, server, began)
        yield Running(port, _family(server.pid), first_byte)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _first_byte(port: int, server: subprocess.Popen[bytes], began: float) -> float:
    while time.perf_counter() - began < 30:
        if server.poll() is not None:
            raise RuntimeError("the server ended by itself")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
                line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if line.recv(1):
                    return time.perf_counter() - began
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("the server did not come up within 30 s")


def _family(pid: int) -> tuple[int, ...]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (pid, *(int(child) for child in children))
