"""A real server and a real Chromium for the browser tests."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from browser.chromium import WAIT_MS, Chromium, errors_of, leave, new_context
from browser.school import School, first_teacher
from browser.serving import Servers, Site, served
from browser_setup import find_browser, in_ci
from conftest import ARTICLE, ROOT, SLUG
from webapp.content import Lesson, Library

TEST_SECONDS = 60
expect.set_options(timeout=WAIT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """End each browser test in time. A signal fails the test alone; the whole suite's limit ends the process."""
    method = "signal" if hasattr(os, "fork") else "thread"
    for item in items:
        if item.get_closest_marker("browser") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(TEST_SECONDS, method=method))


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


@pytest.fixture
def site(servers: Servers) -> Site:
    """``fahm serve`` over the article, shared by readers who know nothing of each other."""
    return servers.of(ARTICLE).from_now()


@pytest.fixture(scope="session")
def school(chromium: Chromium, servers: Servers) -> School:
    """The teacher of the shared server: its school has no other."""
    return first_teacher(chromium.browser(), servers.of(ARTICLE))


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Site]:
    """``fahm serve`` as people start it for the first time, with an empty data folder."""
    with served(ARTICLE, tmp_path / "data") as running:
        yield running


@pytest.fixture
def river(tmp_path: Path) -> Iterator[Site]:
    """``fahm serve`` over a folder that the test may change."""
    for folder, name in (("questions", "river.yaml"), ("seeds", "river.txt")):
        (tmp_path / folder).mkdir()
        shutil.copy(ROOT / "tests" / "content" / folder / name, tmp_path / folder)
    with served(tmp_path, tmp_path / "data") as running:
        yield running


@pytest.fixture(scope="module")
def content() -> Path:
    """The content folder of ``open_site``: that of ``site``, where a module has no other."""
    return ARTICLE


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


@pytest.fixture(scope="module")
def service_workers() -> str:
    """``block``, where a module does not ask to ``allow`` the service worker."""
    return "block"


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def page(request: pytest.FixtureRequest, browser: Browser, service_workers: str) -> Iterator[Page]:
    """A phone's page, once with JavaScript and once without; any error on it fails the test.

    Without motion: a transition between two pages that is cut short counts as an error of the page.
    """
    phone = {"width": 390, "height": 800}
    context = new_context(browser, viewport=phone, java_script_enabled=request.param, service_workers=service_workers)
    opened = context.new_page()
    faults = errors_of(opened)
    yield opened
    try:
        leave(context)
    except Error as error:
        faults.append(str(error))
    assert faults == []
