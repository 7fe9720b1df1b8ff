"""Servers of the browser tests: each is ``fahm serve`` over a content folder."""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Site:
    """A running Fahm: its address, its data folder, and the file that takes its output."""

    url: str
    data: Path
    log: int
    first: int = 0
    """The tries recorded before the test began."""

    def said(self) -> str:
        """The output up to now."""
        return os.pread(self.log, 1_000_000, 0).decode()  # the server writes through the same file: no seeking

    def tries(self) -> list[tuple[str, str, str]]:
        """Question, verdict and response of every try of this test."""
        with contextlib.closing(sqlite3.connect(self.data / "fahm.db")) as database:
            rows = database.execute(
                "select question, verdict, response from tries where seq > ? order by seq", [self.first]
            )
            return rows.fetchall()

    def from_now(self) -> Site:
        """The same site, which leaves out the tries of earlier tests."""
        with contextlib.closing(sqlite3.connect(self.data / "fahm.db")) as database:
            return replace(self, first=database.execute("select coalesce(max(seq), 0) from tries").fetchone()[0])


class Servers:
    """One server for each content folder; every browser context is a new reader."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._running: dict[Path, Site] = {}

    def of(self, content: Path) -> Site:
        """The server of a content folder, started when first asked for."""
        if content not in self._running:
            data = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
            self._running[content] = self._stack.enter_context(served(content, data))
        return self._running[content]


@contextlib.contextmanager
def served(content: Path, data: Path) -> Iterator[Site]:
    """Run ``fahm serve`` until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["serve", "--port", str(port), "--data", str(data), "--content", str(content)]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen([sys.executable, "-m", "webapp.cli", *words], cwd=ROOT, stdout=log, stderr=log)
        try:
            wait_until_up(f"http://127.0.0.1:{port}", server)
            yield Site(f"http://127.0.0.1:{port}", data, log.fileno())
        finally:
            stop(server)


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to end, and insist where it does not."""
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def wait_until_up(url: str, server: subprocess.Popen[bytes]) -> None:
    """Ask until the server answers with all its texts; meanwhile wait for it to die, which it should not.

    While texts are still being prepared, the front page loads itself again, which would end whatever a test does there.
    """
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{url}/", timeout=5) as reply:
                if "Refresh" not in reply.headers:
                    return
        except OSError:
            pass
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=0.1)
            pytest.fail("the server stopped by itself")
    pytest.fail("the server did not come up")
