"""The whole article as learners read it, a few questions a test: by mouse, without JavaScript, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.accessibility import check_widths
from browser.chromium import leave, new_context
from browser.driving import by_keyboard, by_mouse, outcome, tab_to
from browser.school import hand_in
from browser.serving import Site
from conftest import SLUG, right_fields, wrong_fields
from webapp.content import Item, Lesson
from webapp.question_types import TYPES

pytestmark = pytest.mark.browser
Place = int | str
Follow = Callable[[Locator], None]
FEW = 3
"""Questions of the whole text that one test answers."""


@dataclass(frozen=True)
class Stretch:
    """Places that follow one another; of the whole text, which has many questions, a few from one of them on."""

    places: tuple[Place, ...]
    first: int = 0

    def items(self, lesson: Lesson, place: Place) -> tuple[Item, ...]:
        """The questions that the test answers at one of its places."""
        items = tuple(lesson.items_at(place))
        return items[self.first : self.first + FEW] if place == "whole" else items

    def before(self, lesson: Lesson) -> list[tuple[Place, tuple[Item, ...]]]:
        """The questions, by place, that a reader has answered who stands at the first of these."""
        places = [*(paragraph.number for paragraph in lesson.text.paragraphs), "whole"]
        earlier = [(place, tuple(lesson.items_at(place))) for place in places[: places.index(self.places[0])]]
        return [*earlier, ("whole", tuple(lesson.items_at("whole")[: self.first]))]

    def __str__(self) -> str:
        return "-".join(map(str, self.places)) + (f"-from-{self.first}" if self.first else "")


PAIRS = tuple(Stretch((number, number + 1)) for number in range(1, 11, 2))
STRETCHES = (*PAIRS, *(Stretch(("whole",), first) for first in range(0, 10, FEW)))
LAST = STRETCHES[-1]
stretches = pytest.mark.parametrize("stretch", STRETCHES, ids=str)


@pytest.fixture
def service_workers(request: pytest.FixtureRequest) -> str:
    """Allow it but in the middle of the walk: it fetches the whole text each time that it is installed."""
    stretch = request.node.callspec.params.get("stretch")
    return "allow" if stretch in (None, PAIRS[0], LAST) else "block"


def test_the_stretches_are_all_of_the_article_and_hold_every_type(article: Lesson) -> None:
    walked = [item for stretch in STRETCHES for place in stretch.places for item in stretch.items(article, place)]
    assert walked == list(article.items)
    assert {item.question.type for item in walked} == set(TYPES)


def card_of(page: Page, question: str) -> Locator:
    return page.locator(f"[id='q-{question}']")


def answer_wrong(page: Page, lesson: Lesson, items: tuple[Item, ...]) -> int:
    """Answer the first question with options wrong; the number of wrong answers."""
    names = [item.question.id for item in items if item.question.type in ("choice", "judgement")]
    for name in names[:1]:
        by_mouse(card_of(page, name), wrong_fields(lesson, name))
        expect(card_of(page, name).locator(".feedback.refused")).to_be_visible()
        expect(card_of(page, name).locator(".key")).to_have_count(0)
    return len(names[:1])


def answer_right(page: Page, lesson: Lesson, items: tuple[Item, ...]) -> None:
    """Answer everything right, each question checked by itself."""
    for item in items:
        name = item.question.id
        by_mouse(card_of(page, name), right_fields(lesson, name))
        outcome(card_of(page, name), item.question.type)
        assert page.url.endswith(f"#q-{name}")


def start(page: Page, site: Site, lesson: Lesson, stretch: Stretch, follow: Follow) -> Site:
    """Go to the stretch, to the first two as readers do, who go on where they were; the site from then on."""
    for place, items in stretch.before(lesson):
        fields = {key: value for item in items for key, value in right_fields(lesson, item.question.id).items()}
        if fields:
            hand_in(page.context, f"{site.url}/texts/{SLUG}/{place}", fields)
    address = f"{site.url}/texts/{SLUG}/{stretch.places[0]}"
    if stretch in PAIRS[:2]:
        page.goto(site.url)
        follow(page.get_by_role("link", name=lesson.settings.title))
        follow(page.get_by_role("link", name="بدء القراءة" if stretch == PAIRS[0] else "المتابعة من"))
    else:
        page.goto(address)
    expect(page).to_have_url(address)
    return site.from_now()


def shows(page: Page, lesson: Lesson, place: Place) -> None:
    """Expect the paragraph with its heading."""
    if place != "whole":
        paragraph = lesson.text.paragraph(int(place))
        expect(page.locator(".sheet .passage").last).to_have_text(paragraph.text)
        if paragraph.heading:
            expect(page.locator(".sheet > .subheading")).to_have_text(paragraph.heading)


@stretches
def test_by_mouse(page: Page, site: Site, article: Lesson, stretch: Stretch) -> None:
    site = start(page, site, article, stretch, lambda link: link.click())
    names, wrong = [], 0
    for place in stretch.places:
        shows(page, article, place)
        items = stretch.items(article, place)
        wrong += answer_wrong(page, article, items)
        answer_right(page, article, items)
        assert place == "whole" or page.locator("mark").count() > 0
        names += [item.question.id for item in items]
        if place != "whole" or stretch == LAST:
            page.locator(".onward a").click()
    if stretch == LAST:
        expect(page.get_by_role("heading", name="النتيجة")).to_be_visible()
        expect(page.get_by_text("اكتملت قراءة النص")).to_be_visible()

    recorded = site.tries()
    assert wrong >= (stretch in PAIRS)
    assert len(recorded) == len(names) + wrong
    assert [verdict for _, verdict, _ in recorded].count("refused") == wrong
    assert {name for name, _, _ in recorded} == set(names)


@stretches
def test_by_keyboard_alone(browser: Browser, site: Site, article: Lesson, stretch: Stretch) -> None:
    context = new_context(browser, viewport={"width": 1280, "height": 900})
    page = context.new_page()

    def follow(link: Locator) -> None:
        tab_to(page, link)
        with page.expect_event("load"):
            page.keyboard.press("Enter")

    site = start(page, site, article, stretch, follow)
    names = []
    for place in stretch.places:
        for item in stretch.items(article, place):
            by_keyboard(page, card_of(page, item.question.id), right_fields(article, item.question.id))
            outcome(card_of(page, item.question.id), item.question.type)
            names.append(item.question.id)
        if place != "whole" or stretch == LAST:
            follow(page.locator(".onward a"))
    if stretch == LAST:
        expect(page.get_by_text("اكتملت قراءة النص")).to_be_visible()
    assert {name for name, *_ in site.tries()} == set(names)
    leave(context)


def test_leaving_and_coming_back(page: Page, site: Site, article: Lesson) -> None:
    page.goto(f"{site.url}/texts/{SLUG}/1")
    answer_right(page, article, tuple(article.items_at(1)))
    page.goto(f"{site.url}/")
    page.get_by_role("link", name=article.settings.title).click()
    page.get_by_role("link", name="المتابعة من الفقرة ٢").click()
    expect(page.locator(".where")).to_contain_text("الفقرة ٢")


def test_no_page_scrolls_sideways(page: Page, site: Site) -> None:
    for url in ("/", f"/texts/{SLUG}/", f"/texts/{SLUG}/1", f"/texts/{SLUG}/result", "/me"):
        page.goto(site.url + url)
        check_widths(page, 320, 360, 768, 1280)
