"""Words are chosen in a text by mouse, finger and keyboard; what is sent are the boxes of the words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from browser.chromium import errors_of, leave, new_context
from browser.editor_page import serve, word_boxes
from browser.serving import Site

pytestmark = pytest.mark.browser
TEXT = [
    "وصَلَ الوفدُ إلى القاهرةِ يومَ ١٢ مايو، ثم زار جامعة Oxford في لندن. عاد بعدها إلى البلاد محمّلا بالهدايا",
    "وفي اليوم التالي كتب الرئيس رسالة",
]
LONG = "كلمة أخرى في نصّ طويل لا ينتهي إلا بعد حين من القراءة " * 40


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    context = new_context(browser, viewport={"width": 900, "height": 700}, has_touch=True)
    page = context.new_page()
    faults = errors_of(page)
    yield page
    leave(context)
    assert faults == []


STANDS_STILL = """() => new Promise((settle) => {
  const place = scrollY;
  setTimeout(() => settle(scrollY === place), 200);
})"""


def opened(page: Page, site: Site, *, single: bool = False, text: list[str] | None = None) -> Locator:
    mark = " data-single" if single else ""
    boxes = word_boxes(text or TEXT)
    body = f"""<form data-x><input id="before"><fieldset class="word-picker" data-field="evidence"{mark}>
    <legend>الدليل</legend>{boxes}</fieldset><input id="after"></form>"""
    page.goto(serve(page, site, "/editor-page", body))
    picker = page.locator(".word-picker.is-live")
    expect(picker.locator(".chosen-words")).to_have_text("لم تُختر كلمات بعد.")
    return picker


def word(picker: Locator, value: str) -> Locator:
    return picker.locator(f"label:has(input[value='{value}'])")


def ticked(picker: Locator) -> list[str]:
    boxes = picker.locator("input:checked")
    return [str(value) for value in boxes.evaluate_all("boxes => boxes.map(box => box.value)")]


def draw(page: Page, start: Locator, end: Locator) -> None:
    start.hover()
    page.mouse.down()
    end.hover()
    page.mouse.up()


def test_the_mouse_draws_over_words(desk: Page, site: Site) -> None:
    picker = opened(desk, site)
    draw(desk, word(picker, "1:0"), word(picker, "1:3"))
    expect(picker.locator(".chosen-words")).to_have_text("اخترت: وصَلَ الوفدُ إلى القاهرةِ")
    draw(desk, word(picker, "1:10"), word(picker, "1:8"))  # backwards, over English in between
    assert ticked(picker) == ["1:0", "1:1", "1:2", "1:3", "1:8", "1:9", "1:10"]
    assert desk.evaluate("getSelection().isCollapsed")
    word(picker, "1:10").click()
    assert ticked(picker)[-1] == "1:9"
    picker.get_by_role("button", name="تراجع").click()
    assert ticked(picker)[-1] == "1:10"
    word(picker, "1:12").click()
    word(picker, "1:14").click(modifiers=["Shift"])
    assert ticked(picker)[-4:] == ["1:10", "1:12", "1:13", "1:14"]
    picker.get_by_role("button", name="وما بينهما").click()
    assert ticked(picker)[-5:] == ["1:10", "1:11", "1:12", "1:13", "1:14"]
    fields = desk.evaluate("[...new FormData(document.querySelector('form[data-x]')).keys()]")
    assert fields == ["evidence.words"] * 11


def test_the_keyboard_chooses_in_the_direction_of_reading(desk: Page, site: Site) -> None:
    picker = opened(desk, site)
    desk.locator("#before").focus()
    desk.keyboard.press("Tab")
    focused = "document.activeElement.value"
    assert desk.evaluate(focused) == "1:0"
    desk.keyboard.press("ArrowLeft")
    assert desk.evaluate(focused) == "1:1"
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowRight")
    assert desk.evaluate(focused) == "1:0"
    desk.keyboard.press("Space")
    desk.keyboard.press("End")
    for _ in range(3):
        desk.keyboard.press("Shift+ArrowRight")
    desk.keyboard.press("Shift+ArrowLeft")
    assert ticked(picker) == ["1:0", "1:16", "1:17", "1:18"]
    expect(picker.locator(".chosen-words")).to_have_text("اخترت: وصَلَ · البلاد محمّلا بالهدايا")
    desk.keyboard.press("Escape")
    assert ticked(picker) == ["1:0"]
    desk.keyboard.press("Control+z")
    assert ticked(picker) == ["1:0", "1:16", "1:17", "1:18"]
    desk.keyboard.press("Control+z")  # all that one hold of Shift chose
    assert ticked(picker) == ["1:0"]
    desk.keyboard.press("Home")
    desk.keyboard.press("ArrowDown")
    assert desk.evaluate(focused) != "1:0"
    desk.keyboard.press("ArrowUp")
    assert desk.evaluate(focused) == "1:0"
    desk.keyboard.press("Tab")
    while desk.evaluate("document.activeElement.matches('button')"):
        desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.id") == "after"


def test_a_field_for_one_word_holds_one(desk: Page, site: Site) -> None:
    picker = opened(desk, site, single=True)
    word(picker, "1:2").click()
    word(picker, "1:4").click()
    assert ticked(picker) == ["1:4"]
    word(picker, "2:1").click()  # another paragraph
    assert ticked(picker) == ["2:1"]
    draw(desk, word(picker, "1:17"), word(picker, "1:18"))
    assert ticked(picker) == ["1:18"]
    word(picker, "1:17").click()
    assert ticked(picker) == ["1:17"]
    word(picker, "1:17").click()
    assert ticked(picker) == []


def test_a_click_clears_that_word_alone_wherever_words_are_chosen(desk: Page, site: Site) -> None:
    for single in (False, True):
        picker = opened(desk, site, single=single)
        draw(desk, word(picker, "1:2"), word(picker, "1:3"))
        drawn = ticked(picker)
        word(picker, "1:3").click()
        assert ticked(picker) == [name for name in drawn if name != "1:3"]


def tap(picker: Locator, value: str) -> None:
    """Tap a word until it is chosen: a tap on a page that still glides stops it and does nothing else."""
    box = picker.locator(f"input[value='{value}']")
    for _ in range(4):
        word(picker, value).tap()
        with suppress(AssertionError):
            expect(box).to_be_checked(timeout=3_000)
            return
    expect(box).to_be_checked()


def touch(finger: CDPSession, kind: str, place: dict[str, float] | None = None) -> None:
    points = [place] if place else []
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def middle(target: Locator) -> dict[str, float]:
    box = target.bounding_box()
    assert box
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}


def test_a_finger_rests_then_draws_and_else_scrolls(desk: Page, site: Site) -> None:
    desk.set_viewport_size({"width": 390, "height": 700})
    picker = opened(desk, site, text=[LONG])
    finger = desk.context.new_cdp_session(desk)
    first, last = word(picker, "1:12"), word(picker, "1:15")
    touch(finger, "touchStart", middle(first))
    expect(picker).to_contain_class("is-choosing")
    touch(finger, "touchMove", middle(last))
    touch(finger, "touchEnd")
    assert ticked(picker) == ["1:12", "1:13", "1:14", "1:15"]
    assert desk.evaluate("scrollY") == 0
    place = middle(word(picker, "1:60"))
    touch(finger, "touchStart", place)
    for step in range(1, 9):
        touch(finger, "touchMove", {**place, "y": place["y"] - 30 * step})
    touch(finger, "touchEnd")
    desk.wait_for_function("scrollY > 100")
    assert ticked(picker) == ["1:12", "1:13", "1:14", "1:15"]
    desk.wait_for_function(STANDS_STILL)
    tap(picker, "1:30")
    tap(picker, "1:33")
    picker.get_by_role("button", name="وما بينهما").tap()
    expect(picker.locator("input:checked")).to_have_count(8)
    assert ticked(picker)[4:] == ["1:30", "1:31", "1:32", "1:33"]


def test_words_that_are_selected_as_in_any_page_are_taken(desk: Page, site: Site) -> None:
    picker = opened(desk, site)
    desk.evaluate(
        """() => {
        const [from, to] = ["1:4", "1:6"].map((value) => document.querySelector(`label:has([value="${value}"]) span`));
        getSelection().setBaseAndExtent(from.firstChild, 1, to.firstChild, 2);
        }"""
    )
    desk.get_by_role("button", name="اختيار هذه الكلمات").click()
    assert ticked(picker) == ["1:4", "1:5", "1:6"]
    expect(picker.locator(".chosen-words")).to_have_text("اخترت: يومَ ١٢ مايو،")
    expect(desk.get_by_role("button", name="اختيار هذه الكلمات")).to_be_hidden()


def test_a_question_begins_from_words_that_are_selected_in_the_text(desk: Page, site: Site) -> None:
    words = " ".join(f'<span data-word="1:{index}">{word}</span>' for index, word in enumerate(TEXT[0].split()))
    link = '<a href="/editor-new?paragraph=1" data-new-question="1">سؤال</a>'
    part = f'<div data-paragraph="1"><p lang="ar">{words}</p>{link}</div>'
    desk.goto(serve(desk, site, "/editor-page", f'<div class="text-scroll">{part}</div>'))
    desk.route(f"{site.url}/editor-new**", lambda route: route.fulfill(body="new"))
    desk.locator("[data-word='1:3']").dblclick()
    desk.get_by_role("button", name="سؤال عن هذه الكلمات").click()
    desk.wait_for_url(f"{site.url}/editor-new?paragraph=1&about.words=1%3A3")
