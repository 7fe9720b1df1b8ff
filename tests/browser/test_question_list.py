"""Questions are put in order by dragging and by keyboard; what is sent is the card's own form."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.chromium import leave, new_context
from browser.editor_page import serve
from browser.serving import Site

pytestmark = pytest.mark.browser
NAMES = ("one", "two", "three")


def move_form(name: str, after: str) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{key}" value="{value}">'
        for key, value in (("csrf_token", "t"), ("base", "b"), ("after", after))
    )
    return f'<form method="post" action="/editor-cards/{name}/move">{hidden}<button>انقل</button></form>'


def card(at: int) -> str:
    name = NAMES[at]
    up = move_form(name, ("last of paragraph 1", *NAMES)[at - 1]) if at else ""
    down = move_form(name, NAMES[at + 1]) if at < 2 else ""
    return f"""<li class="question-card" id="q-{name}" data-question="{name}"><div class="card-head">
    <span class="card-number"><span class="visually-hidden">السؤال </span>{"٥٦٧"[at]}</span></div>
    <p>{name}</p>{up}{down}</li>"""


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    context = new_context(browser, viewport={"width": 900, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    cards = "".join(map(card, range(3)))
    page.goto(serve(page, site, "/editor-cards", f'<ol class="question-cards" role="list">{cards}</ol>'))
    page.route("**/editor-cards/*/move", lambda route: route.fulfill(body="moved"))
    expect(page.locator(".drag-handle")).to_have_count(3)
    yield page
    leave(context)
    assert faults == []


def handle(page: Page, name: str) -> Locator:
    return page.locator(f"#q-{name} .drag-handle")


def order(page: Page) -> list[str]:
    return list(page.locator(".question-card p").all_text_contents())


def sent(page: Page, name: str, act: str) -> dict[str, list[str]]:
    """What the page sends to move a question when a key is pressed."""
    with page.expect_request(f"**/editor-cards/{name}/move") as caught:
        if act == "mouse":
            page.mouse.up()
        else:
            page.keyboard.press(act)
    return parse_qs(caught.value.post_data or "")


def test_a_question_is_moved_by_keyboard(desk: Page) -> None:
    expect(handle(desk, "three")).to_have_attribute("aria-label", "انقل السؤال: السؤال ٧")
    handle(desk, "three").press("Space")
    expect(handle(desk, "three")).to_have_attribute("aria-pressed", "true")
    desk.keyboard.press("ArrowUp")
    expect(desk.locator(".question-cards + [role=status]")).to_contain_text("٢ من ٣")
    assert order(desk) == ["one", "three", "two"]
    desk.keyboard.press("Escape")
    assert order(desk) == list(NAMES)
    desk.keyboard.press("Space")
    desk.keyboard.press("ArrowUp")
    assert sent(desk, "three", "Space") == {"csrf_token": ["t"], "base": ["b"], "after": ["one"]}


def test_the_first_place_is_behind_the_question_before_the_paragraph(desk: Page) -> None:
    handle(desk, "three").press("Space")
    for _ in range(5):
        desk.keyboard.press("ArrowUp")
    assert sent(desk, "three", "Space")["after"] == ["last of paragraph 1"]


def test_a_question_is_dragged(desk: Page) -> None:
    handle(desk, "one").hover()
    desk.mouse.down()
    box = desk.locator("#q-three").bounding_box()
    assert box
    desk.mouse.move(box["x"] + 20, box["y"] + box["height"] - 5)
    assert order(desk) == ["two", "three", "one"]
    assert sent(desk, "one", "mouse")["after"] == ["three"]


def test_a_question_that_stays_sends_nothing(desk: Page) -> None:
    handle(desk, "two").press("Space")
    desk.keyboard.press("Space")
    expect(handle(desk, "two")).to_have_attribute("aria-pressed", "false")
    expect(handle(desk, "two")).to_be_focused()
    assert desk.url.endswith("/editor-cards")
