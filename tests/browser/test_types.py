"""One question of every type, answered with the mouse, by keyboard alone, and without JavaScript."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from browser.driving import by_mouse, check, control, each, has_buttons, order_by_buttons, outcome
from conftest import SLUG, right_fields
from webapp.content import Lesson, check_file
from webapp.qtypes import TYPES

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def article() -> Lesson:
    lesson, problems = check_file(ROOT / "questions" / f"{SLUG}.yaml", ROOT)
    assert lesson, problems
    return lesson


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article with every gate open."""
    folder = tmp_path_factory.mktemp("open")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "questions").mkdir()
    yaml = (ROOT / "questions" / f"{SLUG}.yaml").read_text(encoding="utf-8")
    opened = yaml.replace("gate: answered", "gate: open")
    (folder / "questions" / f"{SLUG}.yaml").write_text(opened, encoding="utf-8")
    return folder


def first_of(lesson: Lesson, kind: str) -> str:
    return next(item.question.id for item in lesson.items if item.question.type == kind and item.after is None)


def opened(page: Page, url: str, lesson: Lesson, name: str) -> Locator:
    page.goto(f"{url}/texts/{SLUG}/{lesson.item(name).question.paragraph}")
    return page.locator(f"#q-{name}")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the control has the focus, as somebody without a mouse would."""
    for _ in range(400):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("never reached by Tab")


def by_keyboard(page: Page, card: Locator, fields: dict[str, object]) -> None:
    for field, value in each(fields):
        found = control(card, field, value)
        kind = found.evaluate("node => node.type")
        if kind == "radio":
            tab_to(page, card.locator(f"input[name='{field}']").first)
            page.keyboard.press("Space")
            for _ in range(10):
                if found.is_checked():
                    break
                page.keyboard.press("ArrowDown")
        elif kind == "checkbox":
            tab_to(page, found)
            page.keyboard.press("Space")
        elif kind == "select-one":
            tab_to(page, found)
            for _ in range(12):
                if found.input_value() == value:
                    break
                page.keyboard.press("ArrowDown")
            assert found.input_value() == value
        else:
            tab_to(page, found)
            page.keyboard.insert_text(value)
    tab_to(page, card.locator("button[name=check]"))
    page.keyboard.press("Enter")


@pytest.mark.parametrize("kind", TYPES)
def test_by_mouse_and_without_javascript(page: Page, open_site: str, article: Lesson, kind: str) -> None:
    name = first_of(article, kind)
    card = opened(page, open_site, article, name)
    fields = right_fields(article, name)
    by_mouse(card, fields)
    outcome(card, kind)


@pytest.mark.parametrize("kind", TYPES)
def test_by_keyboard_alone(browser: Browser, open_site: str, article: Lesson, kind: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ar")
    page = context.new_page()
    name = first_of(article, kind)
    card = opened(page, open_site, article, name)
    fields = right_fields(article, name)
    if has_buttons(card):

        def press(button: Locator) -> None:
            button.focus()
            page.keyboard.press("Enter")

        order_by_buttons(card, fields, press)
        tab_to(page, check(card))
        page.keyboard.press("Enter")
    else:
        by_keyboard(page, card, fields)
    outcome(card, kind)
    context.close()
