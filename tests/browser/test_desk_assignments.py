"""A text is assigned on a phone without scripts, comes back with a fault at its field, and is allowed longer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.accessibility import DESK, PHONE, check_page, check_widths
from browser.chromium import Chromium, leave, new_context
from browser.school import School, add_class, end_exam, hand_in, join
from conftest import SLUG

pytestmark = pytest.mark.browser
LOOKS = ((PHONE, "light"), (PHONE, "dark"), (DESK, "contrast"))
PAGES = ("new", "assignment", "change", "allowance", "class")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).click()


def test_a_text_is_assigned_without_scripts(browser: Browser, school: School) -> None:
    device = new_context(browser, viewport=PHONE, java_script_enabled=False)
    device.add_cookies(school.state["cookies"])  # type: ignore[arg-type]
    fifth = add_class(device, school.site, "الصفّ الخامس")
    page = device.new_page()
    page.goto(f"{school.site.url}{fifth.path}assignments")
    page.get_by_role("link", name=re.compile("^تكليف الصف بنص")).first.click()
    page.locator("#text").select_option(SLUG)
    page.locator("#due-date").fill("2001-01-01")
    press(page, "تكليف")
    expect(page.locator("#due-fault")).to_be_visible()
    expect(page.locator("#due-date")).to_have_value("2001-01-01")
    expect(page.locator("#due-date")).to_have_attribute("aria-invalid", "true")
    page.locator("#due-date").fill("2199-01-01")
    press(page, "تكليف")
    expect(page.get_by_text("أُرسل التكليف")).to_be_visible()
    press(page, "إزالة")
    press(page, "تراجع")
    expect(page.get_by_text("استُعيد الواجب")).to_be_visible()
    leave(device)


@dataclass(frozen=True)
class Given:
    """Addresses of the pages of an assignment, by name."""

    addresses: dict[str, str]


@pytest.fixture(scope="module")
def given(chromium: Chromium, school: School) -> Iterator[Given]:
    teacher = new_context(chromium.browser(), storage_state=school.state)
    sixth = add_class(teacher, school.site, "الصفّ السادس: شعبة الفاء والقاف والكاف")
    pupil = new_context(chromium.browser())
    join(pupil, school.site, sixth.code, "عبد الرحمن بن عبد العزيز آل الشيخ")
    class_id = sixth.path.split("/")[3]
    new = f"{school.site.url}/desk/assignments/new?text={SLUG}&class={class_id}"
    exam = {"text": SLUG, "class": class_id, "mode": "exam", "minutes": 30, "results": "after-close"}
    reply = hand_in(teacher, new, {**exam, "closes_date": "2199-01-01", "note": "سطر للمتعلمين"})
    learner = re.search(r'href="(/desk/assignments/[^"]*/learners/[^"]*)"', reply.text())
    assert learner
    hand_in(teacher, school.site.url + learner[1], {"minutes": 10, "reason": "مرض"})
    leave(pupil)
    leave(teacher)
    listed = f"{school.site.url}{sixth.path}assignments"
    pages = (new, reply.url, f"{reply.url}/change", school.site.url + learner[1], listed)
    yield Given(dict(zip(PAGES, pages, strict=True)))
    end_exam(school.site, reply.url.rpartition("/")[2])


@pytest.mark.parametrize("name", PAGES)
def test_its_pages_fit_and_can_be_read_by_all(browser: Browser, school: School, given: Given, name: str) -> None:
    context = new_context(browser, storage_state=school.state)
    page = context.new_page()
    page.goto(given.addresses[name])
    page.evaluate("document.querySelectorAll('form.assign details').forEach(one => { one.open = true; })")
    check_page(page, *LOOKS)
    check_widths(page, 360, 390, 768)
    leave(context)
