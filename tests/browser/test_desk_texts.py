"""A question file is written at the desk: a slip is found at its line, kept as a draft, mended and published."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.accessibility import DESK, PHONE, check_page, too_wide
from browser.school import become_teacher
from browser.serving import Site

pytestmark = pytest.mark.browser
SLUG = "river"
LOOKS = ((PHONE, "light"), (DESK, "dark"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).click()


def save(page: Page) -> None:
    """Save, and wait for the page that tells of it: the script asks for the server before it sends the form."""
    press(page, "حفظ")
    expect(page.locator(".notice").first).to_be_visible()


def publish(page: Page) -> None:
    """Publish what is a draft."""
    page.locator(".text-tabs a").last.click()
    page.get_by_role("button", name="النشر الآن").click()
    expect(page.get_by_text("نُشر").first).to_be_visible()


def test_from_a_slip_to_what_readers_see(
    page: Page, river: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    looks = () if "without" in request.node.name else LOOKS  # axe is a script
    path = tmp_path / "questions" / "river.yaml"
    old = path.read_text()
    become_teacher(page.context, river)
    page.goto(f"{river.url}/desk/texts")
    check_page(page, *looks)
    page.get_by_role("link", name="عند النهر", exact=True).click()
    page.locator(".text-tabs").get_by_role("link", name="YAML").click()
    field = page.locator("#text")
    assert field.input_value() == old
    field.fill(old.replace("type: short", "type: shirt"))
    press(page, "فحص بلا حفظ")
    page.locator(".problems .error a").first.click()
    expect(page.locator(".numbers a:target")).to_be_in_viewport()
    check_page(page, *looks)
    press(page, "حفظ")
    expect(page.get_by_text("حُفظت المسودة وفيها أخطاء").first).to_be_visible()
    assert path.read_text() == old
    page.locator("#text").fill(old.replace("عند النهر", "على ضفة النهر"))
    page.locator("#why").fill("عنوان أوضح")
    press(page, "حفظ")
    expect(page.get_by_text("حُفظ مسودة").first).to_be_visible()
    assert path.read_text() == old
    page.get_by_role("link", name=re.compile("^النسخة ٣")).click()
    expect(page.locator("tr.added code").first).to_contain_text("title: على ضفة النهر")
    check_page(page, *looks)
    for width in (390, 768):
        page.set_viewport_size({"width": width, "height": 900})
        assert not too_wide(page)
    press(page, "استعادة هذه النسخة")
    expect(page.get_by_text("لا يوجد ما يُحفظ").first).to_be_visible()
    publish(page)
    assert path.read_text() == old.replace("عند النهر", "على ضفة النهر")


def test_readers_have_the_new_version_from_every_worker(page: Page, river: Site) -> None:
    become_teacher(page.context, river)
    page.goto(f"{river.url}/desk/texts/{SLUG}/yaml")
    page.locator("#text").fill(page.locator("#text").input_value().replace("عند النهر", "على ضفة النهر"))
    save(page)
    publish(page)
    for _ in range(600):  # both workers answer in turn; the slower one looks every second
        seen = [page.request.get(f"{river.url}/texts/{SLUG}/").text() for _ in range(8)]
        if all("على ضفة النهر" in html for html in seen):
            return
    raise AssertionError("a worker has the old version")
