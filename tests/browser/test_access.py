"""axe-core finds nothing on any page: each theme, at 320 px, and at 200 % zoom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser.driving import by_mouse, leave
from conftest import SLUG, right_fields, wrong_fields
from webapp.content import Lesson, check_file

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent
TEXT = f"/texts/{SLUG}"
PAGES = ("/", "/me", "/settings/", f"{TEXT}/", f"{TEXT}/1", f"{TEXT}/result", "/words", "/no-such-page")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # to tell what is well takes as long again, or twice
}
WINDOWS = {"320px": {"width": 320, "height": 700}, "zoom-200": {"width": 640, "height": 450}}


@pytest.fixture(scope="module")
def content() -> Path:
    return ROOT


@pytest.fixture(scope="module")
def article() -> Lesson:
    lesson, problems = check_file(ROOT / "questions" / f"{SLUG}.yaml", ROOT)
    assert lesson, problems
    return lesson


@pytest.fixture(params=["light", "dark", "sepia", "contrast"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=WINDOWS)
def reader(request: pytest.FixtureRequest, browser: Browser, open_site: str, theme: str) -> Iterator[Page]:
    """A reader of one theme in a narrow window; 200 % of 1280 px is what 640 px are at a doubled pixel ratio."""
    ratio = 2 if request.param == "zoom-200" else 1
    context = browser.new_context(
        viewport=WINDOWS[request.param], device_scale_factor=ratio, locale="ar", reduced_motion="reduce"
    )
    context.add_cookies([{"name": "fahm_look", "value": f"theme-{theme}", "url": open_site}])
    context.set_default_timeout(10_000)
    yield context.new_page()
    leave(context)


def faults(page: Page) -> list[str]:
    """What axe finds, told so that it can be mended."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}\n{node['failureSummary']}" for one in found for node in one["nodes"]]


def too_wide(page: Page) -> bool:
    """Whether a reader must scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_every_page(reader: Page, open_site: str) -> None:
    for address in PAGES:
        reader.goto(open_site + address)
        assert faults(reader) == [], address
        assert not too_wide(reader), address


def answer(page: Page, name: str, fields: dict[str, object]) -> None:
    """Hand in one answer, and wait for the page with its mark; what is settled already takes none."""
    card = page.locator(f"[id='q-{name}']")
    if card.locator("button[name=check]").count() == 0:
        return
    with page.expect_event("load"):
        by_mouse(card, fields)
    expect(card.locator(".feedback")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"], indirect=True)
def test_a_paragraph_with_marked_answers(reader: Page, open_site: str, article: Lesson) -> None:
    reader.goto(f"{open_site}{TEXT}/1")
    for place in (1, 2):
        names = [item.question.id for item in article.of(place)]
        for name in names:
            answer(reader, name, wrong_fields(article, name))
        assert faults(reader) == []
        for name in names:
            answer(reader, name, right_fields(article, name))
        assert faults(reader) == []
        assert not too_wide(reader)
        reader.locator(".onward a").click()
