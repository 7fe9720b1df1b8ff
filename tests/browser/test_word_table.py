"""The table of words by keyboard: down a column with Enter, saved, and published; fits every width."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.accessibility import DESK, PHONE, check_page, too_wide
from browser.school import become_teacher
from browser.serving import Site

pytestmark = pytest.mark.browser
LOOKS = ((PHONE, "light"), (DESK, "dark"))


def test_words_are_filled_in_by_keyboard_and_published(
    page: Page, river: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    scripted = "without" not in request.node.name
    become_teacher(page.context, river)
    page.goto(f"{river.url}/desk/texts/river/words")
    check_page(page, *(LOOKS if scripted else ()))
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert not too_wide(page)
    field = page.locator('[name="w.0.meaning"]')
    field.focus()
    page.keyboard.type("معنى")
    if scripted:
        page.keyboard.press("Enter")
        expect(page.locator('[name="w.1.meaning"]')).to_be_focused()
        page.keyboard.press("Shift+Enter")
        expect(field).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator('[name="w.0.english"]')).to_be_focused()
    page.keyboard.type("meaning")
    page.get_by_role("button", name="حفظ", exact=False).first.click()
    expect(page.get_by_text("حُفظ مسودة").first).to_be_visible()
    expect(page.locator('[name="w.0.english"]')).to_have_value("meaning")
    page.locator(".text-tabs a").last.click()
    page.get_by_role("button", name="النشر الآن").click()
    expect(page.get_by_text("نُشر").first).to_be_visible()
    assert "meaning: معنى" in (tmp_path / "questions" / "river.words.yaml").read_text()
