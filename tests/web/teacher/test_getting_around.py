"""The desk's header, crumbs, tabs and titles: where one is, and the ways from there."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask

from conftest import SLUG, Desk
from web.teacher.test_access import addresses


def navigation(page: str, name: str) -> str:
    """The links of the navigation with this class; empty where the page has none."""
    return (re.findall(rf'<nav class="{name}.*?</nav>', page, re.S) or [""])[0]


def crumbs(page: str) -> list[str]:
    """The labels of the pages above this one, from the top."""
    labels = re.findall(r"<a [^>]*>(.*?)</a>", navigation(page, "crumbs"), re.S)
    return [html.unescape(re.sub("<[^>]*>", "", label)).strip() for label in labels]


def open_one(navigation_html: str) -> list[str]:
    """The values of aria-current in a navigation, with the labels of its links."""
    found = re.findall(r'aria-current="(\w+)">(.*?)</a>', navigation_html, re.S)
    return [f"{value} {label.partition('<')[0].strip()}" for value, label in found]


def title(page: str) -> str:
    """The title of the window, on one line."""
    return " ".join(html.unescape(re.findall("<title>(.*?)</title>", page, re.S)[0]).split())


@pytest.fixture
def member(muna: Desk) -> str:
    (layla,) = muna.people.members(muna.school, muna.class_id)
    return layla.learner


def test_every_page_has_the_desks_header_and_not_the_learners(app: Flask, muna: Desk, member: str) -> None:
    for endpoint, address in addresses(app, "GET", class_id=muna.class_id, learner=member).items():
        if endpoint in {"desk.guide_picture", "desk.question_sheet"}:
            continue
        page = muna.opens(address)
        if page.status == 200 and '<header class="top' in page.html:
            assert page.html.count('<header class="top') == 1, endpoint
            assert 'class="rooms"' in page.html, endpoint
            assert len(open_one(navigation(page.html, "rooms"))) <= 1, endpoint


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ["صفوفي"]),
        ("settings", ["صفوفي", "الصفّ الخامس"]),
        ("delete", ["صفوفي", "الصفّ الخامس", "الإعدادات"]),
        ("learners/{member}/", ["صفوفي", "الصفّ الخامس"]),
        ("learners/{member}/record", ["صفوفي", "الصفّ الخامس", "ليلى"]),
        ("learners/{member}/scores", ["صفوفي", "الصفّ الخامس", "النتائج والمساعدة"]),
        (f"texts/{SLUG}", ["صفوفي", "الصفّ الخامس", "النتائج والمساعدة"]),
        (f"texts/{SLUG}/questions/summit-day", ["صفوفي", "الصفّ الخامس", "النتائج والمساعدة", "بين موسكو وبيونغ يانغ"]),
    ],
)
def test_crumbs_of_a_class(muna: Desk, member: str, path: str, expected: list[str]) -> None:
    assert crumbs(muna.opens(muna.of_class(path.format(member=member))).html) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", []),
        ("texts", []),
        ("texts/new", ["النصوص"]),
        (f"texts/{SLUG}/edit", ["النصوص"]),
        (f"texts/{SLUG}/questions/summit-day", ["النصوص", "بين موسكو وبيونغ يانغ"]),
        (f"texts/{SLUG}/questions/summit-day/preview", ["النصوص", "بين موسكو وبيونغ يانغ", "السؤال"]),
        ("regrade", ["التصحيح"]),
        (f"regrade/{SLUG}", ["التصحيح", "إعادة التصحيح"]),
        ("account/second-step", ["حسابي"]),
        ("teachers/log", ["المعلمون"]),
    ],
)
def test_crumbs_of_the_other_rooms(muna: Desk, path: str, expected: list[str]) -> None:
    assert crumbs(muna.opens(f"/desk/{path}").html) == expected


def test_every_crumb_opens(muna: Desk, member: str) -> None:
    for path in (f"texts/{SLUG}/questions/summit-day", f"learners/{member}/record"):
        page = muna.opens(muna.of_class(path)).html
        for address in re.findall(r'href="([^"]*)"', navigation(page, "crumbs")):
            assert muna.opens(address).status == 200, address


def test_the_header_and_the_tabs_say_where_one_is(muna: Desk, member: str) -> None:
    scores = muna.opens(muna.of_class("scores")).html
    assert open_one(navigation(scores, "rooms")) == ["true صفوفي"]
    assert open_one(navigation(scores, "text-tabs")) == ["page النتائج والمساعدة"]
    assert open_one(navigation(muna.opens("/desk/").html, "rooms")) == ["page صفوفي"]
    assert open_one(navigation(muna.opens("/desk/regrade").html, "rooms")) == ["true التصحيح"]
    assert open_one(navigation(muna.opens(muna.of_class("cards")).html, "text-tabs")) == ["true الأسماء"]


def test_titles_tell_windows_apart(muna: Desk, member: str) -> None:
    assert title(muna.opens(muna.of_class(f"texts/{SLUG}")).html) == (
        "الدرجات · بين موسكو وبيونغ يانغ · الصفّ الخامس · فَهْم"
    )
    assert "ليلى · الصفّ الخامس" in title(muna.opens(muna.of_class(f"learners/{member}/")).html)
    assert "بين موسكو وبيونغ يانغ" in title(muna.opens(f"/desk/texts/{SLUG}/words").html)
    paths = ("", "settings", "scores", "cards", "live", "code", f"learners/{member}/", f"learners/{member}/scores")
    assert len({title(muna.opens(muna.of_class(path)).html) for path in paths}) == len(paths)


def test_the_title_of_an_assignment_tells_its_text(muna: Desk) -> None:
    page = muna.opens(f"/desk/assignments/new?text={SLUG}")
    fields = {"base": page.field("base"), "text": SLUG, "class": muna.class_id, "mode": "practice"}
    muna.posts("/desk/assignments/new", **fields)
    found = re.search(r'href="(/desk/assignments/\w+)"', muna.opens(muna.of_class("assignments")).html)
    assert found
    assert "بين موسكو وبيونغ يانغ" in title(muna.opens(found[1]).html)


def test_the_menu_of_an_admin_leads_to_the_teachers(muna: Desk, sami: Desk) -> None:
    assert 'href="/desk/teachers"' in muna.opens("/desk/").html
    assert 'href="/desk/teachers"' not in sami.opens("/desk/").html
    for desk in (muna, sami):
        menu = desk.opens("/desk/texts").html.partition("<details")[2].partition("</details>")[0]
        assert all(f'href="{address}' in menu for address in ("/desk/account", "/desk/help", "/settings", '/"'))
        assert 'action="/desk/sign-out"' in menu
