"""Two schools under paths of one host: on a device that reads in both, neither touches what the other keeps there."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.chromium import WAIT_MS, leave, new_context
from browser.serving import Site, stop, wait_until_up
from conftest import ARTICLE, ROOT, SLUG

pytestmark = pytest.mark.browser
FIRST = f"texts/{SLUG}/1"
CARD = "#q-summit-day"
KEPT = "محفوظة على هذا الجهاز، ولم تُرسل بعد"
CACHES = "async () => (await caches.keys()).filter((name) => name.startsWith('fahm-pages'))"


@pytest.fixture
def schools(tmp_path: Path) -> Iterator[tuple[Site, Site]]:
    """The schools ``north`` and ``south`` of one server."""
    file = tmp_path / "schools.yaml"
    lines = [f"  {name}: {{path: /{name}, data: {name}, content: {ARTICLE}}}" for name in ("north", "south")]
    file.write_text("\n".join(["schools:", *lines]), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["serve", "--schools", str(file), "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with contextlib.ExitStack() as stack:
        stack.callback(stop, server)
        sites = [Site(f"http://127.0.0.1:{port}/{name}/", tmp_path / name, log=-1) for name in ("north", "south")]
        for site in sites:
            wait_until_up(site.url.rstrip("/"), server)
        yield sites[0], sites[1]


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = new_context(browser, service_workers="allow")
    yield context
    leave(context)


def until(page: Page, condition: str) -> None:
    """Ask in the page until an asynchronous condition holds."""
    page.evaluate(f"""async () => {{
        const end = performance.now() + {WAIT_MS};
        while (!(await ({condition})())) {{
            if (performance.now() > end) throw new Error("waited too long");
            await new Promise(requestAnimationFrame);
        }}
    }}""")


def reads_with_copies(context: BrowserContext, site: Site, name: str) -> Page:
    """A page of a school, once all that can be read without a network is on the device; the library comes last."""
    page = context.new_page()
    page.goto(site.url + FIRST)
    until(
        page,
        f"""async () => {{
            await navigator.serviceWorker.ready;
            const pages = await caches.open("fahm-pages /{name}/");
            return navigator.serviceWorker.controller && (await pages.match("/{name}/", {{ ignoreVary: true }}));
        }}""",
    )
    return page


def test_an_answer_that_waits_in_one_school_is_neither_sent_nor_dropped_nor_shown_by_the_other(
    schools: tuple[Site, Site], phone: BrowserContext
) -> None:
    north, south = schools
    page = reads_with_copies(phone, north, "north")
    phone.set_offline(True)
    page.locator(f"{CARD} input[type=text]").fill("الأربعاء")
    page.locator(f"{CARD} button[name=check]").click()
    expect(page.locator(CARD)).to_contain_text(KEPT)
    page.close()
    phone.set_offline(False)

    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url) if request.url.endswith("/sync") else None)
    other = reads_with_copies(phone, south, "south")
    other.locator(f"{CARD} input[type=text]").fill("الخميس")
    other.locator(f"{CARD} button[name=check]").click()
    expect(other.locator(f"{CARD} .feedback")).to_be_visible()
    other.goto(f"{south.url}offline")
    expect(other.locator("#pages li")).not_to_have_count(0)
    expect(other.locator("#waiting")).to_be_hidden()
    assert {link.get_attribute("href").split("/")[1] for link in other.locator("#pages a").all()} == {"south"}
    assert asked == []
    assert other.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('fahm-out ')).length") == 1
    assert sorted(other.evaluate(CACHES)) == ["fahm-pages /north/", "fahm-pages /south/"]
    assert [response for *_, response in south.tries()] == ['"الخميس"']

    page = phone.new_page()
    page.goto(north.url + FIRST)
    expect(page.locator(f"{CARD} .feedback")).to_be_visible()
    assert asked == [f"{north.url}sync"]
    assert [response for *_, response in north.tries()] == ['"الأربعاء"']
