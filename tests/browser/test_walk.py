"""The whole article as a learner reads it, wrong answers included, with JavaScript and without."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.chromium import leave, new_context
from browser.driving import by_keyboard, by_mouse, outcome, tab_to
from conftest import SLUG, right_fields, wrong_fields
from webapp.content import Lesson

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent


def card_of(page: Page, question: str) -> Locator:
    return page.locator(f"[id='q-{question}']")


def answer_place(page: Page, lesson: Lesson, place: int | str) -> tuple[int, int]:
    """One option question wrong once, then everything right, each checked by itself: (questions, wrong answers)."""
    options = [item.question.id for item in lesson.of(place) if item.question.type in ("choice", "judgement")]
    for name in options[:1]:
        by_mouse(card_of(page, name), wrong_fields(lesson, name))
        expect(card_of(page, name).locator(".feedback.refused")).to_be_visible()
        expect(card_of(page, name).locator(".key")).to_have_count(0)
    for item in lesson.of(place):
        name = item.question.id
        by_mouse(card_of(page, name), right_fields(lesson, name))
        outcome(card_of(page, name), item.question.type)
        assert page.url.endswith(f"#q-{name}")
    return len(lesson.of(place)), len(options[:1])


def tries(data: Path) -> list[tuple[str, str, int]]:
    with sqlite3.connect(data / "fahm.db") as database:
        rows = database.execute("select question, verdict, number from tries order by at, id").fetchall()
    database.close()
    return rows


def test_the_whole_article(page: Page, site, article: Lesson) -> None:
    page.goto(site.url)
    page.get_by_role("link", name=article.settings.title).click()
    page.get_by_role("link", name="لنبدأ القراءة").click()
    counted = []
    for paragraph in article.text.paragraphs:
        expect(page.locator(".sheet .passage").last).to_have_text(paragraph.text)
        if paragraph.heading:
            expect(page.locator(".sheet > .subheading")).to_have_text(paragraph.heading)
        counted.append(answer_place(page, article, paragraph.number))
        assert page.locator("mark").count() > 0
        page.locator(".onward a").click()
    counted.append(answer_place(page, article, "whole"))
    page.locator(".onward a").click()
    expect(page.get_by_role("heading", name="النتيجة")).to_be_visible()
    expect(page.get_by_text("اكتملت قراءة النص")).to_be_visible()

    recorded = tries(site.data)
    questions, wrong = (sum(column) for column in zip(*counted, strict=True))
    assert questions == len(article.items)
    assert wrong >= 8
    assert len(recorded) == questions + wrong
    assert [verdict for _, verdict, _ in recorded].count("refused") == wrong
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


def test_the_whole_article_by_keyboard_alone(browser: Browser, site, article: Lesson) -> None:
    context = new_context(browser, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(site.url)
    for name in (article.settings.title, "لنبدأ القراءة"):
        tab_to(page, page.get_by_role("link", name=name))
        with page.expect_event("load"):
            page.keyboard.press("Enter")
    for place in [paragraph.number for paragraph in article.text.paragraphs] + ["whole"]:
        for item in article.of(place):
            by_keyboard(page, card_of(page, item.question.id), right_fields(article, item.question.id))
            outcome(card_of(page, item.question.id), item.question.type)
        tab_to(page, page.locator(".onward a"))
        with page.expect_event("load"):
            page.keyboard.press("Enter")
    expect(page.get_by_text("اكتملت قراءة النص")).to_be_visible()
    assert {name for name, _, _ in tries(site.data)} == {item.question.id for item in article.items}
    leave(context)
