"""The Arabic keyboard on the screen: by mouse, by finger and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from browser.chromium import errors_of, leave, new_context
from conftest import SLUG
from webapp.content import Lesson

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent
KEYS = ".keys"
MARKS = {
    "تنوين فتح": "\u064b",
    "تنوين ضم": "\u064c",
    "تنوين كسر": "\u064d",
    "فتحة": "\u064e",
    "ضمة": "\u064f",
    "كسرة": "\u0650",
    "شدّة": "\u0651",
    "سكون": "\u0652",
}


@pytest.fixture(scope="module")
def content(open_gates: Path) -> Path:
    return open_gates


@pytest.fixture
def writer(browser: Browser, open_site: str, article: Lesson) -> Iterator[Callable[..., Locator]]:
    """Opens the card of the first question of a type, in a browser of this width; any error fails the test."""
    contexts, faults = [], []

    def opens(kind: str = "short", width: int = 390, touch: bool = False, script: bool = True) -> Locator:
        context = new_context(
            browser,
            viewport={"width": width, "height": 800},
            has_touch=touch,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        errors_of(page, faults)
        question = next(item.question for item in article.items if is_typed(item.question, kind) and not item.after)
        page.goto(f"{open_site}/texts/{SLUG}/{question.paragraph}")
        return page.locator(f"#q-{question.id}")

    yield opens
    for context in contexts:
        leave(context)
    assert faults == []


def is_typed(question, kind: str) -> bool:
    return question.type == kind and not question.shown_order("")


def field_of(card: Locator) -> Locator:
    return card.locator("input[type=text], textarea").first


def opener(card: Locator) -> Locator:
    return card.get_by_role("button", name="لوحة المفاتيح", exact=True)


def panel(card: Locator) -> Locator:
    return card.page.locator(KEYS)


def open_on(card: Locator) -> Locator:
    """Open the keyboard; the field that it types into."""
    opener(card).click()
    expect(panel(card)).to_be_visible()
    expect(field_of(card)).to_be_focused()
    return field_of(card)


def press(card: Locator, *names: str) -> None:
    for name in names:
        panel(card).get_by_role("button", name=name, exact=True).click()


def select(field: Locator, start: int, end: int) -> None:
    field.evaluate("(node, [start, end]) => node.setSelectionRange(start, end)", [start, end])


def caret(field: Locator) -> int:
    assert field.evaluate("node => node.selectionStart === node.selectionEnd")
    return field.evaluate("node => node.selectionStart")


def test_there_is_no_button_without_javascript(writer) -> None:
    card = writer(script=False)
    expect(field_of(card)).to_be_visible()
    expect(opener(card)).to_have_count(0)


@pytest.mark.parametrize("kind", ["short", "cloze", "root", "open"])
def test_every_question_with_typed_answers_has_one(writer, kind: str) -> None:
    card = writer(kind)
    field = open_on(card)
    press(card, "س", "ل", "م")
    expect(field).to_have_value("سلم")


def test_a_question_without_typed_answers_has_none(writer) -> None:
    page = writer().page
    assert page.locator(".question:not(:has(input[type=text], textarea)) [aria-expanded]").count() == 0


def test_letters_marks_digits_and_a_space_are_typed(writer) -> None:
    card = writer()
    field = open_on(card)
    press(card, "أ", "إ", "آ", "ؤ", "ئ", "ء", "ة", "ى", "لا", "مسافة", "٠", "٩")
    expect(field).to_have_value("أإآؤئءةىلا ٠٩")
    field.fill("")
    press(card, *MARKS)
    expect(field).to_have_value("".join(MARKS.values()))


def test_marks_are_shown_on_a_dotted_circle_and_named_for_screen_readers(writer) -> None:
    card = writer()
    open_on(card)
    for name, mark in MARKS.items():
        expect(panel(card).get_by_role("button", name=name, exact=True)).to_have_text(f"◌{mark}")


def test_keys_keep_their_places_on_an_arabic_keyboard(writer) -> None:
    card = writer(width=1280)
    open_on(card)
    row = panel(card).locator("div").nth(1).locator("button")
    assert "".join(row.all_text_contents()) == "ضصثقفغعهخحجد"
    assert row.first.bounding_box()["x"] < row.last.bounding_box()["x"]


def test_it_types_at_the_caret_and_in_place_of_what_is_selected(writer) -> None:
    card = writer()
    field = open_on(card)
    field.fill("كتب")
    select(field, 1, 1)
    press(card, "ا")
    expect(field).to_have_value("كاتب")
    assert caret(field) == 2
    select(field, 1, 3)
    press(card, "ل")
    expect(field).to_have_value("كلب")


def test_other_scripts_hear_of_it(writer) -> None:
    card = writer()
    field = open_on(card)
    field.evaluate("node => { window.heard = 0; node.addEventListener('input', () => { heard += 1; }); }")
    press(card, "ب", "ت", "حذف ما قبل المؤشر")
    assert card.page.evaluate("heard") == 3


def test_without_the_browsers_own_command_it_types_all_the_same(writer) -> None:
    card = writer()
    field = open_on(card)
    field.evaluate(
        "node => { document.execCommand = () => false; window.heard = 0; node.oninput = () => { heard += 1; }; }"
    )
    press(card, "ب", "لا", "فتحة", "حذف ما قبل المؤشر")
    expect(field).to_have_value("بلا")
    assert caret(field) == 3
    assert card.page.evaluate("heard") == 4


def test_no_more_is_typed_than_the_field_takes(writer) -> None:
    card = writer()
    field = open_on(card)
    field.evaluate("node => { node.maxLength = 3; }")
    press(card, "ب", "ت", "لا", "ث", "ج")
    expect(field).to_have_value("بتث")
    select(field, 0, 2)
    press(card, "لا")
    expect(field).to_have_value("لاث")


def test_undo_takes_back_what_was_typed(writer) -> None:
    card = writer()
    field = open_on(card)
    press(card, "ب")
    press(card, "حذف ما قبل المؤشر")
    expect(field).to_have_value("")
    card.page.keyboard.press("Control+z")
    expect(field).to_have_value("ب")


def test_erasing_takes_one_mark_at_a_time(writer) -> None:
    card = writer()
    field = open_on(card)
    field.fill("م\u064fد\u064eر\u0651\u0650س")
    select(field, 7, 7)
    for left in ("م\u064fد\u064eر\u0651س", "م\u064fد\u064eرس", "م\u064fد\u064eس"):
        press(card, "حذف ما قبل المؤشر")
        expect(field).to_have_value(left)
    field.fill("أ😀")
    press(card, "حذف ما قبل المؤشر")
    expect(field).to_have_value("أ")
    select(field, 0, 0)
    press(card, "حذف ما قبل المؤشر")
    expect(field).to_have_value("أ")
    select(field, 0, 1)
    press(card, "حذف ما قبل المؤشر")
    expect(field).to_have_value("")


def test_arrows_move_the_caret_where_they_point_over_a_letter_with_its_marks(writer) -> None:
    card = writer()
    field = open_on(card)
    field.fill("كَتَب")
    select(field, 0, 0)
    places = []
    for _ in range(4):
        press(card, "تحريك المؤشر إلى اليسار")
        places.append(caret(field))
    assert places == [2, 4, 5, 5]
    places = []
    for _ in range(4):
        press(card, "تحريك المؤشر إلى اليمين")
        places.append(caret(field))
    assert places == [4, 2, 0, 0]
    select(field, 0, 4)
    press(card, "تحريك المؤشر إلى اليسار")
    assert caret(field) == 4
    field.fill("Kim")
    select(field, 1, 1)
    press(card, "تحريك المؤشر إلى اليسار")
    assert caret(field) == 0


def test_the_field_keeps_the_focus_under_the_pointer(writer) -> None:
    card = writer()
    field = open_on(card)
    field.evaluate("node => { window.lost = 0; node.onblur = () => { lost += 1; }; }")
    press(card, "ب", "فتحة", "تحريك المؤشر إلى اليسار", "حذف ما قبل المؤشر")
    expect(field).to_be_focused()
    assert card.page.evaluate("lost") == 0


def test_by_keyboard_alone(writer) -> None:
    card = writer(width=1280)
    page = card.page
    opener(card).focus()
    page.keyboard.press("Enter")
    field = field_of(card)
    expect(field).to_be_focused()
    expect(opener(card)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(opener(card)).to_be_focused()
    page.keyboard.press("Tab")
    expect(panel(card).get_by_role("button", name="ذ", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(panel(card).get_by_role("button", name="ص", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(panel(card).get_by_role("button", name="ض", exact=True)).to_be_focused()
    expect(field).to_have_value("صض")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(panel(card).get_by_role("button", name="تنوين فتح", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(card.locator("button[name=check]")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(panel(card).get_by_role("button", name="تنوين فتح", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel(card)).to_have_count(0)
    expect(field).to_be_focused()
    expect(opener(card)).to_have_attribute("aria-expanded", "false")


def test_it_closes_by_its_key_and_by_its_button(writer) -> None:
    card = writer()
    field = open_on(card)
    press(card, "إغلاق لوحة المفاتيح")
    expect(panel(card)).to_have_count(0)
    expect(field).to_be_focused()
    open_on(card)
    opener(card).click()
    expect(panel(card)).to_have_count(0)


def test_it_follows_the_focus_from_field_to_field(writer) -> None:
    card = writer("root")
    first = open_on(card)
    second = card.locator("input[type=text]").nth(1)
    second.focus()
    press(card, "ف")
    expect(second).to_have_value("ف")
    expect(first).to_have_value("")
    press(card, "إغلاق لوحة المفاتيح")
    first.focus()
    second.focus()
    opener(card).click()
    expect(second).to_be_focused()


def test_it_goes_along_to_another_question(writer) -> None:
    typed = writer("cloze").page.locator(".question:has(input[type=text], textarea)")
    assert typed.count() > 1
    other = typed.last
    open_on(typed.first)
    field_of(other).focus()
    press(other, "ق")
    expect(field_of(other)).to_have_value("ق")
    expect(field_of(typed.first)).to_have_value("")
    expect(opener(typed.first)).to_have_attribute("aria-expanded", "false")
    expect(opener(other)).to_have_attribute("aria-expanded", "true")


def test_a_phones_own_keyboard_stays_down_while_it_is_open(writer) -> None:
    card = writer(touch=True)
    field = field_of(card)
    assert field.get_attribute("inputmode") is None
    opener(card).tap()
    expect(field).to_be_focused()
    expect(field).to_have_attribute("inputmode", "none")
    panel(card).get_by_role("button", name="ب", exact=True).tap()
    expect(field).to_have_value("ب")
    panel(card).get_by_role("button", name="إغلاق لوحة المفاتيح").tap()
    assert field.get_attribute("inputmode") is None


def test_an_input_mode_of_the_fields_own_comes_back(writer) -> None:
    card = writer(touch=True)
    field = field_of(card)
    field.evaluate("node => { node.inputMode = 'search'; }")
    opener(card).tap()
    expect(field).to_have_attribute("inputmode", "none")
    opener(card).tap()
    expect(field).to_have_attribute("inputmode", "search")


@pytest.mark.parametrize("width", [360, 390, 600, 768, 1280])
def test_every_key_is_large_enough_to_hit_and_on_the_screen(writer, width: int) -> None:
    card = writer(width=width, touch=width < 700)
    open_on(card)
    keys = panel(card).locator("button")  # sixty, measured at once: one by one they take seconds
    boxes = keys.evaluate_all("keys => keys.map(key => key.getBoundingClientRect().toJSON())")
    assert len(boxes) == 60
    for box in boxes:
        assert box["width"] >= 40
        assert box["height"] >= 40
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 800
    assert card.page.locator("html").evaluate("node => node.scrollWidth") <= width


@pytest.mark.parametrize("kind", ["short", "cloze", "root", "open"])
def test_it_does_not_lie_over_the_field_or_what_has_the_focus(writer, kind: str) -> None:
    card = writer(kind, width=360)
    field = open_on(card)
    top = panel(card).bounding_box()["y"]
    assert field.bounding_box()["y"] >= 0
    assert field.bounding_box()["y"] + min(field.bounding_box()["height"], 60) <= top
    last = card.page.locator("form#questions a, form#questions button:visible, .foot").last
    last.scroll_into_view_if_needed()
    card.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert card.page.locator(".foot").bounding_box()["y"] <= top


def in_sight_on_a_phone(writer, width: int, height: int) -> Locator:
    """Expect the field and every key in sight; the card of the question."""
    card = writer(width=width, touch=True)
    card.page.set_viewport_size({"width": width, "height": height})
    for part in [open_on(card), *panel(card).locator("button").all()]:
        assert part.evaluate(IN_SIGHT), part.evaluate("node => node.outerHTML")
    return card


def test_on_the_smallest_phone_the_field_and_every_key_are_in_sight(writer) -> None:
    in_sight_on_a_phone(writer, 320, 568)


def test_on_a_low_phone_the_button_that_sends_is_in_sight_too(writer) -> None:
    card = in_sight_on_a_phone(writer, 360, 640)
    press(card, "س", "أ", "ؤ", "ئ", "ء", "شدّة")
    expect(field_of(card)).to_have_value("سأؤئء\u0651")
    assert card.locator("button[name=check]").evaluate(IN_SIGHT)


IN_SIGHT = """node => {
  const { left, top, width, height } = node.getBoundingClientRect();
  const corners = [[left + width / 2, top + 3], [left + width / 2, top + height - 3]];
  return corners.every(([x, y]) => node.contains(document.elementFromPoint(x, y)));
}"""
"""Whether nothing lies over the upper and the lower edge of it, and both are on the screen."""


def test_using_it_is_told_once_with_the_answers(writer) -> None:
    card = writer()
    support = card.page.locator("input[name=support]")
    open_on(card)
    assert support.input_value().split() == []
    press(card, "ب", "ت", "ث")
    assert support.input_value().split() == ["keyboard"]


def test_enter_in_the_field_still_marks_the_answer(writer) -> None:
    card = writer()
    field = open_on(card)
    press(card, "ب")
    field.press("Enter")
    expect(card.locator(".feedback")).to_be_visible()
