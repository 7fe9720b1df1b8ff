"""Comfort: nothing jumps, nothing moves for those who want no motion, and paper and forced colours are served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.chromium import leave, new_context
from browser.driving import by_mouse
from conftest import SLUG, right_fields, wrong_fields
from webapp.content import Lesson

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent
WINDOWS = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 800}}


PRESS = """(button) => {
  const { top } = button.closest(".question").getBoundingClientRect();
  button.click();
  return top;
}"""


@pytest.fixture(params=WINDOWS)
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = new_context(browser, viewport=WINDOWS[request.param], reduced_motion="reduce")
    yield context.new_page()
    leave(context)


def test_a_marked_question_stays_where_it_was(reader: Page, open_site: str, article: Lesson) -> None:
    reader.goto(f"{open_site}/texts/{SLUG}/1")
    names = [item.question.id for item in article.items_at(1) if item.question.type == "choice"]
    for fields in (wrong_fields(article, names[-1]), right_fields(article, names[-1])):
        card = reader.locator(f"[id='q-{names[-1]}']")
        for field, values in fields.items():
            for value in values:
                card.locator(f"input[name='{field}'][value='{value}']").check()
        card.locator("button[name=check]").scroll_into_view_if_needed()
        with reader.expect_event("load"):
            before = card.locator("button[name=check]").evaluate(PRESS)
        expect(card.locator(".feedback")).to_be_in_viewport()
        reader.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        after = card.bounding_box()
        assert after
        height = reader.viewport_size["height"] if reader.viewport_size else 0
        # Unless the feedback would stand below the window, or the page has become too short to keep the place.
        at_end = reader.evaluate("scrollY + innerHeight > document.documentElement.scrollHeight - 2")
        assert abs(after["y"] - before) < 2 or after["y"] + after["height"] > height - 60 or at_end


def test_no_motion_for_those_who_want_none(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}/texts/{SLUG}/1")
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
    }).length"""
    assert reader.evaluate(moving) == 0


def test_forced_colours_keep_what_colour_says(reader: Page, open_site: str) -> None:
    reader.emulate_media(forced_colors="active")
    reader.goto(f"{open_site}/components/lost")
    lit = reader.locator("mark").first.evaluate("one => getComputedStyle(one).backgroundColor")
    page = reader.evaluate("getComputedStyle(document.body).backgroundColor")
    assert lit != page
    # Right and wrong are told by a sign as well.
    assert {"✓", "✗"} <= set("".join(reader.locator(".mark-sign").all_text_contents()))


def test_paper_has_the_text_and_no_buttons(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}/texts/{SLUG}/1")
    reader.emulate_media(media="print", color_scheme="dark")
    for gone in (".top", ".foot", ".q-actions", ".trail"):
        expect(reader.locator(gone).first).to_be_hidden()
    expect(reader.locator(".sheet .passage").first).to_be_visible()
    assert reader.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("name, value", [("size", "xxl"), ("spacing", "wider"), ("font", "plain"), ("width", "narrow")])
def test_a_setting_is_seen_in_the_text(reader: Page, open_site: str, name: str, value: str) -> None:
    measure = """() => {
      const style = getComputedStyle(document.querySelector(".sheet .passage"));
      return [style.fontSize, style.lineHeight, style.fontFamily, style.maxInlineSize].join();
    }"""
    reader.goto(f"{open_site}/texts/{SLUG}/1")
    usual = reader.evaluate(measure)
    reader.goto(f"{open_site}/settings/?next=/texts/{SLUG}/1")
    reader.locator(f"input[name={name}][value={value}]").check()
    reader.get_by_role("button", name="حفظ").click()
    reader.goto(f"{open_site}/texts/{SLUG}/1")
    assert reader.evaluate(measure) != usual


def test_an_answer_by_mouse_is_read_out(reader: Page, open_site: str, article: Lesson) -> None:
    """A screen reader stands at the marked question, whose feedback is a status."""
    reader.goto(f"{open_site}/texts/{SLUG}/1")
    name = next(item.question.id for item in article.items_at(1) if item.question.type == "choice")
    with reader.expect_event("load"):
        by_mouse(reader.locator(f"[id='q-{name}']"), wrong_fields(article, name))
    expect(reader.locator(f"[id='q-{name}']")).to_be_focused()
    expect(reader.locator(f"[id='q-{name}'] [role=status]")).to_be_visible()


def test_the_sample_of_the_settings_changes_while_one_chooses(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}/settings/")
    line = reader.locator(".sample .passage:visible")
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    before = line.evaluate(size)
    reader.locator("input[name=size][value=xxl]").check()
    assert line.evaluate(size) > before
    reader.locator("input[name=tashkeel][value=all]").check()
    expect(line).to_contain_text("مِفْتَاحُ")
    reader.locator("input[name=theme][value=dark]").check()
    assert reader.evaluate("document.documentElement.dataset.theme") == "dark"
    reader.reload()
    expect(line).not_to_contain_text("مِفْتَاحُ")
