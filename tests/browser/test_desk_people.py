"""A teacher begins: the printed link, a class, a learner who joins, two records that become one, and a deletion."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.accessibility import DESK, PHONE, check_page
from browser.chromium import Chromium, leave, new_context
from browser.school import PASSWORD, School, add_class, hand_in, join, record_code, setup_link
from browser.serving import Site

pytestmark = pytest.mark.browser
LOOKS = ((PHONE, "light"), (PHONE, "dark"), (DESK, "sepia"), (DESK, "contrast"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).click()


def set_up(page: Page, site: Site) -> None:
    """Open the link that the server printed, and make the first account."""
    page.goto(setup_link(site))
    page.locator("#name").fill("منى")
    page.locator("#sign-in").fill("muna")
    page.locator("#password").fill(PASSWORD)
    page.locator("#again").fill(PASSWORD)
    press(page, "إنشاء الحساب")


def make_class(page: Page, name: str) -> str:
    """A new class from the desk; the code that is projected."""
    page.locator("#name").fill(name)
    press(page, "إنشاء الصف")
    page.locator("nav.links").get_by_role("link", name="عرض الرمز").click()
    expect(page.locator("figure svg")).to_be_visible()
    return page.locator(".huge").inner_text()


def test_from_the_first_start_to_a_class(page: Page, browser: Browser, new_site: Site) -> None:
    set_up(page, new_site)
    expect(page.get_by_text("خطوات البداية")).to_be_visible()
    code = make_class(page, "الصفّ الخامس")

    device = new_context(browser, viewport={"width": 360, "height": 740})
    learner = device.new_page()
    learner.goto(f"{new_site.url}/join")
    learner.locator("#code").fill(code.lower())
    press(learner, "التالي")
    learner.locator("#name").fill("ليلى")
    press(learner, "انضمام")
    expect(learner.locator(".code")).to_have_text(re.compile(r"^\w{4}-\w{4}-\w{4}$"))
    press(learner, "أنا قارئ آخر")
    learner.locator("#name").fill("ليلى")
    press(learner, "انضمام")
    expect(learner.get_by_text("هل هذا أنت؟")).to_be_visible()
    press(learner, "لا، أنا شخص آخر")
    expect(learner.locator("h1")).to_contain_text("ليلى ٢")
    leave(device)

    page.get_by_role("link", name="العودة إلى الأسماء").click()
    expect(page.locator("h2").first).to_contain_text("متعلمان")


def test_records_are_merged_and_parted_and_one_is_deleted(page: Page, browser: Browser, school: School) -> None:
    site = school.site
    page.context.add_cookies(school.state["cookies"])
    fifth = add_class(page.context, site, "الصفّ الخامس")
    device = new_context(browser)
    first = join(device, site, fifth.code, "ليلى")
    device.clear_cookies()
    join(device, site, fifth.code, "ليلى", numbered="1")

    def code_on_device() -> str:
        return record_code(device.request.get(f"{site.url}/me").text())

    second = code_on_device()
    assert first != second
    page.goto(f"{site.url}{fifth.path}")
    page.locator(".roster").get_by_role("link", name="ليلى", exact=True).click()
    press(page, "مقارنة السجلين")
    expect(page.locator(".side")).to_have_count(2)
    press(page, "دمج السجلين")
    expect(page.locator(".rows.numbered li")).to_have_count(1)
    assert code_on_device() == first
    press(page, "تراجع")
    expect(page.locator(".rows.numbered li")).to_have_count(2)
    # Each record has a new code now: what opened one of them before opens neither.
    mine = device.request.get(f"{site.url}/me").text()
    assert first not in mine
    assert second not in mine

    page.locator(".roster").get_by_role("link", name="ليلى ٢", exact=True).click()
    page.locator("#confirm").fill("ليلى ٢")
    press(page, "حذف نهائي")
    expect(page.locator(".rows.numbered li")).to_have_count(1)
    leave(device)


def sign_in(page: Page, name: str) -> None:
    page.locator("#sign-in").fill(name)
    page.locator("#password").fill(PASSWORD)
    press(page, "تسجيل الدخول")


def test_another_teacher_is_invited(request: pytest.FixtureRequest, page: Page, school: School) -> None:
    page.goto(f"{school.site.url}/desk/teachers")
    sign_in(page, "muna")
    expect(page.locator("#old")).to_be_visible()
    add_class(page.context, school.site, "الصفّ السابع")
    page.locator("#name").fill("هدى")
    page.locator("#old").fill(PASSWORD)
    press(page, "إنشاء رابط دعوة")
    expect(page.locator("#address")).to_have_text(re.compile(rf"{school.site.url}/desk/setup/\S{{43}}$"))
    copy = page.get_by_role("button", name="نسخ الرابط")
    if request.node.callspec.params["page"]:  # with scripts
        copy.click()
        expect(page.get_by_role("status").filter(has_text="نُسخ الرابط.")).to_be_visible()
    else:
        expect(copy).to_be_hidden()
    page.locator("details.menu summary").click()
    press(page, "تسجيل الخروج")
    sign_in(page, "MUNA")
    expect(page.get_by_role("link", name="الصفّ السابع").first).to_be_visible()


PAGES = (
    *(f"class/{name}" for name in ("", "code", "cards", "settings", "newcomers", "delete", "merge?")),
    "/desk/",
    "/desk/account",
    "/desk/account/second-step",
    "/desk/teachers",
    "/desk/teachers/log",
    "learner",
    "/join",
    "join",
    "/desk/setup/gone",
)


@pytest.fixture(scope="module")
def paths(chromium: Chromium, school: School) -> dict[str, str]:
    """The paths of the pages, for a class of three."""
    context = new_context(chromium.browser(), storage_state=school.state)
    fifth = add_class(context, school.site, "الصفّ الخامس: شعبة الفاء والقاف والكاف")
    roster = school.site.url + fifth.path
    names = "ليلى حدّاد\nعبد الرحمن بن عبد العزيز آل الشيخ\nليلى حدّاد"
    hand_in(context, roster, {"names": names, "checked": "1"}, f"{roster}names")
    found = re.findall(rf'href="({fifth.path}learners/([^/"]+)/)"', context.request.get(roster).text())
    learners = list(dict.fromkeys(found))  # nearly equal names stand side by side as well
    assert len(learners) == 3
    leave(context)
    pair = "&".join(f"{side}={learner}" for side, (_, learner) in zip("ab", learners, strict=False))
    of_class = {page: page.replace("class/", fifth.path) for page in PAGES if page.startswith("class/")}
    return of_class | {
        "class/merge?": f"{fifth.path}merge?{pair}",
        "learner": learners[0][0],
        "join": f"/join/{fifth.code}",
    }


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_desk_is_for_everybody(
    browser: Browser, school: School, paths: dict[str, str], name: str
) -> None:
    context = new_context(browser, storage_state=school.state)
    page = context.new_page()
    page.goto(school.site.url + paths.get(name, name))
    check_page(page, *LOOKS)
    leave(context)
