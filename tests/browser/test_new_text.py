"""A text is begun at the desk and its outline corrected, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.accessibility import DESK, PHONE, check_page, check_widths
from browser.chromium import leave, new_context
from browser.school import become_teacher
from browser.serving import Site

pytestmark = pytest.mark.browser
LOOKS = ((PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "contrast"))
TEXT = """رحلة إلى النهر

خرجت سلمى صباح السبت مع أخيها إلى ضفة النهر. حملا معهما خبزًا وتمرًا.

الغداء

جلسا تحت شجرة كبيرة، ثم أكلا معًا.

أقبل الصبحُ على الوادي
فاستفاق الطيرُ في الشجرْ
وجرى النهرُ كخيطٍ

عادا قبل المغرب.

كانت أمهما عند الباب.

قالت: الحمد لله على السلامة.
"""


@pytest.fixture
def desk(browser: Browser, river: Site) -> Iterator[Page]:
    """A page of a teacher whose browser runs scripts: axe is one."""
    context = new_context(browser)
    become_teacher(context, river)
    yield context.new_page()
    leave(context)


def begin(page: Page, site: Site) -> None:
    """Paste the text, and go on to its outline."""
    page.goto(f"{site.url}/desk/texts")
    page.get_by_role("link", name="نص جديد").click()
    page.locator("#text").fill(TEXT)
    page.get_by_role("button", name="متابعة").click()
    expect(page.locator(".block")).to_have_count(7)


def press(page: Page, step: str) -> None:
    """Press the button of a step, which may be folded away."""
    button = page.locator(f'button[name="step"][value="{step}"]').last
    if not button.is_visible():
        button.locator("xpath=ancestor::details/summary").click()
    button.click()


def kinds(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator('input[name="kind"]').all()]


def test_the_outline_is_corrected_by_clicks(desk: Page, river: Site) -> None:
    page = desk
    page.goto(f"{river.url}/desk/texts/new")
    check_page(page, *LOOKS)
    check_widths(page, 360, 390, 768, 1280)
    begin(page, river)
    for summary in page.locator(".more-steps summary").all()[:3]:
        summary.click()
    check_page(page, *LOOKS)
    check_widths(page, 360, 390, 768, 1280)
    field = page.locator(".block textarea").first
    field.evaluate("field => field.setSelectionRange(44, 44)")
    page.locator(".block").first.get_by_role("button", name="تقسيم عند المؤشر").click()
    expect(page.locator(".block")).to_have_count(8)
    press(page, "undo")
    expect(page.locator(".block")).to_have_count(7)
    page.locator(".block textarea").nth(4).fill("كلام جديد لا يضيع.")
    press(page, "paragraph 1")
    expect(page.locator('input[name="kind"]').nth(1)).to_have_value("paragraph")
    assert page.locator(".block textarea").nth(4).input_value() == "كلام جديد لا يضيع."


def test_evidence_that_would_be_lost_is_told(desk: Page, river: Site) -> None:
    page = desk
    page.goto(f"{river.url}/desk/texts/river/text")
    page.locator(".block.paragraph textarea").first.fill("كلام آخر تمامًا لا علاقة له بما كان.")
    press(page, "save")
    expect(page.locator("#lost")).to_be_visible()
    check_page(page, *LOOKS)
    page.locator('button[name="confirm"]').click()
    expect(page.locator("#lost")).to_have_count(0)
    assert page.locator(".block.paragraph textarea").first.input_value().startswith("كلام آخر")


def test_without_javascript_and_by_keyboard(browser: Browser, river: Site) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    become_teacher(context, river)
    begin(page, river)
    join = page.locator('button[value="join 4"]')
    join.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".block")).to_have_count(6)
    page.locator("#title").fill("عند الضفة")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("عند الضفة")
    assert kinds(page) == ["paragraph", "heading", "paragraph", "verse", "paragraph", "paragraph"]
    leave(context)


def test_without_scripts_a_paragraph_is_split_before_a_sentence_by_keyboard(browser: Browser, river: Site) -> None:
    context = new_context(browser, java_script_enabled=False, viewport={"width": 360, "height": 740})
    become_teacher(context, river)
    page = context.new_page()
    begin(page, river)
    expect(page.locator("[data-split]").first).to_be_hidden()
    block = page.locator(".block").first
    block.locator("summary").focus()
    page.keyboard.press("Enter")
    splits = block.locator(".splits button")
    while not page.locator(".splits button:focus").count():
        page.keyboard.press("Tab")
    box = splits.first.bounding_box()
    assert box
    assert box["height"] >= 44
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 360
    page.keyboard.press("Enter")
    expect(page.locator(".block")).to_have_count(8)
    assert page.locator('textarea[name="words"]').nth(1).input_value() == "حملا معهما خبزًا وتمرًا."
    leave(context)
