"""The whole article as a learner reads it, wrong answers included, with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.accessibility import check_widths
from browser.chromium import leave, new_context
from browser.conftest import Site
from browser.driving import by_keyboard, by_mouse, outcome, tab_to
from conftest import SLUG, right_fields, wrong_fields
from webapp.content import Lesson

pytestmark = pytest.mark.browser
Place = int | str
Follow = Callable[[Locator], None]


def card_of(page: Page, question: str) -> Locator:
    return page.locator(f"[id='q-{question}']")


def answer_place(page: Page, lesson: Lesson, place: int | str) -> tuple[int, int]:
    """One option question wrong once, then everything right, each checked by itself: (questions, wrong answers)."""
    options = [item.question.id for item in lesson.items_at(place) if item.question.type in ("choice", "judgement")]
    for name in options[:1]:
        by_mouse(card_of(page, name), wrong_fields(lesson, name))
        expect(card_of(page, name).locator(".feedback.refused")).to_be_visible()
        expect(card_of(page, name).locator(".key")).to_have_count(0)
    for item in lesson.items_at(place):
        name = item.question.id
        by_mouse(card_of(page, name), right_fields(lesson, name))
        outcome(card_of(page, name), item.question.type)
        assert page.url.endswith(f"#q-{name}")
    return len(lesson.items_at(place)), len(options[:1])


PARTS = 3


def places_of(lesson: Lesson, part: int) -> tuple[list[Place], list[Place]]:
    """The article is walked in parts of as many questions, each a test: the places before this part, and its own."""
    places: list[Place] = [*(paragraph.number for paragraph in lesson.text.paragraphs), "whole"]
    before = [sum(len(lesson.items_at(place)) for place in places[:at]) for at in range(len(places))]
    part_of = [count * PARTS // len(lesson.items) for count in before]
    return (
        [place for place, number in zip(places, part_of, strict=True) if number < part],
        [place for place, number in zip(places, part_of, strict=True) if number == part],
    )


def hand_in(page: Page, site: Site, lesson: Lesson, places: list[Place]) -> None:
    """Answer everything in these places at once, without looking at their pages."""
    for place in places:
        url = f"{site.url}/texts/{SLUG}/{place}"
        html = page.request.get(url).text()
        hidden = {name: re.findall(f'name="{name}" value="([^"]*)"', html)[0] for name in ("csrf_token", "form")}
        fields = [right_fields(lesson, item.question.id) for item in lesson.items_at(place)]
        form = urlencode({key: value for one in (hidden, *fields) for key, value in one.items()}, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        assert page.request.post(url, data=form, headers=kind).ok


def start(page: Page, site: Site, lesson: Lesson, places: list[Place], part: int, follow: Follow) -> None:
    """Go to the first of the places as a reader does: who comes back goes on where they were."""
    follow(page.get_by_role("link", name=lesson.settings.title))
    follow(page.get_by_role("link", name="لنبدأ القراءة" if part == 0 else "نتابع من"))
    expect(page).to_have_url(f"{site.url}/texts/{SLUG}/{places[0]}")


@pytest.mark.parametrize("part", range(PARTS))
def test_the_whole_article(page: Page, site: Site, article: Lesson, part: int) -> None:
    before, places = places_of(article, part)
    hand_in(page, site, article, before)
    site = site.from_now()
    page.goto(site.url)
    start(page, site, article, places, part, lambda link: link.click())
    counted = []
    for place in places:
        if place != "whole":
            paragraph = article.text.paragraph(int(place))
            expect(page.locator(".sheet .passage").last).to_have_text(paragraph.text)
            if paragraph.heading:
                expect(page.locator(".sheet > .subheading")).to_have_text(paragraph.heading)
        counted.append(answer_place(page, article, place))
        assert place == "whole" or page.locator("mark").count() > 0
        page.locator(".onward a").click()
    if part == PARTS - 1:
        expect(page.get_by_role("heading", name="النتيجة")).to_be_visible()
        expect(page.get_by_text("اكتملت قراءة النص")).to_be_visible()

    recorded = site.tries()
    questions, wrong = (sum(column) for column in zip(*counted, strict=True))
    names = {item.question.id for place in places for item in article.items_at(place)}
    assert questions == len(names)
    assert wrong >= 2
    assert len(recorded) == questions + wrong
    assert [verdict for _, verdict, _ in recorded].count("refused") == wrong
    assert {name for name, _, _ in recorded} == names


def test_leaving_and_coming_back(page: Page, site: Site, article: Lesson) -> None:
    page.goto(f"{site.url}/texts/{SLUG}/1")
    answer_place(page, article, 1)
    page.goto(f"{site.url}/")
    page.get_by_role("link", name=article.settings.title).click()
    page.get_by_role("link", name="نتابع من الفقرة ٢").click()
    expect(page.locator(".where")).to_contain_text("الفقرة ٢")


def test_no_page_scrolls_sideways(page: Page, site: Site) -> None:
    for url in ("/", f"/texts/{SLUG}/", f"/texts/{SLUG}/1", f"/texts/{SLUG}/result", "/me"):
        page.goto(site.url + url)
        check_widths(page, 320, 360, 768, 1280)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_whole_article_by_keyboard_alone(browser: Browser, site: Site, article: Lesson, part: int) -> None:
    context = new_context(browser, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    before, places = places_of(article, part)
    hand_in(page, site, article, before)
    site = site.from_now()

    def follow(link: Locator) -> None:
        tab_to(page, link)
        with page.expect_event("load"):
            page.keyboard.press("Enter")

    page.goto(site.url)
    start(page, site, article, places, part, follow)
    for place in places:
        for item in article.items_at(place):
            by_keyboard(page, card_of(page, item.question.id), right_fields(article, item.question.id))
            outcome(card_of(page, item.question.id), item.question.type)
        follow(page.locator(".onward a"))
    if part == PARTS - 1:
        expect(page.get_by_text("اكتملت قراءة النص")).to_be_visible()
    assert {name for name, *_ in site.tries()} == {
        item.question.id for place in places for item in article.items_at(place)
    }
    leave(context)
