"""One question of every type, answered with the mouse, by keyboard alone, and without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from browser.chromium import leave, new_context
from browser.driving import by_keyboard, by_mouse, outcome
from conftest import SLUG, right_fields
from webapp.content import Lesson
from webapp.question_types import TYPES

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def content(open_gates: Path) -> Path:
    return open_gates


def first_of(lesson: Lesson, kind: str) -> str:
    names = (item.question.id for item in lesson.items if item.question.type == kind and item.after is None)
    return next(names, "") or pytest.skip(f"the article has no question of type {kind}")


def opened(page: Page, url: str, lesson: Lesson, name: str) -> Locator:
    page.goto(f"{url}/texts/{SLUG}/{lesson.item(name).question.paragraph}")
    return page.locator(f"#q-{name}")


@pytest.mark.parametrize("kind", TYPES)
def test_by_mouse_and_without_javascript(page: Page, open_site: str, article: Lesson, kind: str) -> None:
    name = first_of(article, kind)
    card = opened(page, open_site, article, name)
    fields = right_fields(article, name)
    by_mouse(card, fields)
    outcome(card, kind)


@pytest.mark.parametrize("kind", TYPES)
def test_by_keyboard_alone(browser: Browser, open_site: str, article: Lesson, kind: str) -> None:
    context = new_context(browser, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    name = first_of(article, kind)
    card = opened(page, open_site, article, name)
    by_keyboard(page, card, right_fields(article, name))
    outcome(card, kind)
    leave(context)
