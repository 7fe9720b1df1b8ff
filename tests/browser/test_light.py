"""Light: what a first visit to a paragraph carries over a weak network, and that nothing moves while it comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from browser.chromium import leave, new_context
from conftest import SLUG

pytestmark = pytest.mark.browser
KB = 1024
SHIFT = """
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted = (window.shifted ?? 0) + entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Visit:
    """Bytes over the wire by kind of file, and where they came from."""

    sizes: dict[str, dict[str, int]]
    hosts: set[str]

    def of(self, *kinds: str) -> int:
        return sum(sum(self.sizes.get(kind, {}).values()) for kind in kinds)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = new_context(browser, viewport={"width": 360, "height": 800}, reduced_motion="no-preference")
    yield made
    leave(made)


def visited(context: BrowserContext, address: str) -> tuple[Page, Visit]:
    """A first visit, counted by the browser itself."""
    page = context.new_page()
    page.add_init_script(SHIFT)
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    seen: dict[str, tuple[str, str]] = {}
    found = Visit({}, set())

    def begins(event: dict) -> None:
        seen[event["requestId"]] = (event["type"], event["response"]["url"])

    def ends(event: dict) -> None:
        kind, url = seen[event["requestId"]]
        found.sizes.setdefault(kind, {})[url] = int(event["encodedDataLength"])
        found.hosts.add(re.sub(r"^(\w+://[^/]+).*", r"\1", url))

    client.on("Network.responseReceived", begins)
    client.on("Network.loadingFinished", ends)
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    return page, found


def test_the_first_paragraph_is_one_trip(context: BrowserContext, open_site: str) -> None:
    _, visit = visited(context, f"{open_site}/texts/{SLUG}/1")
    assert visit.of("Document", "Stylesheet") <= 14 * KB, visit.sizes
    assert visit.of("Script") <= 12 * KB, visit.sizes
    assert sum(visit.of(kind) for kind in visit.sizes) <= 160 * KB, visit.sizes
    assert visit.hosts == {open_site}


def test_nothing_moves_when_the_fonts_come_late(context: BrowserContext, open_site: str) -> None:
    held: list[Route] = []
    context.route("**/*.woff2*", lambda route: held.append(route))
    page = context.new_page()
    page.add_init_script(SHIFT)
    page.goto(f"{open_site}/texts/{SLUG}/1", wait_until="domcontentloaded")
    page.evaluate(
        "new Promise((done) => new PerformanceObserver(() => done()).observe({ type: 'paint', buffered: true }))"
    )
    assert held
    for route in held:
        route.continue_()
    context.unroute("**/*.woff2*")
    page.evaluate("document.fonts.ready")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("window.shifted ?? 0") < 0.02
