"""The desk in English: every page of it says nothing in Arabic but the texts' own words, and what people are called."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from conftest import SLUG
from web.teacher.demo_class import Room
from webapp.content import Lesson
from webapp.domain.assignment import AssignmentRules, NewAssignment
from webapp.interchange.lesson_formats import FORMATS
from webapp.web.teacher.results.class_results import shortened
from webapp.web.teacher.results.option_analysis import options_of

ARABIC = re.compile("[\u0600-\u06ff]")
ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-said", "value")
NOT_PAGES = {"desk.guide_picture", "desk.live_state", "desk.live_projector_state", "desk.learner_file"}
NOT_PAGES |= {"desk.question_sheet", "desk.exported_file"}
"""A picture, parts of pages that the pages hold too, and files."""


class Shown(HTMLParser):
    """The Arabic that a page says outside of elements in Arabic, as (where, words)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.found: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # A field in Arabic holds what an author types.
        hidden = given.get("type") == "hidden"
        said = [name for name in ATTRIBUTES if given.get(name) and (name, given.get("lang")) != ("value", "ar")]
        self.found += [(f"{tag} {name}", given[name] or "") for name in said if not hidden]
        if tag not in {"meta", "link", "input", "br", "hr", "img"}:
            self.open.append((tag, given.get("lang")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1][0] == tag:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        languages = [language for _, language in self.open if language]
        inside = {tag for tag, _ in self.open}
        # The guide shows pieces of files.
        if languages[-1:] != ["ar"] and self.open and "code" not in inside:
            self.found.append((self.open[-1][0], data))


def own_words(lesson: Lesson, names: list[str]) -> set[str]:
    """What is Arabic in any language: names, the title, questions and their options."""
    said = {*names, lesson.settings.title, f"{lesson.settings.title} ({lesson.settings.level})"}
    for item in lesson.items:
        said |= {item.question.prompt, shortened(item.question.prompt), shortened(item.question.prompt, 40)}
        said |= set(options_of(item.question).values())
    return said


def foreign(html: str, known: set[str]) -> list[tuple[str, str]]:
    """The Arabic of a page that is neither marked as such nor among what is ``known``."""
    longest_first = sorted(known, key=len, reverse=True)
    left = []
    for where, said in Shown(html).found:
        if not ARABIC.search(said):
            continue
        words = " ".join(said.split())
        for one in longest_first:
            words = words.replace(one, "")
        if ARABIC.search(words):
            left.append((where, " ".join(said.split())))
    return left


@pytest.fixture(scope="module")
def values(room: Room) -> dict[str, Any]:
    """What the addresses of the desk's pages are made of."""
    rules = AssignmentRules(exam=True, minutes=30, shuffle=True)
    given = NewAssignment(SLUG, (1, 2), (room.desk.class_id,), due=datetime(2199, 1, 1, tzinfo=UTC), rules=rules)
    return {
        "class_id": room.desk.class_id,
        "learner": room.learners[3],
        "slug": SLUG,
        "question": "who-announced",
        "token": room.store.people.make_link(room.school, "invitation", "teacher", "Nour", 24),
        "language": "en",
        "teacher_id": room.colleague,
        "number": 1,
        "assignment_id": room.store.assignments.add(room.school, given, room.desk.id).id,
    }


def addresses(room: Room, values: dict[str, Any]) -> list[str]:
    """Every page of the desk, out of the map of addresses; a question of each type, and the other looks of a page."""
    with room.app.test_request_context():
        adapter = room.app.url_map.bind("localhost")
        found = []
        for rule in room.app.url_map.iter_rules():
            if rule.endpoint.startswith("desk.") and "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES:
                assert rule.arguments <= values.keys(), f"say in this test what {rule.rule} is made of"
                found.append(adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}))
    own = f"/desk/classes/{values['class_id']}"
    found += [f"{own}/texts/{SLUG}/heat?measure={one}" for one in ("evidence", "reread")]
    # One of each type: they differ in nothing but the text's own words.
    first = {item.question.type: item.question.id for item in reversed(room.lesson.items)}
    found += [f"{own}/texts/{SLUG}/questions/{question}" for question in first.values()]
    found.append(f"{own}/merge?a={room.learners[0]}&b={room.learners[1]}")
    found += [f"/desk/texts/{SLUG}/export?to={known.name}" for known in FORMATS.values()]
    found.append("/desk/setup/no-such-link")
    return found


def test_every_page_of_the_desk_speaks_english(room: Room, values: dict[str, Any]) -> None:
    desk = room.desk
    desk.client.set_cookie("fahm_look", "language-en")
    members = room.store.people.members(room.school, desk.class_id)
    known = own_words(room.lesson, [*(one.name for one in members), desk.name, "الصفّ الخامس"])
    desk.posts(desk.of_class("live"), text=SLUG)
    for what in ("names", "answer", "evidence"):
        desk.posts(desk.of_class("live/show"), what=what, on="1", p="1")
    wrong = {}
    desk.posts(f"/desk/teachers/{room.colleague}/close", closed="1", old=desk.PASSWORD)
    pages = addresses(room, values)
    for address in pages:
        page = desk.opens(address)
        assert page.status in {200, 404}, address
        assert '<html lang="en" dir="ltr"' in page.html
        if left := foreign(page.html, known):
            wrong[address] = left
    desk.client.delete_cookie("fahm_look")
    assert len(pages) > 60
    assert wrong == {}
