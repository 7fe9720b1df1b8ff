"""The dial and word help in a browser: nothing moves, words are found as the program cuts them, nobody is trapped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.accessibility import check_widths
from browser.chromium import errors_of, leave, new_context
from conftest import SLUG
from webapp.arabic.tokenizer import words as cut_words
from webapp.content import Lesson

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent
TEXT = f"/texts/{SLUG}"
LEVELS = ("none", "some", "all")
BILATERAL = 16
"""The place of الثنائية among the words of paragraph 3."""
ODD = [
    "في 3.5 و1,000 و٣٫٥ و٢٬٠٠٠، لا 3. ولا .5",
    "كلـــمة وكَلِمَةٌ وقرآن ورَحْمٰن",
    "من\u200cهنا ومن\u200f هنا \u061cوأخيرا\u200b.",
    "a_b caf\u00e9 cafe\u0301 naïve x²",
    "😀 ضحك😀ثم 𞤀𞤁 مضى",
    "\u064bبدء ـ ـكلمة",
    "",
]


@pytest.fixture(scope="module")
def content(open_gates: Path) -> Path:
    return open_gates


@pytest.fixture(params=[360, 1280])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A new reader on a phone or at a desk; any error on a page fails the test."""
    context = new_context(browser, viewport={"width": request.param, "height": 800})
    opened = context.new_page()
    faults = errors_of(opened)
    yield opened
    leave(context)
    assert faults == []


def turn(page: Page, level: str) -> None:
    button = page.locator(f".dial button[value={level}]")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def passage(page: Page):
    return page.locator(".sheet > .passage").last


LINES = """(node, words) => {
  const box = node.getBoundingClientRect();
  const text = node.firstChild;
  return words.map(([start, end]) => {
    const range = document.createRange();
    range.setStart(text, start);
    range.setEnd(text, end);
    return [...range.getClientRects()].map((one) =>
      [one.top - box.top, one.height, one.left - box.left, one.width].map((value) => Math.round(value * 10) / 10));
  });
}"""


def lines(page: Page) -> list[list[list[float]]]:
    """Where each word of the paragraph stands: top, height, start and width of its box, from the paragraph's corner."""
    page.evaluate("document.fonts.ready")
    text = passage(page).evaluate("node => node.textContent")
    return passage(page).evaluate(LINES, [[span.start, span.end] for span in cut_words(text)])


@pytest.mark.parametrize("numbers", [range(1, 6), range(6, 11)], ids=["first-half", "second-half"])
def test_no_word_moves_when_the_dial_is_turned(reader: Page, open_site: str, article: Lesson, numbers: range) -> None:
    for number in numbers:
        reader.goto(f"{open_site}{TEXT}/{number}")
        turn(reader, "none")
        bare, height = lines(reader), passage(reader).bounding_box()["height"]
        assert len(bare) == len(article.words.paragraphs[number - 1])
        for level in ("some", "all"):
            turn(reader, level)
            expect(passage(reader)).to_have_text(article.shown[level][number - 1].body.show())
            assert lines(reader) == bare
            assert passage(reader).bounding_box()["height"] == height


def test_the_script_cuts_words_as_the_program_does(reader: Page, open_site: str, article: Lesson) -> None:
    reader.goto(f"{open_site}{TEXT}/1")
    url = reader.locator("script[src*='word_help.js']").get_attribute("src")
    for text in [one.body.show() for level in LEVELS for one in article.shown[level]] + ODD:
        found = reader.evaluate(
            "async ([url, text]) => (await import(url)).spans(text).map(([a, b]) => text.slice(a, b))", [url, text]
        )
        assert found == [span.of(text) for span in cut_words(text)]


def word_point(page: Page, index: int) -> tuple[float, float]:
    """The middle of a word on the screen, scrolled to where it can be seen."""
    text = passage(page).evaluate("node => node.textContent")
    span = cut_words(text)[index]
    return tuple(
        passage(page).evaluate(
            """(node, [start, end]) => {
              const range = document.createRange();
              range.setStart(node.firstChild, start);
              range.setEnd(node.firstChild, end);
              scrollBy(0, range.getBoundingClientRect().top - 200);
              const box = range.getBoundingClientRect();
              return [box.left + box.width / 2, box.top + box.height / 2];
            }""",
            [span.start, span.end],
        )
    )


@pytest.mark.parametrize("level", LEVELS)
def test_a_tap_on_a_word_explains_it(reader: Page, open_site: str, article: Lesson, level: str) -> None:
    reader.goto(f"{open_site}{TEXT}/3")
    turn(reader, level)
    for index in (0, BILATERAL, len(article.words.paragraphs[2]) - 1):
        reader.mouse.click(*word_point(reader, index))
        panel = reader.locator(".word-panel")
        expect(panel.locator("dfn")).to_have_text(article.words.paragraphs[2][index].vowelled)
        expect(panel).to_be_in_viewport()
        reader.keyboard.press("Escape")
        expect(panel).to_have_count(0)


def test_every_word_of_a_paragraph_can_be_tapped(reader: Page, open_site: str, article: Lesson) -> None:
    reader.goto(f"{open_site}{TEXT}/1")
    for index, word in enumerate(article.words.paragraphs[0]):
        reader.mouse.click(*word_point(reader, index))
        expect(reader.locator(".word-panel dfn")).to_have_text(word.vowelled)
        expect(reader.locator(".word-panel .word-meaning")).to_have_text(word.meaning)
        reader.locator(".word-close").click()
        expect(reader.locator(".word-panel")).to_have_count(0)


def test_the_page_of_the_words_is_fetched_once_and_help_is_noted(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}{TEXT}/3")
    asked: list[str] = []
    reader.on("request", lambda one: asked.append(one.url) if "/words/" in one.url else None)
    for index in (BILATERAL, 2):
        reader.mouse.click(*word_point(reader, index))
        expect(reader.locator(".word-panel")).to_be_visible()
        reader.keyboard.press("Escape")
        expect(reader.locator(".word-panel")).to_have_count(0)
    assert len(asked) == 1
    assert reader.locator("#questions input[name=support]").input_value() == f"word:3.{BILATERAL} word:3.2"


def test_a_drag_selects_and_a_click_beside_the_words_closes(reader: Page, open_site: str, article: Lesson) -> None:
    reader.goto(f"{open_site}{TEXT}/3")
    expect(passage(reader)).to_have_attribute("tabindex", "0")
    x, y = word_point(reader, 2)
    reader.mouse.move(x, y)
    reader.mouse.down()
    reader.mouse.move(x - 100, y, steps=5)
    reader.mouse.up()
    assert reader.evaluate("getSelection().toString().trim()")
    expect(reader.locator(".word-panel")).to_have_count(0)
    assert reader.locator("input[name=support]").first.input_value() == ""
    reader.mouse.click(*word_point(reader, 2))
    expect(reader.locator(".word-panel")).to_be_visible()
    box = passage(reader).bounding_box()
    reader.mouse.click(box["x"] + 2, box["y"] + 2)
    expect(reader.locator(".word-panel")).to_have_count(0)


def test_what_is_copied_is_what_is_shown(reader: Page, open_site: str, article: Lesson) -> None:
    reader.goto(f"{open_site}{TEXT}/3")
    for level in LEVELS:
        turn(reader, level)
        shown = article.shown[level][2].body.show()
        expect(passage(reader)).to_have_text(shown)
        assert (
            passage(reader).evaluate("node => (getSelection().selectAllChildren(node), getSelection().toString())")
            == shown
        )
        assert passage(reader).evaluate("node => node.childElementCount") == 0


def current_word(page: Page) -> str:
    return page.evaluate("[...(CSS.highlights.get('word') ?? [])].map(String).join('|')")


def test_the_keyboard_goes_from_word_to_word(reader: Page, open_site: str, article: Lesson) -> None:
    reader.goto(f"{open_site}{TEXT}/3")
    words = [word.word for word in article.words.paragraphs[2]]
    passage(reader).focus()
    keys = [
        ("ArrowLeft", 0),
        ("ArrowLeft", 1),
        ("ArrowLeft", 2),
        ("ArrowRight", 1),
        ("End", len(words) - 1),
        ("ArrowLeft", len(words) - 1),
        ("Home", 0),
        ("ArrowRight", 0),
    ]
    for key, index in keys:
        reader.keyboard.press(key)
        assert current_word(reader) == words[index]
    for key in ("Enter", "Space"):
        reader.keyboard.press("ArrowLeft")
        reader.keyboard.press(key)
        expect(reader.locator(".word-panel")).to_be_visible()
        expect(passage(reader)).to_be_focused()
        reader.keyboard.press("Tab")
        expect(reader.locator(".word-close")).to_be_focused()
        reader.keyboard.press("Escape")
        expect(reader.locator(".word-panel")).to_have_count(0)
        expect(passage(reader)).to_be_focused()
    assert reader.locator("input[name=support]").first.input_value() == "word:3.1 word:3.2"


def test_the_word_at_the_cursor_can_always_be_seen(reader: Page, open_site: str) -> None:
    reader.set_viewport_size({"width": reader.viewport_size["width"], "height": 420})
    reader.goto(f"{open_site}{TEXT}/5")
    passage(reader).focus()
    for key in ("End", "Home"):
        reader.keyboard.press(key)
        box = reader.evaluate("[...CSS.highlights.get('word')][0].getBoundingClientRect().toJSON()")
        assert box["top"] >= 0
        assert box["bottom"] <= 420


def test_a_screen_reader_is_told_how_and_hears_the_entry(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}{TEXT}/3")
    assert "الأسهم" in passage(reader).evaluate(
        "node => document.getElementById(node.getAttribute('aria-describedby')).textContent"
    )
    expect(reader.locator(".word-box")).to_have_attribute("aria-live", "polite")
    reader.mouse.click(*word_point(reader, BILATERAL))
    expect(reader.get_by_role("region", name="معنى الكلمة")).to_contain_text("bilateral")


def test_turning_the_dial_and_keeping_a_word_lose_nothing_that_was_typed(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}{TEXT}/3")
    field = reader.locator(".question input[type=text]").first
    field.fill("مئة عام")
    turn(reader, "all")
    expect(field).to_have_value("مئة عام")
    reader.mouse.click(*word_point(reader, BILATERAL))
    reader.locator(".word-panel form button").click()
    expect(reader.locator(".word-panel .notice")).to_be_visible()
    expect(field).to_have_value("مئة عام")
    reader.reload()
    expect(reader.locator(".dial button[value=all]")).to_have_attribute("aria-pressed", "true")


def test_without_the_page_of_the_words_there_is_a_way_to_it(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}{TEXT}/3")
    expect(passage(reader)).to_have_attribute("tabindex", "0")
    reader.route("**/words/3", lambda route: route.fulfill(body=""))
    reader.mouse.click(*word_point(reader, 1))
    expect(reader.locator(".word-panel a")).to_have_attribute("href", f"{TEXT}/words/3")
    reader.unroute("**/words/3")
    reader.mouse.click(*word_point(reader, 1))
    expect(reader.locator(".word-panel dfn")).to_be_visible()


def test_dial_and_words_without_javascript_and_with_it(page: Page, open_site: str, article: Lesson) -> None:
    page.goto(f"{open_site}{TEXT}/3")
    page.locator(".dial button[value=all]").click()
    expect(passage(page)).to_have_text(article.shown["all"][2].body.show())
    expect(page.locator(".dial button[value=all]")).to_have_attribute("aria-pressed", "true")
    assert page.url.endswith(f"{TEXT}/3")
    page.locator(".words-link").click()
    expect(page.locator(f"#w-{BILATERAL} dfn")).to_have_text(article.words.paragraphs[2][BILATERAL].vowelled)
    expect(page.locator("[data-say]").first).to_be_hidden()
    page.get_by_role("link", name=re.compile("العودة إلى الفقرة")).click()
    assert page.url.endswith(f"{TEXT}/3")


def test_no_word_page_scrolls_sideways(page: Page, open_site: str) -> None:
    for url in (f"{TEXT}/words/3", f"{TEXT}/3", f"{TEXT}/whole"):
        page.goto(open_site + url)
        check_widths(page, 320, 360, 1280)


def test_the_dial_tells_other_scripts_that_the_text_has_changed(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}{TEXT}/3")
    expect(passage(reader)).to_have_attribute("tabindex", "0")
    reader.evaluate("document.addEventListener('revowelled', () => { window.told = (window.told ?? 0) + 1; })")
    before = passage(reader).get_attribute("data-ends")
    turn(reader, "all")
    assert passage(reader).get_attribute("data-ends") != before
    reader.wait_for_function("window.told === 1")
