"""The editor of a text's questions, with and without JavaScript: a question is made, changed, removed and put back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.accessibility import DESK, PHONE, check_page
from browser.chromium import leave, new_context
from browser.school import become_teacher
from browser.serving import Site

pytestmark = pytest.mark.browser
LOOKS = ((PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "contrast"))


def save(page: Page) -> None:
    page.locator(".save-line button").last.click()


def tick(page: Page, *names: str, field: str = "evidence") -> None:
    for name in names:
        page.locator(f'label:has(> input[name="{field}.words"][value="{name}"])').first.click()


def test_a_question_from_words_of_the_text(page: Page, river: Site) -> None:
    become_teacher(page.context, river)
    page.goto(f"{river.url}/desk/texts/river/edit")
    page.locator('#at-2 a[href*="questions/new"]').click()
    tick(page, "2:2", "2:3", field="about")
    page.locator('input[name="type"][value="short"]').check()
    page.locator(".new-question button[type=submit]").last.click()
    expect(page.locator('[name="accept.0.text"]')).to_have_value("تحت شجرة")
    page.locator("#prompt").fill("أين جلس الأخوان؟")
    page.locator('button[value="add:accept"]').click()
    expect(page.locator("#prompt")).to_have_value("أين جلس الأخوان؟")
    page.locator('[name="accept.1.text"]').fill("عند الشجرة")
    tick(page, "2:4")
    save(page)
    card = page.locator("#q-short-1")
    expect(card).to_be_in_viewport()
    expect(card).to_contain_text("أين جلس الأخوان؟")
    expect(card).to_contain_text("تحت شجرة قديمة")
    card.locator(".more-acts summary").click()
    card.locator('form[action$="/remove"] button').click()
    expect(page.locator("#q-short-1")).to_have_count(0)
    page.locator(".removed button").click()
    expect(page.locator("#q-short-1")).to_contain_text("أين جلس الأخوان؟")
    page.locator('#q-short-1 a[href$="/questions/short-1"]').click()
    expect(page.locator('[name="accept.1.text"]')).to_have_value("عند الشجرة")
    assert page.locator('[name="evidence.words"]:checked').count() == 3


def test_two_teachers_on_one_question_see_both_versions(browser: Browser, river: Site) -> None:
    context = new_context(browser, viewport={"width": 390, "height": 800})  # a stale save is an error of its page
    become_teacher(context, river)
    address = f"{river.url}/desk/texts/river/questions/which-day"
    mine, theirs = context.new_page(), context.new_page()
    for page in (mine, theirs):
        page.goto(address)
    theirs.locator("#prompt").fill("متى خرجا؟")
    save(theirs)
    expect(theirs.locator("#q-which-day")).to_contain_text("متى خرجا؟")
    mine.locator("#prompt").fill("في أي يوم كان ذلك؟")
    save(mine)
    expect(mine.locator(".stale td").first).to_have_text("متى خرجا؟")
    expect(mine.locator("#prompt")).to_have_value("في أي يوم كان ذلك؟")
    expect(mine.locator(".kept-offer")).to_have_count(0)  # it is in the form already
    check_page(mine, *LOOKS)
    save(mine)
    expect(mine.locator("#q-which-day")).to_contain_text("في أي يوم كان ذلك؟")
    leave(context)


@pytest.mark.parametrize("page", [True], ids=["scripts"], indirect=True)
def test_the_cards_stay_where_they_are_while_evidence_is_shown_beside_them(page: Page, river: Site) -> None:
    become_teacher(page.context, river)
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto(f"{river.url}/desk/texts/river/edit")
    link = page.locator('#q-which-day a[href$="#evidence"]')
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    link.click()
    expect(page.locator("#evidence")).to_be_in_viewport()
    expect(page.locator("#evidence")).to_have_text("صباح")
    page.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=before)
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(f"{river.url}/desk/texts/river/edit")
    page.locator('#q-which-day a[href$="#evidence"]').click()
    expect(page.locator("#evidence")).to_be_in_viewport()
