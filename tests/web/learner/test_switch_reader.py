"""Switching the reader on a shared device: the header says who reads, and one press ends it."""

from __future__ import annotations

import re

import pytest

from conftest import SLUG, Desk, Learner, Page, joins, right_answer
from web.assigning import Clock
from webapp.content import Lesson

pytestmark = pytest.mark.usefixtures("clock")
FIRST = f"/texts/{SLUG}/1"
HEADER = re.compile(r'<div class="reader".*?</div>', re.S)
BACK = "/me/switch/back"


def posts(learner: Learner, url: str) -> Page:
    data = {"csrf_token": learner.csrf_token()}
    return Page(learner.client.post(url, data=data, follow_redirects=True))


def header(learner: Learner, url: str = "/") -> str:
    found = HEADER.search(learner.opens(url).html)
    return found[0] if found else ""


@pytest.mark.parametrize("url", ["/", FIRST, f"/texts/{SLUG}/", "/me", "/words", "/settings/", "/nowhere"])
def test_every_page_says_who_reads_and_in_which_class(muna: Desk, layla: Learner, url: str) -> None:
    assert "ليلى" in header(layla, url)
    assert "الصفّ الخامس" in header(layla, url)


def test_a_newcomer_and_a_reader_in_no_class_have_no_name_in_the_header(omar: Learner, lesson: Lesson) -> None:
    assert not header(omar)
    omar.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    assert not header(omar)


def test_one_press_closes_the_record_and_asks_the_next_reader_for_a_name(
    muna: Desk, layla: Learner, lesson: Lesson
) -> None:
    layla.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    page = posts(layla, "/me/switch")
    assert 'name="name"' in page.html
    assert "ليلى" not in page.html
    assert not header(layla)
    assert "إجابة صحيحة" not in layla.opens(FIRST).html
    joins(layla, muna.code, "عمر")
    assert "عمر" in header(layla)


def test_a_press_by_mistake_is_taken_back(muna: Desk, layla: Learner, clock: Clock) -> None:
    assert BACK in posts(layla, "/me/switch").html
    clock.move(minutes=1)
    posts(layla, BACK)
    assert "ليلى" in header(layla)


def test_pages_that_are_fetched_ahead_make_nobody_a_reader(muna: Desk, layla: Learner) -> None:
    """The service worker goes on with its list of pages after the switch, and the way back stays open."""
    posts(layla, "/me/switch")
    for path in (FIRST, f"/texts/{SLUG}/", f"/texts/{SLUG}/2", "/words"):
        layla.client.get(path, headers={"X-Fahm-Background": "1"})
    posts(layla, BACK)
    assert "ليلى" in header(layla)


def test_nobody_goes_back_later_or_behind_another_reader(muna: Desk, layla: Learner, clock: Clock) -> None:
    posts(layla, "/me/switch")
    clock.move(minutes=3)
    assert "لم يعد التراجع ممكنًا" in posts(layla, BACK).html
    assert not header(layla)
    joins(layla, muna.code, "عمر")
    posts(layla, "/me/switch")
    joins(layla, muna.code, "سلمى")
    posts(layla, BACK)
    assert "سلمى" in header(layla)


def test_another_code_made_meanwhile_closes_the_way_back(muna: Desk, layla: Learner) -> None:
    (member,) = muna.people.members(muna.school, muna.class_id)
    posts(layla, "/me/switch")
    path = muna.of_class(f"learners/{member.learner}/new-code")
    muna.posts(path, epoch=muna.opens(path).html.partition('name="epoch" value="')[2].partition('"')[0])
    posts(layla, BACK)
    assert not header(layla)


def test_the_code_of_a_reader_is_not_in_sight(muna: Desk, layla: Learner) -> None:
    for url in ("/me", f"/join/{muna.code}", "/me/sign-out"):
        html = layla.opens(url).html
        code = html.index('class="code" dir="ltr">')
        assert html.rindex("<details", 0, code) > html.rindex("<section", 0, code), url
        assert " open" not in html[html.rindex("<details", 0, code) : code], url


def test_the_library_of_a_member_is_sent_once(muna: Desk, layla: Learner) -> None:
    first = layla.client.get("/")
    again = layla.client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    posts(layla, "/me/switch")
    posts(layla, BACK)
    # The forms of the page that the browser holds are of a session that has ended.
    assert layla.client.get("/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
