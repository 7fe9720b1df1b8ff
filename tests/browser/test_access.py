"""axe-core finds nothing on any page: each theme, at 320 px, and at 200 % zoom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from browser.accessibility import PHONE, ZOOMED, check_page, looks
from browser.chromium import leave, new_context
from browser.driving import by_mouse
from conftest import SLUG, right_fields, wrong_fields
from webapp.content import Lesson

pytestmark = pytest.mark.browser
TEXT = f"/texts/{SLUG}"
PAGES = (
    "/",
    "/me",
    "/me/news",
    "/settings/",
    "/settings/language",
    f"{TEXT}/",
    f"{TEXT}/1",
    f"{TEXT}/result",
    "/words",
    "/no-such-page",
)


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A reader with a narrow window of two pixels to each of CSS's: a phone's, or a desk's at 200 %."""
    context = new_context(browser, viewport=PHONE, device_scale_factor=2)
    yield context.new_page()
    leave(context)


@pytest.mark.parametrize("address", PAGES)
def test_every_page(reader: Page, open_site: str, address: str) -> None:
    reader.goto(open_site + address)
    check_page(reader, *looks(PHONE, ZOOMED))


def test_the_theme_of_the_settings_is_the_one_that_is_looked_at(reader: Page, open_site: str) -> None:
    reader.context.add_cookies([{"name": "fahm_look", "value": "theme-sepia", "url": open_site}])
    reader.goto(open_site)
    expect(reader.locator("html")).to_have_attribute("data-theme", "sepia")


def answer(page: Page, name: str, fields: dict[str, object]) -> None:
    """Hand in one answer, and wait for the page with its mark; a settled question takes none."""
    card = page.locator(f"[id='q-{name}']")
    if card.locator("button[name=check]").count() == 0:
        return
    with page.expect_event("load"):
        by_mouse(card, fields)
    expect(card.locator(".feedback")).to_be_visible()


@pytest.mark.parametrize("window", [PHONE, ZOOMED], ids=["320px", "zoom-200"])
def test_a_paragraph_with_marked_answers(reader: Page, open_site: str, article: Lesson, window: ViewportSize) -> None:
    reader.set_viewport_size(window)
    reader.goto(f"{open_site}{TEXT}/1")
    for place in (1, 2):
        names = [item.question.id for item in article.items_at(place)]
        for name in names:
            answer(reader, name, wrong_fields(article, name))
        check_page(reader, (window, "light"), (window, "dark"))
        for name in names:
            answer(reader, name, right_fields(article, name))
        check_page(reader, (window, "light"), (window, "dark"))
        reader.locator(".onward a").click()
