"""Right to left, line by line: the defects that other projects keep shipping, looked for on our own pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.chromium import leave, new_context
from conftest import SLUG

pytestmark = pytest.mark.browser
STATES = ("new", "draft", "hints", "wrong", "late", "lost")
ADDRESSES = ("/", "/settings/", "/me", f"/texts/{SLUG}/1", *(f"/components/{state}" for state in STATES))

# Letters of one word that stand in two elements: their join would be lost.
SPLIT_WORDS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const block = (node) => {
    let one = node.parentElement;
    while (/^(inline|contents)$/.test(getComputedStyle(one).display)) one = one.parentElement;
    return one;
  };
  let before = null;
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.data || node.parentElement.closest("script, style, .visually-hidden")) continue;
    const joins = before && /[\\u0620-\\u065f]$/.test(before.data) && /^[\\u0620-\\u065f]/.test(node.data);
    if (joins && block(before) === block(node)) found.push(before.data.slice(-12) + "|" + node.data.slice(0, 12));
    before = node;
  }
  return found;
}"""

LETTER_SPACED = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const own = [...one.childNodes].some((node) => node.nodeType === 3 && /[\\u0620-\\u06ff]/.test(node.data));
  return own && !["normal", "0px"].includes(getComputedStyle(one).letterSpacing);
}).map((one) => one.outerHTML.slice(0, 80))"""

# Latin letters, or digits beside a Latin sign, in a right-to-left run that nothing isolates.
NOT_ISOLATED = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!/[A-Za-z]/.test(node.data) || node.parentElement.closest("script, style, title, option")) continue;
    const apart = (one) => one && (/isolate|plaintext/.test(getComputedStyle(one).unicodeBidi) ||
      getComputedStyle(one).direction === "ltr" || apart(one.parentElement.closest("body *")));
    if (!apart(node.parentElement)) found.push(node.data.trim().slice(0, 60));
  }
  return found;
}"""

BOXES_ON_THE_LEFT = """() => [...document.querySelectorAll("label.option")].filter((label) => {
  const box = label.querySelector("input").getBoundingClientRect();
  const text = label.querySelector(".option-text").getBoundingClientRect();
  return getComputedStyle(label).direction !== "rtl" || box.left < text.right - 1;
}).map((label) => label.textContent.trim())"""

# The last full stop of a right-to-left paragraph is the leftmost sign of its line.
STOPS_AT_THE_WRONG_END = """() => [...document.querySelectorAll(".passage, .prompt, .why")].filter((one) => {
  const text = one.textContent.trimEnd();
  if (!/[.؟!]$/.test(text)) return false;
  const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  const rects = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    for (let at = 0; at < node.data.trimEnd().length; at += 1) {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (box.width) rects.push(box);
    }
  }
  const stop = rects.at(-1);
  return stop && rects.some((box) => Math.abs(box.top - stop.top) < 4 && box.left < stop.left - 1);
}).map((one) => one.textContent.slice(-40))"""

# Ink of a fully vowelled line against the height of its line; and no box around it that cuts.
CLIPPED = """(fits) => [...document.querySelectorAll(".passage")].filter((one) => {
  const style = getComputedStyle(one);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = style.font;
  const ink = pen.measureText(one.textContent);
  const cuts = (box) => box && (/hidden|clip/.test(getComputedStyle(box).overflowY) || cuts(box.parentElement));
  const tall = ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent > parseFloat(style.lineHeight);
  return (fits && tall) || cuts(one);
}).map((one) => one.textContent.slice(0, 40))"""

TEXT_SPACING = """
* { line-height: 1.5 !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }
"""
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, select, summary, .option, input")].filter((one) => {
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const inText = one.matches("a") && style.display === "inline";
  const shown = box.width > 1 && box.height > 1 && style.visibility !== "hidden";
  const seen = shown && !one.closest(".visually-hidden, .skip");
  const inLabel = one.matches("input") && one.closest("label");
  return seen && !inText && !inLabel && (box.width < 24 || box.height < 24);
}).map((one) => one.outerHTML.slice(0, 100))"""


@pytest.fixture
def reader(browser: Browser, open_site: str) -> Iterator[Page]:
    """A phone, and a reader who wants every vowel mark."""
    phone = {"width": 360, "height": 740}
    # Without the policy, because a reader's own style sheet (text spacing) comes from outside it.
    context = new_context(browser, viewport=phone, bypass_csp=True)
    context.add_cookies([{"name": "fahm_look", "value": "tashkeel-all", "url": open_site}])
    yield context.new_page()
    leave(context)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_the_wrong_way_round_or_clipped(reader: Page, open_site: str, address: str) -> None:
    reader.goto(open_site + address)
    reader.evaluate("document.fonts.ready")
    checks = {
        "words pulled apart": SPLIT_WORDS,
        "letters with spaces between them": LETTER_SPACED,
        "Latin letters that are not isolated": NOT_ISOLATED,
        "boxes to the left of their words": BOXES_ON_THE_LEFT,
        "full stops at the right end": STOPS_AT_THE_WRONG_END,
        "targets too small for a finger": SMALL_TARGETS,
    }
    assert {name: faults for name, script in checks.items() if (faults := reader.evaluate(script))} == {}
    assert reader.evaluate(CLIPPED, True) == []
    # With a reader's own spacing, lines may come close, but nothing cuts them.
    reader.add_style_tag(content=TEXT_SPACING)
    assert reader.evaluate(CLIPPED, False) == []


def test_a_dragged_row_keeps_its_side(reader: Page, open_site: str) -> None:
    reader.goto(f"{open_site}/components/new")
    row = reader.locator("[id='q-order'] .order-row").first
    row.scroll_into_view_if_needed()
    before = row.bounding_box()
    handle = row.locator(".order-handle").bounding_box()
    assert before
    assert handle
    assert handle["x"] > before["x"] + before["width"] / 2
    reader.mouse.move(handle["x"] + 5, handle["y"] + 5)
    reader.mouse.down()
    reader.mouse.move(handle["x"] - 60, handle["y"] + 80, steps=5)
    moving = reader.locator(".order-row.is-moving").bounding_box()
    reader.mouse.up()
    assert moving
    assert abs(moving["x"] - before["x"]) < 1


def test_on_goes_to_the_left(reader: Page, open_site: str) -> None:
    """The paragraphs run from right to left, and so do their numbers."""
    reader.goto(f"{open_site}/texts/{SLUG}/1")
    dots = reader.locator(".trail .dot").all()
    boxes = [dot.bounding_box() for dot in dots[:3]]
    assert all(boxes)
    lefts = [box["x"] for box in boxes if box]
    assert lefts == sorted(lefts, reverse=True)
