"""The library of many texts: found by keyboard and without JavaScript, in an address that can be passed on."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import many_texts
from browser.accessibility import DESK, PHONE, check_page, check_widths, looks
from browser.chromium import leave, new_context
from browser.driving import tab_to

pytestmark = pytest.mark.browser
COUNT = 40


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many_texts.write_texts(tmp_path_factory.mktemp("many") / "content", COUNT)


def test_texts_are_found_by_keyboard_and_the_address_shows_the_same(
    page: Page, browser: Browser, open_site: str
) -> None:
    page.goto(open_site)
    expect(page.locator(".text-card")).to_have_count(COUNT + 1)
    tab_to(page, page.locator("#find-words"))
    page.keyboard.type("رحله القطار")
    tab_to(page, page.locator(".find summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#find-level"))
    page.keyboard.type("B1")
    tab_to(page, page.locator(".find details button"))
    page.keyboard.press("Enter")
    expect(page.locator(".found")).to_be_visible()
    expect(page.locator(".text-card")).to_have_count(7)
    expect(page.locator("#find-words")).to_have_value("رحله القطار")
    expect(page.locator("#find-level")).to_have_value("B1")
    friend = new_context(browser)
    other = friend.new_page()
    other.goto(page.url)
    expect(other.locator(".text-card")).to_have_count(7)
    leave(friend)
    page.locator(".found a").click()
    expect(page.locator(".text-card")).to_have_count(COUNT + 1)


@pytest.mark.parametrize("query", ["", "?level=B1&genre=science", "?q=ديناصور"])
def test_the_shelf_is_accessible_and_fits(browser: Browser, open_site: str, query: str) -> None:
    context = new_context(browser)
    page = context.new_page()
    page.goto(f"{open_site}/{query}")
    check_page(page, *looks(PHONE, DESK))
    check_widths(page, 360, 768, 1280)
    leave(context)
