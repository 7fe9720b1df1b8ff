"""A teacher writes a note, and the learner reads it: by keyboard's forms alone, without a script, and for everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.accessibility import DESK, PHONE, check_page, looks
from browser.chromium import leave, new_context
from browser.school import School, add_class, join
from browser.test_desk_people import press

pytestmark = pytest.mark.browser
LOOKS = tuple(look for look in looks(PHONE, DESK) if look[1] in ("light", "dark"))
WORDS = "أحسنتم يا صفّي.\nاقرؤوا الفقرة الثانية قبل الأحد."


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def pages(browser: Browser, school: School, request: pytest.FixtureRequest) -> Iterator[tuple[Page, Page]]:
    """The notes of a class, as its teacher has them open; and a learner of the class in the library."""
    contexts: list[BrowserContext] = []
    for state in (school.state, None):
        options = {"storage_state": state} if state else {}
        contexts.append(new_context(browser, java_script_enabled=request.param, **options))
    fifth = add_class(contexts[0], school.site, "الصفّ الخامس")
    join(contexts[1], school.site, fifth.code, "ليلى")
    teacher, layla = (context.new_page() for context in contexts)
    teacher.goto(f"{school.site.url}{fifth.path}notes")
    layla.goto(f"{school.site.url}/")
    yield teacher, layla
    for context in contexts:
        leave(context)


def test_a_note_arrives_and_is_read(pages: tuple[Page, Page], request: pytest.FixtureRequest) -> None:
    teacher, layla = pages
    expect(layla.locator(".badge")).to_have_count(0)
    teacher.locator("#words").fill(WORDS)
    teacher.locator("[name=keep]").check()
    press(teacher, "إرسال الملاحظة")
    expect(teacher.get_by_text("أُرسلت الملاحظة")).to_be_visible()
    layla.reload()
    expect(layla.locator(".badge").first).to_have_text("١")
    scripts = "scripts" in request.node.name
    if scripts:
        check_page(layla, *LOOKS)
    layla.get_by_text("الجديد لك: ١").click()
    expect(layla.locator(".news .unread .news-words")).to_have_text(WORDS)
    expect(layla.locator(".badge")).to_have_count(0)
    if scripts:
        check_page(layla, *LOOKS)
        teacher.locator("details summary").get_by_text("عبارات محفوظة").click()
        check_page(teacher, *LOOKS)
    press(teacher, "سحب")
    layla.reload()
    expect(layla.locator(".news-words")).to_have_count(0)
