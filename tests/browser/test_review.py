"""My words by keyboard alone, with JavaScript and without: keep one, review it, drop it and take that back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.serving import Site
from conftest import SLUG

pytestmark = pytest.mark.browser
ACCEPTANCE = 5
"""The place of «قبول» in the first paragraph."""


def kept(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/texts/{SLUG}/words/1")
    page.locator(f"#w-{ACCEPTANCE}").get_by_role("link", name="المزيد").press("Enter")
    keep = page.locator(f"#w-{ACCEPTANCE} button[type=submit]")
    expect(keep).to_be_visible()
    keep.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("أُضيفت إلى كلماتي")


def fits(page: Page) -> bool:
    return bool(page.locator("html").evaluate("node => node.scrollWidth <= node.clientWidth"))


def test_a_word_is_kept_and_reviewed_by_keyboard(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    kept(page, site)
    page.goto(f"{site.url}/words")
    expect(page.locator("#front strong")).to_have_text("قبول")
    expect(page.get_by_text("acceptance")).to_be_hidden()
    expect(page.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("acceptance")).to_be_visible()
    assert fits(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="من جديد")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="جيد")).to_be_focused()
    expect(page.get_by_role("button", name="بعد ١٠ دقائق")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("انتهت مراجعة اليوم")).to_be_visible()
    expect(page.get_by_text("موعد المراجعة التالية: بعد ١٠ دقائق")).to_be_visible()


def test_a_word_is_dropped_and_brought_back_by_keyboard(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    kept(page, site)
    page.goto(f"{site.url}/words/all")
    word = page.locator(".words li").filter(has_text="acceptance")
    assert fits(page)
    word.get_by_role("button", name="حذف").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("حُذفت من كلماتي")
    expect(word).to_have_count(0)
    page.get_by_role("button", name="تراجع").press("Enter")
    expect(word).to_be_visible()


def test_the_file_for_anki_is_downloaded(page: Page, site: Site) -> None:
    kept(page, site)
    page.goto(f"{site.url}/words/all")
    with page.expect_download() as found:
        page.get_by_role("link", name="تنزيل الملف").click()
    assert found.value.suggested_filename == "fahm-words.txt"
    assert found.value.path().read_text(encoding="utf-8").startswith("#separator:tab\n")
