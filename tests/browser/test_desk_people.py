"""A teacher begins: the printed link, a class, a learner who joins, two records that become one, and a deletion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.accessibility import DESK, PHONE, check_page
from browser.chromium import Chromium, leave, new_context
from browser.conftest import Site, served
from conftest import ARTICLE

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
LOOKS = ((PHONE, "light"), (PHONE, "dark"), (DESK, "sepia"), (DESK, "contrast"))
PASSWORD = "نافذة مطر زيتون"


@pytest.fixture
def learners_device(browser: Browser) -> Iterator[BrowserContext]:
    context = new_context(browser, viewport={"width": 360, "height": 740})
    yield context
    leave(context)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).click()


def set_up(page: Page, site: Site) -> None:
    """Open the link that the server printed, and make the first account."""
    found = re.search(rf"{site.url}/desk/setup/\S+", site.said())
    assert found
    page.goto(found[0])
    page.locator("#name").fill("منى")
    page.locator("#sign-in").fill("muna")
    page.locator("#password").fill(PASSWORD)
    page.locator("#again").fill(PASSWORD)
    press(page, "إنشاء الحساب")


def make_class(page: Page, name: str) -> str:
    """A new class from the desk; the code that is projected."""
    page.locator("#name").fill(name)
    press(page, "إنشاء الصفّ")
    page.locator("nav.links").get_by_role("link", name="عرض الشفرة").click()
    expect(page.locator("figure svg")).to_be_visible()
    return page.locator(".huge").inner_text()


def join(page: Page, site: Site, code: str, name: str) -> None:
    """At the door of the class."""
    page.goto(f"{site.url}/join")
    page.locator("#code").fill(code.lower())
    press(page, "التالي")
    page.locator("#name").fill(name)
    press(page, "انضمام")


def test_from_the_first_start_to_a_class(
    request: pytest.FixtureRequest, page: Page, new_site: Site, learners_device: BrowserContext
) -> None:
    site = new_site
    set_up(page, site)
    expect(page.get_by_text("من أين نبدأ؟")).to_be_visible()
    code = make_class(page, "الصفّ الخامس")

    learner = learners_device.new_page()
    join(learner, site, code, "ليلى")
    expect(learner.locator(".code")).to_have_text(re.compile(r"^\w{4}-\w{4}-\w{4}$"))
    first = learner.locator(".code").inner_text()
    press(learner, "أنا قارئ آخر")
    learner.locator("#name").fill("ليلى")
    press(learner, "انضمام")
    expect(learner.get_by_text("هل هذا أنت؟")).to_be_visible()
    press(learner, "لا، أنا غيره")
    expect(learner.locator("h1")).to_contain_text("ليلى ٢")

    page.get_by_role("link", name="عودة إلى الأسماء").click()
    expect(page.locator("h2").first).to_contain_text("متعلّمان")
    page.get_by_role("link", name="ليلى", exact=True).click()
    press(page, "مقارنة السجلَّين")
    expect(page.locator(".side")).to_have_count(2)
    press(page, "ضمّ السجلَّين")
    expect(page.locator(".rows.numbered li")).to_have_count(1)
    learner.goto(f"{site.url}/me")
    expect(learner.locator(".code").first).to_have_text(first)
    press(page, "تراجع")
    expect(page.locator(".rows.numbered li")).to_have_count(2)

    page.get_by_role("link", name="ليلى ٢", exact=True).click()
    page.locator("#confirm").fill("ليلى ٢")
    press(page, "حذف نهائيّ")
    expect(page.locator(".rows.numbered li")).to_have_count(1)

    page.goto(f"{site.url}/desk/teachers")
    page.locator("#name").fill("هدى")
    page.locator("#old").fill(PASSWORD)
    press(page, "رابط دعوة")
    expect(page.locator("#address")).to_have_text(re.compile(rf"{site.url}/desk/setup/\S{{43}}$"))
    copy = page.get_by_role("button", name="نسخ الرابط")
    if request.node.callspec.params["page"]:  # with scripts
        copy.click()
        expect(page.get_by_role("status").filter(has_text="نُسِخ الرابط.")).to_be_visible()
    else:
        expect(copy).to_be_hidden()

    press(page, "خروج")
    page.locator("#sign-in").fill("MUNA")
    page.locator("#password").fill(PASSWORD)
    press(page, "دخول")
    expect(page.get_by_role("link", name="الصفّ الخامس")).to_be_visible()


@pytest.fixture(scope="module")
def desk(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict, list[str]]]:
    """A desk with a class of three; the cookies of its teacher, and its addresses."""
    with served(ARTICLE, tmp_path_factory.mktemp("data")) as site:
        context = new_context(chromium.browser())
        page = context.new_page()
        set_up(page, site)
        code = make_class(page, "الصفّ الخامس: شعبة الفاء والقاف والكاف")
        page.goto(page.url.removesuffix("code"))
        roster = page.url
        page.locator("#lines").fill("ليلى حدّاد\nعبد الرحمن بن عبد العزيز آل الشيخ\nليلى حدّاد")
        press(page, "إضافة وبطاقات")
        expect(page.locator(".name-card")).to_have_count(3)
        page.goto(roster)
        links = [one.get_attribute("href") or "" for one in page.locator(".numbered a").all()]
        pair = "&".join(f"{side}={link.split('/')[-2]}" for side, link in zip("ab", links, strict=False))
        rooms = ("", "code", "cards", "settings", "newcomers", "delete", f"merge?{pair}")
        class_pages = [roster + name for name in rooms]
        paths = [address.removeprefix(site.url) for address in class_pages]
        paths += [
            "/desk/",
            "/desk/account",
            "/desk/account/second-step",
            "/desk/teachers",
            "/desk/teachers/log",
            links[0],
            "/join",
            f"/join/{code}",
            "/desk/setup/gone",
        ]
        state = context.storage_state()
        leave(context)
        yield site, state, paths


@pytest.mark.parametrize("part", range(2))
def test_every_page_of_the_desk_is_for_everybody(
    browser: Browser, desk: tuple[Site, dict, list[str]], part: int
) -> None:
    site, state, paths = desk
    context = new_context(browser, storage_state=state, reduced_motion="reduce")
    page = context.new_page()
    for path in paths[part::2]:
        page.goto(site.url + path)
        check_page(page, *LOOKS)
    leave(context)
