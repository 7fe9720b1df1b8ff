"""One question of every type, answered with the mouse, by keyboard alone, and without JavaScript."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from browser.driving import by_keyboard, by_mouse, leave, outcome
from conftest import SLUG, right_fields
from webapp.content import Lesson, check_file
from webapp.question_types import TYPES

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
    by_keyboard(page, card, right_fields(article, name))
    outcome(card, kind)
    leave(context)
