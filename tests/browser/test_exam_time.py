"""An exam whose network is cut: what was saved before the end counts, what comes after it is kept as late."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.accessibility import PHONE, check_page, check_widths
from browser.chromium import leave, new_context
from browser.school import School, add_class, end_exam, hand_in, join
from browser.serving import Site
from conftest import SLUG
from webapp.store import open_store
from webapp.store.database_url import sqlite_url

pytestmark = pytest.mark.browser
FIRST = f"/texts/{SLUG}/1"
DAY = "#q-summit-day input[type=text]"


def close_now(site: Site, assignment_id: str) -> None:
    """Close the exam: to the learner the time is over."""
    with closing(open_store(sqlite_url(site.data / "fahm.db"))) as store:
        given = store.assignments.assignment("default", assignment_id)
        assert given
        store.assignments.change("default", given.id, replace(given.as_new(), closes=datetime.now(UTC)), given.teacher)


def begins(browser: Browser, school: School) -> tuple[Page, str]:
    """A learner on the first page of a timed exam that has begun; the exam's id."""
    teacher, pupil = new_context(browser, storage_state=school.state), new_context(browser)
    sixth = add_class(teacher, school.site, "السادس")
    exam = {"text": SLUG, "class": sixth.path.split("/")[3], "mode": "exam", "minutes": 40, "results": "by-hand"}
    reply = hand_in(teacher, f"{school.site.url}/desk/assignments/new?text={SLUG}", exam)
    join(pupil, school.site, sixth.code, "سلمى")
    page = pupil.new_page()
    page.goto(f"{school.site.url}/texts/{SLUG}/")
    check_page(page, (PHONE, "light"), (PHONE, "dark"))
    check_widths(page, 360)
    page.get_by_role("button", name="بدء الاختبار").click()
    expect(page.get_by_role("timer")).to_contain_text("٣٩:")
    leave(teacher)
    return page, reply.url.rpartition("/")[2]


def test_what_is_typed_is_saved_by_itself_and_what_comes_late_is_kept(browser: Browser, school: School) -> None:
    site = school.site.from_now()
    page, exam = begins(browser, school)
    check_page(page, (PHONE, "light"), (PHONE, "dark"))
    check_widths(page, 360)
    with page.expect_response(lambda reply: reply.request.method == "POST" and reply.url.endswith(FIRST)):
        page.locator(DAY).fill("الأربعاء")
    page.context.set_offline(True)
    page.locator(DAY).fill("الخميس")
    expect(page.locator("#notice-form, #notice-questions")).to_contain_text("محفوظة على هذا الجهاز")
    close_now(school.site, exam)
    with page.expect_response(lambda reply: reply.url.endswith("/sync")) as synced:
        page.context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
    assert synced.value.json()["kept"]
    page.goto(f"{school.site.url}/texts/{SLUG}/result")
    expect(page.locator("main")).to_contain_text("انتهى الوقت في")
    expect(page.locator("main")).to_contain_text("ما وصل من إجاباتك بعد انتهاء الوقت")
    assert [response for _, _, response in site.tries()] == ['"الأربعاء"']
    leave(page.context)
    desk = new_context(browser, storage_state=school.state).new_page()
    desk.goto(f"{school.site.url}/desk/assignments/{exam}")
    check_page(desk, (PHONE, "light"), (PHONE, "dark"))
    check_widths(desk, 360, 768)
    desk.get_by_role("button", name="تجاهل الإجابات").click()
    expect(desk.locator("main")).to_contain_text("استُبعدت الإجابات")
    leave(desk.context)
    end_exam(school.site, exam)


def test_an_exam_without_an_end_saves_by_itself_too_and_goes_on_at_a_second_device(
    browser: Browser, school: School
) -> None:
    teacher, pupil = new_context(browser, storage_state=school.state), new_context(browser)
    sixth = add_class(teacher, school.site, "السادس")
    exam = {"text": SLUG, "class": sixth.path.split("/")[3], "mode": "exam", "results": "by-hand"}
    reply = hand_in(teacher, f"{school.site.url}/desk/assignments/new?text={SLUG}", exam)
    join(pupil, school.site, sixth.code, "سلمى")
    page = pupil.new_page()
    page.goto(f"{school.site.url}{FIRST}")
    with page.expect_response(lambda reply: reply.request.method == "POST" and reply.url.endswith(FIRST)):
        page.locator(DAY).fill("الأربعاء")
    second = new_context(browser, storage_state=pupil.storage_state()).new_page()
    second.goto(f"{school.site.url}{FIRST}")
    expect(second.locator(DAY)).to_have_value("الأربعاء")
    leave(second.context)
    leave(pupil)
    end_exam(school.site, reply.url.rpartition("/")[2])
    leave(teacher)
