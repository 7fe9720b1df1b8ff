"""What is typed in the editor survives a reload, a lost network and an ended session, and no other teacher sees it."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.chromium import leave, new_context
from browser.school import PASSWORD, become_teacher, hand_in
from browser.serving import Site

pytestmark = pytest.mark.browser
YAML = "/desk/texts/river/yaml"
TITLE = re.compile("^title: .*$", re.M)


@pytest.fixture
def person(browser: Browser, river: Site) -> Iterator[BrowserContext]:
    """The browser of the teacher, in which no page makes an error."""
    context = new_context(browser, viewport={"width": 900, "height": 900})
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    become_teacher(context, river)
    yield context
    leave(context)
    assert faults == []


def typed(page: Page, title: str) -> None:
    """Change the title in the file's field."""
    field = page.locator("#text")
    field.fill(TITLE.sub(f"title: {title}", field.input_value()))


def title(page: Page) -> str:
    found = TITLE.search(page.locator("#text").input_value())
    assert found
    return found[0].removeprefix("title: ")


def kept(page: Page) -> list[str]:
    """The keys of what is kept on this device."""
    return list(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('fahm-kept '))"))


def offer(page: Page, name: str) -> None:
    page.locator(".kept-offer").get_by_role("button", name=name).click()


def save(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^حفظ")).click()


def test_it_is_offered_after_a_reload_until_it_is_saved(person: BrowserContext, river: Site) -> None:
    page = person.new_page()
    page.goto(river.url + YAML)
    typed(page, "أول")
    page.reload()
    assert title(page) == "عند النهر"
    offer(page, "استعادة ما كُتب")
    assert title(page) == "أول"
    page.goto(f"{river.url}/desk/")
    unsaved = page.locator("[data-kept-list]")
    unsaved.locator("summary").click()
    unsaved.get_by_role("link", name=re.compile("عند النهر")).click()
    offer(page, "استعادة ما كُتب")
    save(page)
    expect(page.get_by_text("حُفظ").first).to_be_visible()
    assert kept(page) == []
    page.reload()
    expect(page.locator(".kept-offer")).to_have_count(0)
    typed(page, "ثانٍ")
    page.reload()
    offer(page, "تجاهل")
    page.reload()
    expect(page.locator(".kept-offer")).to_have_count(0)
    assert kept(page) == []


def test_it_waits_for_the_network_and_is_saved_by_itself(person: BrowserContext, river: Site) -> None:
    page = person.new_page()
    page.goto(river.url + YAML)
    typed(page, "بلا شبكة")
    person.set_offline(True)
    save(page)
    expect(page.get_by_text("لا يوجد اتصال بالشبكة الآن")).to_be_visible()
    assert len(kept(page)) == 1
    person.set_offline(False)
    expect(page.get_by_text("حُفظ").first).to_be_visible()
    assert title(page) == "بلا شبكة"
    assert kept(page) == []


def test_it_is_never_put_over_what_is_newer(person: BrowserContext, river: Site) -> None:
    page, other = person.new_page(), person.new_page()
    page.goto(river.url + YAML)
    typed(page, "عنواني")
    page.goto(f"{river.url}/desk/")
    other.goto(river.url + YAML)
    offer(other, "تجاهل")
    page.goto(river.url + YAML)
    typed(page, "عنواني")
    other.reload()
    typed(other, "عنوان غيري")
    save(other)
    expect(other.get_by_text("حُفظ").first).to_be_visible()
    page.reload()
    assert title(page) == "عنوان غيري"
    expect(page.locator(".kept-offer")).to_contain_text("تغير النص")


def end_sessions(site: Site) -> None:
    with contextlib.closing(sqlite3.connect(site.data / "fahm.db")) as database, database:
        database.execute("delete from desk_sessions")


def test_it_outlives_the_session_and_ends_with_the_sign_out(person: BrowserContext, river: Site) -> None:
    page = person.new_page()
    page.goto(river.url + YAML)
    typed(page, "بعد الجلسة")
    end_sessions(river)
    save(page)
    expect(page.get_by_role("heading", name=re.compile("انتهت"))).to_be_visible()
    assert len(kept(page)) == 1
    hand_in(person, f"{river.url}/desk/sign-in", {"sign_in": "muna", "password": PASSWORD})
    page.locator("main form button").last.click()
    expect(page.get_by_text("حُفظ").first).to_be_visible()
    assert title(page) == "بعد الجلسة"
    assert kept(page) == []
    typed(page, "لن يبقى")
    left = person.new_page()
    left.goto(f"{river.url}/desk/")
    left.locator("details.menu summary").click()
    left.locator("[data-sign-out] button").click()
    expect(left.locator("#password")).to_be_visible()
    assert kept(left) == []
    page.once("dialog", lambda dialog: dialog.accept())  # nothing is kept any more, so the browser asks
    page.goto(f"{river.url}/desk/sign-in")
    assert kept(page) == []


def test_what_another_teacher_typed_is_gone(person: BrowserContext, river: Site) -> None:
    page = person.new_page()
    page.goto(f"{river.url}/desk/")
    page.evaluate("localStorage['fahm-kept somebody river yaml'] = '{}'")
    page.reload()
    page.wait_for_function("!localStorage['fahm-kept somebody river yaml']")


def test_all_that_is_kept_is_discarded_at_once(person: BrowserContext, river: Site) -> None:
    page = person.new_page()
    page.goto(river.url + YAML)
    typed(page, "أول")
    page.goto(f"{river.url}/desk/")
    unsaved = page.locator("[data-kept-list]")
    unsaved.locator("summary").click()
    unsaved.get_by_role("button").click()
    expect(unsaved).to_have_count(0)
    page.goto(river.url + YAML)
    expect(page.locator(".kept-offer")).to_have_count(0)
