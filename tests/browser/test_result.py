"""Feedback in the text, an untouched list, the result and the worksheet, as a browser shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.accessibility import check_widths
from browser.chromium import leave, new_context
from browser.driving import by_mouse
from conftest import SLUG, wrong_fields
from webapp.content import Lesson

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def content(open_gates: Path) -> Path:
    return open_gates


def first_of(lesson: Lesson, kind: str) -> tuple[str, str]:
    question = next(item.question for item in lesson.items if item.question.type == kind)
    return question.id, f"/texts/{SLUG}/{question.paragraph}"


def test_look_again_goes_to_the_words_and_back(page: Page, open_site: str, article: Lesson) -> None:
    name, url = first_of(article, "choice")
    page.goto(open_site + url)
    by_mouse(page.locator(f"#q-{name}"), wrong_fields(article, name))
    link = page.locator(f"#q-{name} a[href='#words-{name}']")
    link.focus()
    page.keyboard.press("Enter")
    words = page.locator(f"mark#words-{name}")
    expect(words).to_be_focused()
    expect(words).to_be_in_viewport()
    page.locator(f".passage a.back[href='#q-{name}']").first.click()
    expect(page.locator(f"#q-{name}")).to_be_in_viewport()


def test_the_way_back_adds_nothing_to_the_text(page: Page, open_site: str, article: Lesson) -> None:
    name, url = first_of(article, "choice")
    page.goto(open_site + url)
    by_mouse(page.locator(f"#q-{name}"), wrong_fields(article, name))
    expect(page.locator(".passage a.back").first).to_be_visible()
    paragraph = article.text.paragraph(article.item(name).question.paragraph)
    assert page.locator(".sheet > .passage").last.evaluate("node => node.textContent") == paragraph.text


@pytest.fixture
def with_script(browser: Browser):
    context = new_context(browser, viewport={"width": 390, "height": 800})
    yield context.new_page()
    leave(context)


def test_a_list_that_nobody_touched_is_no_answer(with_script: Page, open_site: str, article: Lesson) -> None:
    name, url = first_of(article, "order")
    with_script.goto(open_site + url)
    card = with_script.locator(f"#q-{name}")
    card.locator("button[name=check]").click()
    expect(card.get_by_text("لا توجد إجابة بعد")).to_be_visible()
    expect(card.locator(".feedback")).to_have_count(0)


def test_the_order_shown_is_an_answer_once_its_reader_says_so(
    with_script: Page, open_site: str, article: Lesson
) -> None:
    name, url = first_of(article, "order")
    with_script.goto(open_site + url)
    card = with_script.locator(f"#q-{name}")
    card.get_by_role("button", name="تأكيد الترتيب").click()
    expect(card.locator(".feedback")).to_be_visible()


def test_after_a_move_there_is_nothing_to_confirm(with_script: Page, open_site: str, article: Lesson) -> None:
    name, url = first_of(article, "order")
    with_script.goto(open_site + url)
    card = with_script.locator(f"#q-{name}")
    confirm = card.get_by_role("button", name="تأكيد الترتيب")
    expect(confirm).to_be_visible()
    card.locator("[data-move=up]").nth(0).click(force=True)
    expect(confirm).to_be_visible()
    card.locator("[data-move=down]").nth(0).click()
    expect(confirm).to_be_hidden()


def test_enter_in_a_field_without_a_script_marks_nothing(browser: Browser, open_site: str, article: Lesson) -> None:
    context = new_context(browser, viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    name, url = first_of(article, "short")
    page.goto(open_site + url)
    field = page.locator(f"#q-{name} input[type=text]")
    field.fill("جواب لم يكتمل")
    field.press("Enter")
    expect(page.get_by_text("حُفظت الإجابات. لكل سؤال زر للتحقق من إجابته")).to_be_visible()
    expect(page.locator(f"#q-{name} input[type=text]")).to_have_value("جواب لم يكتمل")
    expect(page.locator(".feedback")).to_have_count(0)
    leave(context)


def test_the_worksheet_does_not_scroll_sideways(page: Page, open_site: str) -> None:
    page.goto(f"{open_site}/texts/{SLUG}/worksheet")
    expect(page.locator(".worksheet")).to_be_visible()
    check_widths(page, 320, 360, 1280)


def test_on_paper_the_worksheet_is_black_on_white_and_alone(browser: Browser, open_site: str) -> None:
    context = new_context(browser, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{open_site}/texts/{SLUG}/worksheet")
    page.emulate_media(media="print", color_scheme="dark")
    body = page.locator("body")
    assert body.evaluate("node => getComputedStyle(node).color") == "rgb(0, 0, 0)"
    assert body.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 255, 255)"
    for hidden in (".top", ".foot", ".paper-tools"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.locator(".sheet-question").first.evaluate("node => getComputedStyle(node).breakInside") == "avoid"
    leave(context)
