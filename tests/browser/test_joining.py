"""Into a class: a pasted list looked over, names taken with a press, a shared device that changes hands."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.accessibility import DESK, PHONE, check_page
from browser.chromium import leave, new_context
from browser.school import Class, School, add_class
from browser.serving import Site

pytestmark = pytest.mark.browser
DIRTY = "1. يوسف عمر\n٢- سارة محمود,\n• ريم علي r.ali@example.com\n2026114\nليان خالد\nليان خالد\n"
LOOKS = ((PHONE, "light"), (DESK, "contrast"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).first.click()


def photo(page: Page, name: str) -> None:
    """Keep pictures where a person asked for them."""
    folder = os.environ.get("FAHM_PHOTOS")
    for width in (390, 768, 1280) if folder else ():
        page.set_viewport_size({"width": width, "height": 844})
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


@pytest.fixture
def check(request: pytest.FixtureRequest) -> Callable[[Page], None]:
    """Look a page over, once for the desk with and without scripts."""
    if not request.node.callspec.params["page"]:
        return lambda page: None
    return lambda page: check_page(page, *LOOKS)


@pytest.fixture
def desk(page: Page, school: School) -> Page:
    """A page of the teacher."""
    page.emulate_media(reduced_motion="reduce")
    page.context.add_cookies(school.state["cookies"])
    return page


@pytest.fixture
def fifth(desk: Page, school: School) -> Class:
    return add_class(desk.context, school.site, "الصفّ الخامس")


def pupil(browser: Browser) -> tuple[BrowserContext, Page]:
    context = new_context(browser, viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    return context, context.new_page()


def paste(desk: Page, site: Site, fifth: Class, names: str) -> None:
    desk.goto(site.url + fifth.path)
    desk.locator("#lines").fill(names)
    press(desk, "مراجعة الأسماء")


def test_a_dirty_list_is_looked_over_and_becomes_cards(
    desk: Page, school: School, fifth: Class, check: Callable[[Page], None]
) -> None:
    paste(desk, school.site, fifth, DIRTY)
    check(desk)
    photo(desk, "preview")
    field = desk.locator("#lines")
    expect(field).to_have_value("يوسف عمر\nسارة محمود\nريم علي\nليان خالد\nليان خالد")
    expect(desk.locator("del").filter(has_text="2026114")).to_be_visible()
    field.fill("يوسف عمر\nسارة محمود\nريم علي\nليان خالد")
    press(desk, "إضافة الأسماء وإنشاء البطاقات")
    expect(desk.locator(".name-card")).to_have_count(4)
    expect(desk.locator(".name-card").first).to_contain_text("/join")
    check(desk)
    photo(desk, "cards")
    desk.goto(school.site.url + fifth.path)
    check(desk)
    photo(desk, "roster")


def test_a_name_is_taken_with_a_press_and_given_back(
    desk: Page, browser: Browser, school: School, fifth: Class, check: Callable[[Page], None]
) -> None:
    site = school.site
    paste(desk, site, fifth, "يوسف عمر\nسارة محمود\nليان خالد")
    press(desk, "إضافة الأسماء وإنشاء البطاقات")
    context, learner = pupil(browser)
    learner.goto(site.url)
    check(learner)
    photo(learner, "library-newcomer")
    learner.locator("#class-code").fill(fifth.code.lower())
    learner.locator("#class-code").press("Enter")
    check(learner)
    photo(learner, "names")
    press(learner, "ليان خالد")
    expect(learner.locator("h1")).to_contain_text("ليان خالد")
    expect(learner.locator("bdi.code")).to_be_hidden()
    check(learner)
    photo(learner, "welcome")
    learner.goto(site.url)
    expect(learner.locator(".reader")).to_contain_text("ليان خالد")
    check(learner)
    photo(learner, "library-member")

    desk.goto(site.url + fifth.path)
    desk.get_by_text("أسماء اختارها متعلمون من القائمة").click()
    desk.get_by_label("ليان خالد").check()
    check(desk)
    photo(desk, "claims")
    press(desk, "إعادة الأسماء المحددة")
    expect(desk.get_by_text("عادت الأسماء إلى القائمة")).to_be_visible()
    learner.reload()
    expect(learner.locator(".reader")).to_have_count(0)
    leave(context)


def test_a_shared_device_changes_hands_with_one_press(
    desk: Page, browser: Browser, school: School, fifth: Class, check: Callable[[Page], None]
) -> None:
    site = school.site
    paste(desk, site, fifth, "يوسف عمر\nسارة محمود")
    press(desk, "إضافة الأسماء وإنشاء البطاقات")
    context, learner = pupil(browser)
    learner.goto(f"{site.url}/join/{fifth.code}")
    press(learner, "يوسف عمر")
    learner.goto(site.url)
    press(learner, "ليس هذا سجلك؟")
    expect(learner.get_by_role("button", name="يوسف عمر")).to_be_visible()  # nothing was answered under it
    press(learner, "هذا خطأ")
    expect(learner.locator(".reader")).to_contain_text("يوسف عمر")
    press(learner, "ليس هذا سجلك؟")
    check(learner)
    press(learner, "سارة محمود")
    expect(learner.locator(".reader")).to_contain_text("سارة محمود")
    learner.goto(f"{site.url}/me")
    expect(learner.locator("bdi.code")).to_be_hidden()
    check(learner)
    photo(learner, "me")
    leave(context)


@pytest.mark.parametrize("path", ["settings", "renew", "code"])
def test_pages_with_the_code_of_a_class(
    desk: Page, school: School, fifth: Class, check: Callable[[Page], None], path: str
) -> None:
    desk.goto(f"{school.site.url}{fifth.path}{path}")
    expect(desk.locator("main")).to_contain_text(fifth.code)
    check(desk)
    photo(desk, path)
