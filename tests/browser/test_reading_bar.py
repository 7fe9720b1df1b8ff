"""The bar of the reading room on a phone: the text over the question, the way between questions, Enter on an option."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.chromium import leave, new_context
from browser.driving import by_mouse
from browser.school import hand_in
from conftest import SLUG, right_fields, wrong_fields
from webapp.content import Lesson

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
SCREENS = 8
FIRST = "who-announced"


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = new_context(browser, viewport=PHONE, reduced_motion="reduce")
    yield context.new_page()
    leave(context)


def read_all(page: Page, site: str, lesson: Lesson, whole: bool = False) -> None:
    """Answer every paragraph right, and the questions on the whole text if wished."""
    places: list[int | str] = [paragraph.number for paragraph in lesson.text.paragraphs]
    for place in [*places, "whole"] if whole else places:
        fields = {
            key: value
            for item in lesson.items_at(place)  # type: ignore[arg-type]
            for key, value in right_fields(lesson, item.question.id).items()
        }
        if fields:
            hand_in(page.context, f"{site}/texts/{SLUG}/{place}", fields)


def place_of(card: Locator) -> list[int]:
    """Position of a card on the screen, in whole pixels."""
    return list(map(round, (card.bounding_box() or {}).values()))  # type: ignore[call-overload,no-any-return]


def test_the_text_comes_to_the_question_and_goes_again(phone: Page, open_site: str) -> None:
    phone.goto(f"{open_site}/texts/{SLUG}/1")
    card = phone.locator(".question").last
    card.scroll_into_view_if_needed()
    before = place_of(card)
    opener = phone.locator("[data-raise]")
    for close in ("button", "Escape", "back", "bar"):
        opener.click()
        expect(opener).to_have_attribute("aria-expanded", "true")
        expect(phone.locator(".sheet .passage").last).to_be_in_viewport()
        assert place_of(card) == before
        if close == "button":
            phone.locator(".sheet-close").click()
        elif close == "bar":
            opener.click()
        elif close == "back":
            phone.go_back()
        else:
            phone.keyboard.press("Escape")
        expect(opener).to_have_attribute("aria-expanded", "false")
        expect(phone.locator(".sheet .passage").last).not_to_be_in_viewport()
        assert place_of(card) == before


def test_a_field_keeps_the_focus_while_the_text_is_raised(phone: Page, open_site: str, article: Lesson) -> None:
    phone.goto(f"{open_site}/texts/{SLUG}/1")
    field = phone.locator(".question input[type=text]").first
    field.click()
    phone.locator("[data-raise]").click()
    expect(field).to_be_focused()
    phone.keyboard.insert_text("الخميس")
    assert field.input_value() == "الخميس"


def test_by_keyboard_the_focus_goes_to_the_text_and_back(phone: Page, open_site: str) -> None:
    phone.goto(f"{open_site}/texts/{SLUG}/1")
    phone.locator("[data-raise]").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator(".sheet-close")).to_be_focused()
    phone.keyboard.press("Escape")
    expect(phone.locator("[data-raise]")).to_be_focused()


def test_the_bar_goes_from_question_to_question(phone: Page, open_site: str, article: Lesson) -> None:
    phone.goto(f"{open_site}/texts/{SLUG}/1")
    names = [item.question.id for item in article.items_at(1)]
    shown = phone.locator(".bar-steps [data-place]:visible")
    onward = phone.locator('[data-step="1"]')
    for _ in names[1:]:
        if onward.get_attribute("aria-disabled") == "false":
            onward.click()
    expect(onward).to_have_attribute("aria-disabled", "true")
    expect(phone.locator(f"#q-{names[-1]}")).to_be_in_viewport()
    expect(shown).to_have_text(f"{len(names)} من {len(names)}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    history = phone.evaluate("history.length")
    phone.locator('[data-step="-1"]').click()
    assert phone.evaluate("history.length") == history


def test_it_counts_what_is_left_and_leads_there(phone: Page, open_site: str, article: Lesson) -> None:
    phone.goto(f"{open_site}/texts/{SLUG}/1")
    names = [item.question.id for item in article.items_at(1)]
    left = phone.locator("[data-next]")
    expect(left).to_contain_text("بقي ٤")
    by_mouse(phone.locator(f"#q-{FIRST}"), right_fields(article, FIRST))
    expect(phone.locator(f"#q-{FIRST} .feedback")).to_be_visible()
    expect(left).to_contain_text("بقي ٣")
    left.click()
    later = next(name for name in names[names.index(FIRST) + 1 :])
    expect(phone.locator(f"#q-{later}")).to_be_in_viewport()


def test_the_bar_hides_neither_the_focus_nor_an_anchor(phone: Page, open_site: str) -> None:
    phone.goto(f"{open_site}/texts/{SLUG}/1")
    covered = """() => {
      const bar = document.querySelector(".reading-bar").getBoundingClientRect();
      const box = document.activeElement.getBoundingClientRect();
      return bar.height > 0 && box.bottom > bar.top && box.top < bar.bottom
        && !document.activeElement.matches("body, .reading-bar *");
    }"""
    for _ in range(45):
        phone.keyboard.press("Tab")
        assert not phone.evaluate(covered), phone.evaluate("document.activeElement.outerHTML")


def test_without_a_script_it_leads_to_the_text_and_to_what_is_left(browser: Browser, open_site: str) -> None:
    context = new_context(browser, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{open_site}/texts/{SLUG}/1")
    page.locator("[data-next]").click()
    expect(page.locator("fieldset.question").first).to_be_in_viewport()
    page.locator("[data-raise]").click()
    expect(page.locator("#sheet-title")).to_be_in_viewport()
    leave(context)


def test_it_is_for_narrow_screens_and_not_for_paper(phone: Page, open_site: str) -> None:
    phone.goto(f"{open_site}/texts/{SLUG}/1")
    bar = phone.locator(".reading-bar")
    expect(bar).to_be_visible()
    phone.emulate_media(media="print")
    expect(bar).to_be_hidden()
    phone.emulate_media(media="screen")
    phone.set_viewport_size({"width": 1280, "height": 800})
    expect(bar).to_be_hidden()


@pytest.mark.parametrize("answered", [False, True], ids=["before", "after"])
def test_the_whole_text_is_at_most_eight_screens(
    browser: Browser, scripts: bool, open_site: str, article: Lesson, answered: bool
) -> None:
    context = new_context(browser, viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    read_all(page, open_site, article, answered)
    page.goto(f"{open_site}/texts/{SLUG}/whole")
    assert page.evaluate("document.documentElement.scrollHeight") <= SCREENS * PHONE["height"]
    leave(context)


def test_a_settled_question_of_the_whole_text_unfolds(phone: Page, open_site: str, article: Lesson) -> None:
    read_all(phone, open_site, article, whole=True)
    phone.goto(f"{open_site}/texts/{SLUG}/whole")
    card = phone.locator("#q-order-in-time")
    expect(card.locator(".verdict")).to_be_visible()
    expect(card.locator(".order-answers")).to_be_hidden()
    card.get_by_role("link", name="عرض الإجابة").click()
    expect(card.locator(".order-answers")).to_be_visible()
    phone.set_viewport_size({"width": 1280, "height": 800})
    expect(phone.locator(".question.settled .order-answers, .question.settled .pairing-table").last).to_be_visible()


def test_enter_on_an_option_presses_the_questions_own_button(phone: Page, open_site: str, article: Lesson) -> None:
    phone.goto(f"{open_site}/texts/{SLUG}/1")
    (value,) = wrong_fields(article, FIRST)[FIRST]
    option = phone.locator(f"#q-{FIRST} input[value='{value}']")
    option.check()
    option.press("Enter")
    expect(phone.locator(f"#q-{FIRST} .feedback.refused")).to_be_visible()


def test_without_a_script_enter_keeps_and_the_page_says_so(browser: Browser, open_site: str, article: Lesson) -> None:
    context = new_context(browser, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{open_site}/texts/{SLUG}/1")
    (value,) = wrong_fields(article, FIRST)[FIRST]
    page.locator(f"#q-{FIRST} input[value='{value}']").check()
    page.locator(f"#q-{FIRST} input[value='{value}']").press("Enter")
    expect(page.locator("main .notice")).to_be_in_viewport()
    leave(context)


def test_that_words_can_be_tapped_is_told_once(phone: Page, open_site: str) -> None:
    phone.goto(f"{open_site}/texts/{SLUG}/1")
    tip = phone.locator(".word-tip")
    expect(tip).to_be_visible()
    tip.get_by_role("button").click()
    expect(tip).to_have_count(0)
    phone.reload()
    expect(tip).to_have_count(0)
