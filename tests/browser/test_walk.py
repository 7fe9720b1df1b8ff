"""The whole article as a learner reads it, wrong answers included, with JavaScript and without."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import SLUG, right_answer, wrong_answer
from webapp.content import Lesson, check_file

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def article() -> Lesson:
    lesson, problems = check_file(ROOT / "questions" / f"{SLUG}.yaml", ROOT)
    assert lesson, problems
    return lesson


def fill(page: Page, question: str, answer: object) -> None:
    card = page.locator(f"#q-{question}")
    if isinstance(answer, str):
        card.locator("input[type=text]").fill(answer)
    else:
        for value in answer:
            card.locator(f"input[value='{value}']").check()


def check(page: Page, question: str) -> None:
    page.locator(f"#q-{question} button[name=check]").click()
    expect(page.locator(f"#q-{question} .feedback")).to_be_visible()


def answer_place(page: Page, lesson: Lesson, place: int | str) -> None:
    """The first question wrong once and then right, the rest right; each checked by itself."""
    for number, item in enumerate(lesson.of(place)):
        name = item.question.id
        if number == 0:
            fill(page, name, wrong_answer(lesson, name))
            check(page, name)
            expect(page.locator(f"#q-{name} .feedback.refused")).to_be_visible()
            expect(page.locator(f"#q-{name} .key")).to_have_count(0)
            if item.question.type == "multiple":
                for box in page.locator(f"#q-{name} input:checked").all():
                    box.uncheck()
        fill(page, name, right_answer(lesson, name))
        check(page, name)
        expect(page.locator(f"#q-{name} .feedback.accepted")).to_be_visible()
        assert page.url.endswith(f"#q-{name}")


def tries(data: Path) -> list[tuple[str, str, int]]:
    with sqlite3.connect(data / "fahm.db") as database:
        rows = database.execute("select question, verdict, number from tries order by at, id").fetchall()
    database.close()
    return rows


def test_the_whole_article(page: Page, site, article: Lesson) -> None:
    page.goto(site.url)
    page.get_by_role("link", name=article.settings.title).click()
    page.get_by_role("link", name="لنبدأ القراءة").click()
    for paragraph in article.text.paragraphs:
        expect(page.locator(".sheet .passage").last).to_have_text(paragraph.text)
        if paragraph.heading:
            expect(page.locator(".sheet > .subheading")).to_have_text(paragraph.heading)
        answer_place(page, article, paragraph.number)
        assert page.locator("mark").count() > 0
        page.locator(".onward a").click()
    answer_place(page, article, "whole")
    page.locator(".onward a").click()
    expect(page.get_by_role("heading", name="النتيجة")).to_be_visible()
    expect(page.get_by_text("اكتملت قراءة النص")).to_be_visible()

    recorded = tries(site.data)
    assert len(recorded) == len(article.items) + 11
    assert [verdict for _, verdict, _ in recorded].count("refused") == 11
    assert {name for name, _, _ in recorded} == {item.question.id for item in article.items}


def test_leaving_and_coming_back(page: Page, site, article: Lesson) -> None:
    page.goto(f"{site.url}/texts/{SLUG}/1")
    answer_place(page, article, 1)
    page.goto(f"{site.url}/")
    page.get_by_role("link", name=article.settings.title).click()
    page.get_by_role("link", name="نتابع من الفقرة ٢").click()
    expect(page.locator(".where")).to_contain_text("الفقرة ٢")


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(page: Page, site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for url in ("/", f"/texts/{SLUG}/", f"/texts/{SLUG}/1", f"/texts/{SLUG}/result", "/me"):
        page.goto(site.url + url)
        html = page.locator("html")
        assert html.evaluate("node => node.scrollWidth") <= width, url
