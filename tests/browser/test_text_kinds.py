"""Texts of every kind in a browser: a word of a cell, evidence in a verse, a footnote and back, no fault of axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.accessibility import DESK, PHONE, check_page, check_widths, looks
from browser.chromium import errors_of, leave, new_context
from browser.test_aloud import ARABIC, MUTE
from web.reading.test_text_kinds import palm_content

pytestmark = pytest.mark.browser
PLACES = ("1", "2", "3", "4", "5", "6", "7", "8", "whole", "worksheet")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return palm_content(tmp_path_factory.mktemp("kinds") / "content")


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A new reader on a phone, with a voice that says nothing; any error on a page fails the test."""
    context = new_context(browser, viewport={"width": 360, "height": 800})
    opened = context.new_page()
    opened.add_init_script(MUTE % ARABIC)
    faults = errors_of(opened)
    yield opened
    leave(context)
    assert faults == []


def passage(page: Page) -> Locator:
    return page.locator(".sheet > .passage")


def tap(words: Locator) -> None:
    """Tap the first of an element's own words."""
    words.scroll_into_view_if_needed()
    box = words.evaluate("""node => {
      const range = document.createRange();
      const text = [...node.childNodes].findLast((child) => child.nodeType === 3);
      range.setStart(text, 0);
      range.setEnd(text, Math.min(2, text.length));
      scrollBy(0, range.getBoundingClientRect().top - 200);
      const { left, top, width, height } = range.getClientRects()[0];
      return [left + width / 2, top + height / 2];
    }""")
    words.page.mouse.click(*box)


def test_a_word_of_a_cell_is_explained_beside_it(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}/texts/palm/7")
    tap(passage(reader).locator("tbody td", has_text="40"))
    expect(reader.locator(".word-panel")).to_contain_text("40")
    tap(passage(reader).locator("tbody tr:nth-child(3) th"))
    expect(reader.locator(".word-panel")).to_contain_text("الثالثة")
    reader.keyboard.press("Escape")
    passage(reader).focus()
    reader.keyboard.press("End")
    reader.keyboard.press("Enter")
    expect(reader.locator(".word-panel")).to_contain_text("واحد")


@pytest.mark.parametrize("level", ["none", "all"])
def test_a_word_of_each_kind_is_found_where_it_stands(reader: Page, open_site: str, level: str) -> None:
    for place, words in ((1, ".foot-note"), (3, ".half"), (4, ".speaker"), (5, "li"), (2, "")):
        reader.goto(f"{open_site}/texts/palm/{place}")
        dial = reader.locator(f".dial button[value={level}]")
        if dial.get_attribute("aria-pressed") != "true":  # from the page before
            dial.click()
            expect(dial).to_have_attribute("aria-pressed", "true")
        sheet = reader.locator(".sheet figcaption" if place == 2 else ".sheet > .passage")
        tap(sheet.locator(words).first if words else sheet)
        expect(reader.locator(".word-panel")).to_be_visible()


def test_a_verse_is_chosen_and_its_evidence_is_lit(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}/texts/palm/3")
    reader.locator("#q-moon label.unit").nth(2).click()
    reader.locator("#q-moon button[name=check]").click()
    expect(reader.locator("#q-moon")).to_contain_class("right")
    expect(passage(reader).locator("mark")).to_have_text(["يجتمعُ الأهلُ إذا", "ما جاء في الليلِ القمرْ"])


def test_a_footnote_leads_there_and_back(page: Page, open_site: str) -> None:
    page.goto(f"{open_site}/texts/palm/1")
    page.locator(".sheet > .passage a.note-mark").nth(1).click()
    expect(page.locator("#note-1-2")).to_be_in_viewport()
    assert page.url.endswith("#note-1-2")
    page.locator("#note-1-2 a").click()
    expect(page.locator("#mark-1-2")).to_be_in_viewport()
    assert page.url.endswith("#mark-1-2")


def test_halves_stand_beside_each_other_where_there_is_room(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}/texts/palm/3")
    verse = "nodes => nodes.slice(0, 2).map((node) => node.getBoundingClientRect()).map(({ top, left }) => [top, left])"
    (first, second) = passage(reader).locator(".half").evaluate_all(verse)
    assert second[0] > first[0]
    reader.set_viewport_size({"width": 1280, "height": 800})
    (first, second) = passage(reader).locator(".half").evaluate_all(verse)
    assert (second[0] == first[0], second[1] < first[1]) == (True, True)


def test_both_texts_stand_side_by_side_on_a_wide_screen(page: Page, open_site: str) -> None:
    tops = "nodes => nodes.map((node) => node.getBoundingClientRect().top)"
    page.goto(f"{open_site}/texts/palm/whole")
    (first, second) = page.locator(".side-by-side > section").evaluate_all(tops)
    assert second > first
    page.set_viewport_size({"width": 900, "height": 800})
    (first, second) = page.locator(".side-by-side > section").evaluate_all(tops)
    assert second == first


def test_a_wide_table_scrolls_by_itself(page: Page, open_site: str) -> None:
    page.goto(f"{open_site}/texts/palm/7")
    page.set_viewport_size({"width": 360, "height": 800})
    assert passage(page).evaluate("node => node.scrollWidth > node.clientWidth")
    check_widths(page, 360)


def test_cells_and_halves_are_read_apart_and_notes_after_their_paragraph(reader: Page, open_site: str) -> None:
    def heard(place: int, sentences: int) -> list[str]:
        reader.goto(f"{open_site}/texts/palm/{place}")
        reader.locator("[data-aloud=play]").click()
        for _ in range(sentences - 1):
            reader.evaluate("speechSynthesis.finish()")
        return reader.evaluate("told.map(([text]) => text)")

    assert heard(7, 9)[4:] == ["ما أُهدي منه إلى الجيران", "الأولى", "40", "الجد", "نصفه"]
    assert heard(3, 2) == ["يا نخلةً في دارِنا", "أنتِ الظلالُ والثمرْ"]
    assert heard(1, 3)[2].startswith("الفلج: قناة")


@pytest.mark.parametrize("place", PLACES)
def test_no_kind_has_a_fault_of_access(reader: Page, open_site: str, place: str) -> None:
    reader.goto(f"{open_site}/texts/palm/{place}")
    check_widths(reader, 360, 768, 1280)
    check_page(reader, *looks(PHONE), (DESK, "light"))
