"""A real server and a real Chromium for the browser tests."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from browser.driving import leave
from browser_setup import find_browser, in_ci

ROOT = Path(__file__).parent.parent.parent
# Chromium's own calls home fail on a closed network, many at a time.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """A running Fahm: its address, its data folder, and the file that takes what it says."""

    url: str
    data: Path
    log: int

    def said(self) -> str:
        """What it has said so far."""
        return os.pread(self.log, 1_000_000, 0).decode()  # the server writes through the same file: no seeking


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process; a missing one fails in CI and is named elsewhere."""
    path = find_browser()
    if path is None:
        message = "no Chromium, Chrome or Edge here: see tests/browser_setup.py"
        if in_ci():
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """``fahm serve`` as people start it, on a free port, with a data folder of its own."""
    with served(ROOT, tmp_path / "data") as running:
        yield running


@pytest.fixture(scope="module")
def open_site(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for a whole module, over the module's ``content``; every browser context is a new reader."""
    with served(content, tmp_path_factory.mktemp("data")) as running:
        yield running.url


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
            server.terminate()
            server.wait(timeout=20)


def wait_until_up(url: str, server: subprocess.Popen[bytes]) -> None:
    """Ask until the server answers; between two questions, wait for it to die, which it should not."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as reply:
                assert reply.status == 200
                return
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(timeout=0.1)
                pytest.fail("the server stopped by itself")
    pytest.fail("the server did not come up")


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A phone's page, once with JavaScript and once without; any error on it fails the test.

    Without motion: a transition between two pages that is cut short counts as an error of the page.
    """
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, java_script_enabled=request.param, locale="ar", reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield opened
    try:
        leave(context)
    except Error as error:
        faults.append(str(error))
    assert faults == []
