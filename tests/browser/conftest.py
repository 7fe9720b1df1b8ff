"""A real server and a real Chromium for the browser tests."""

from __future__ import annotations

import contextlib
import os
import shutil
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
from playwright.sync_api import Browser, Error, Page, expect

from browser.chromium import WAIT_MS, Chromium, leave, new_context
from browser_setup import find_browser, in_ci
from conftest import ARTICLE, SLUG
from webapp.content import Lesson, Library

ROOT = Path(__file__).parent.parent.parent
TEST_SECONDS = 60
expect.set_options(timeout=WAIT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """End each browser test in time. A signal fails the test alone; the whole suite's limit ends the process."""
    method = "signal" if hasattr(os, "fork") else "thread"
    for item in items:
        if item.get_closest_marker("browser") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(TEST_SECONDS, method=method))


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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The browser of this process; a missing one fails in CI and is named elsewhere."""
    path = find_browser()
    if path is None:
        message = "no Chromium, Chrome or Edge here: see tests/browser_setup.py"
        if in_ci():
            pytest.fail(message)
        pytest.skip(message)
    shared = Chromium(path)
    yield shared
    shared.close()


@pytest.fixture
def browser(chromium: Chromium) -> Browser:
    """A running browser, whatever became of it in the test before."""
    return chromium.browser()


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """The servers that tests of this process share."""
    with contextlib.ExitStack() as stack:
        yield Servers(stack)


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


@pytest.fixture
def site(servers: Servers) -> Site:
    """``fahm serve`` over the real texts, shared by readers who know nothing of each other."""
    return servers.of(ARTICLE).from_now()


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Site]:
    """``fahm serve`` as people start it for the first time, with an empty data folder."""
    with served(ARTICLE, tmp_path / "data") as running:
        yield running


@pytest.fixture(scope="module")
def content() -> Path:
    """The content folder of ``open_site``: the real texts, where a module has no other."""
    return ROOT


@pytest.fixture(scope="module")
def open_site(content: Path, servers: Servers) -> str:
    """The address of a shared server over the module's ``content``."""
    return servers.of(content).url


@pytest.fixture(scope="session")
def open_gates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder with the article and its words, every gate open."""
    folder = tmp_path_factory.mktemp("open")
    shutil.copytree(ARTICLE / "seeds", folder / "seeds")
    (folder / "questions").mkdir()
    for name in (f"{SLUG}.yaml", f"{SLUG}.words.yaml"):
        source = (ARTICLE / "questions" / name).read_text(encoding="utf-8")
        (folder / "questions" / name).write_text(source.replace("gate: answered", "gate: open"), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def article() -> Lesson:
    """The real article."""
    return Library(ARTICLE).snapshot.lessons[SLUG]


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
    context = new_context(
        browser, viewport={"width": 390, "height": 800}, java_script_enabled=request.param, reduced_motion="reduce"
    )
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
