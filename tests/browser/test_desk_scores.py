"""The scores on real screens: for everybody, sorted with and without a script, held in view, and printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from browser.accessibility import DESK, Look, check_page
from browser.chromium import Chromium, leave, new_context
from browser.serving import Site, served
from conftest import ARTICLE, SLUG, Desk
from store.helpers import Clock
from web.teacher.demo_class import READERS, Room
from webapp import create_app
from webapp.config import Config

pytestmark = pytest.mark.browser
Scores = tuple[Site, str, list[str]]
NUMBER_OF_PAGES = 11
PHONE: ViewportSize = {"width": 360, "height": 800}
TABLET: ViewportSize = {"width": 768, "height": 800}
LOOKS = {
    "phone": ((PHONE, "light"), (PHONE, "contrast")),
    "larger": ((TABLET, "sepia"), (DESK, "dark")),
}
"""Two looks a test: axe takes its time over tables of a thousand cells."""


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scores]:
    """A served class of simulated readers: its address, and the paths of all its pages."""
    data: Path = tmp_path_factory.mktemp("data")
    app = create_app(Config(content=ARTICLE, data=data, watch_seconds=0))
    room = Room(app, Clock())
    room.store.groups.add(room.school, room.desk.class_id, "المجموعة أ", room.learners[:4])
    room.store.close()
    of_class = f"/desk/classes/{room.desk.class_id}"
    text = f"{of_class}/texts/{SLUG}"
    paths = [f"{of_class}/scores", f"{of_class}/learners/{room.learners[3]}/scores", text]
    paths += [f"{text}/items", f"{text}/heat", f"{text}/questions/who-announced"]
    paths += [f"{of_class}/gradebook", f"{of_class}/gradebook/rule", f"{of_class}/groups", f"{text}/items?figures=all"]
    paths += [f"{of_class}/learners/{room.learners[3]}/report"]
    with served(ARTICLE, data) as site:
        yield site, text, paths


def sign_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/desk/sign-in")
    page.locator("#sign-in").fill("muna")
    page.locator("#password").fill(Desk.PASSWORD)
    page.locator("#password").press("Enter")
    expect(page.get_by_role("link", name="الصفّ الخامس")).to_be_visible()


@pytest.fixture(scope="module")
def state(chromium: Chromium, scores: Scores) -> dict[str, object]:
    """The cookies of the teacher."""
    context = new_context(chromium.browser())
    sign_in(context.new_page(), scores[0])
    kept: dict[str, object] = dict(context.storage_state())
    leave(context)
    return kept


@pytest.mark.parametrize("looks", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("number", range(NUMBER_OF_PAGES))
def test_every_page_of_the_scores_is_for_everybody(
    browser: Browser, scores: Scores, state: dict, number: int, looks: tuple[Look, ...]
) -> None:
    site, _, paths = scores
    assert len(paths) == NUMBER_OF_PAGES
    context = new_context(browser, storage_state=state)
    page = context.new_page()
    page.goto(site.url + paths[number])
    check_page(page, *looks)
    leave(context)


def column(page: Page, place: int) -> list[str]:
    """The exact values of one column of the first table, from the first row down, once the page is whole."""
    page.wait_for_load_state()
    return [
        one.get_attribute("data-v") or ""
        for one in page.locator(f".grid >> nth=0 >> tr > :nth-child({place})[data-v]").all()
    ]


def test_a_column_sorts_up_and_then_down(page: Page, scores: Scores) -> None:
    site, text, _ = scores
    sign_in(page, site)
    page.goto(site.url + text)
    heading = page.locator(".grid thead th").nth(1)
    for order, down in (("ascending", False), ("descending", True), ("ascending", False)):
        heading.locator(".sort").click()
        expect(heading).to_have_attribute("aria-sort", order)
        values = [float(value) for value in column(page, 2)]
        assert values == sorted(values, reverse=down)
    expect(page.locator("th[aria-sort]")).to_have_count(1)
    names = page.locator(".grid thead th").first
    names.locator(".sort").click()
    expect(names).to_have_attribute("aria-sort", "ascending")
    sorted_here = column(page, 1)
    page.goto(page.url)
    assert column(page, 1) == sorted_here


def test_the_names_stay_in_view_while_the_marks_scroll(page: Page, scores: Scores) -> None:
    site, text, _ = scores
    sign_in(page, site)
    page.goto(site.url + text)
    name, box = page.locator(".grid tbody th").first, page.locator(".table-box").first
    before = name.bounding_box()
    box.evaluate("box => { box.scrollLeft = -600 }")
    assert box.evaluate("box => box.scrollLeft") == -600
    after = name.bounding_box()
    assert before
    assert after
    assert before["x"] == after["x"]
    assert box.evaluate("box => getComputedStyle(box).borderInlineEndWidth") == "1px"


@pytest.mark.parametrize("path", ["gradebook", f"texts/{SLUG}"])
def test_no_row_is_hidden_in_a_box(page: Page, scores: Scores, path: str) -> None:
    site, text, _ = scores
    sign_in(page, site)
    page.goto(site.url + text.partition("texts/")[0] + path)
    assert page.locator(".grid >> nth=0 >> tbody tr").count() == READERS
    assert page.locator(".table-box").first.evaluate("box => box.scrollHeight <= box.clientHeight + 1")


@pytest.mark.parametrize("path", ["gradebook", f"texts/{SLUG}"])
def test_the_headings_stay_in_view_while_the_page_scrolls(
    browser: Browser, scores: Scores, state: dict, path: str
) -> None:
    site, text, _ = scores
    context = new_context(browser, storage_state=state)
    page = context.new_page()
    page.goto(site.url + text.partition("texts/")[0] + path)
    heading = page.locator(".grid thead th").first
    page.locator(".grid >> nth=0 >> tbody tr").nth(READERS - 4).scroll_into_view_if_needed()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    place = heading.bounding_box()
    assert place
    assert -1 <= place["y"] <= 80
    seen = "(th, at) => th.contains(document.elementFromPoint(at.x, at.y))"
    assert heading.evaluate(seen, {"x": place["x"] + 8, "y": max(1, place["y"] + 8)})
    leave(context)


def test_reports_of_a_class_are_printed_a_page_each(page: Page, scores: Scores) -> None:
    site, text, _ = scores
    sign_in(page, site)
    page.goto(f"{site.url}{text.partition('texts/')[0]}reports")
    printed = page.pdf(format="A4")
    assert printed.count(b"/Type /Page\n") == READERS
    assert page.locator(".report").count() == READERS


def test_on_paper_nothing_is_cut_off(page: Page, scores: Scores) -> None:
    site, text, _ = scores
    sign_in(page, site)
    page.goto(site.url + text)
    page.emulate_media(media="print")
    box = page.locator(".table-box").first
    assert box.evaluate("box => getComputedStyle(box).overflow") == "visible"
    expect(page.locator(".files").first).to_be_hidden()
