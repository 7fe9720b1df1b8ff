"""Every page of a school whose every text breaks things, on a narrow phone: nobody scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from browser.accessibility import too_wide
from browser.chromium import leave, new_context
from browser.serving import Site, served
from conftest import SLUG
from security.naughty_school import naughty_content, naughty_school
from security.test_naughty_pages import SHOWN, pages
from webapp import create_app
from webapp.config import Config
from webapp.secret_key import read_or_create

pytestmark = pytest.mark.browser
NARROW = {"width": 360, "height": 800}
PARTS = {
    "readers": ("/",),
    "the class's people": ("/desk/classes/",),
    "the class's work": ("/desk/classes/", "texts", "scores", "gradebook", "reports", "live"),
    "texts": ("/desk/texts", "/desk/marking", "/desk/regrade"),
    "the desk": ("/desk/",),
}
"""Parts of the walk by how their addresses begin, or for the class's work by what is in them."""


@dataclass(frozen=True)
class Walk:
    """A server of the school, the addresses by endpoint, and the cookies of its people."""

    site: Site
    pages: list[tuple[str, str]]
    cookies: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("naughty")
    content, data = naughty_content(folder / "content"), folder / "data"
    app = create_app(Config(content, data, read_or_create(data), watch_seconds=0))
    services = app.extensions["fahm"]
    school = naughty_school(services.store, services.library.snapshot.lessons[SLUG])
    found = [(endpoint, path) for endpoint, path in pages(app, school) if SHOWN[endpoint]]
    learner = app.test_client()
    with learner.session_transaction() as session:
        session["reader"] = school.learners[0]
    cookie = learner.get_cookie("fahm")
    assert cookie
    desk = services.store.people.start_session("default", school.teacher.id, "browser")
    services.store.close()
    with served(content, data) as site:
        yield Walk(site, found, {"learner": {"fahm": cookie.value}, "teacher": {"fahm_desk": desk}})


def part_of(path: str) -> str:
    """The part of the walk in which an address is opened."""
    if not path.startswith("/desk/"):
        return "readers"
    if path.startswith("/desk/classes/"):
        work = any(f"/{word}" in path for word in PARTS["the class's work"][1:])
        return "the class's work" if work else "the class's people"
    return "texts" if path.startswith(PARTS["texts"]) else "the desk"


@pytest.mark.parametrize("part", PARTS)
def test_no_page_is_wider_than_a_narrow_phone(browser: Browser, walk: Walk, part: str) -> None:
    context = new_context(browser, viewport=NARROW)
    person = "learner" if part == "readers" else "teacher"
    context.add_cookies(
        [{"name": name, "value": value, "url": walk.site.url} for name, value in walk.cookies[person].items()]
    )
    page, wide, opened = context.new_page(), [], 0
    for _, path in walk.pages:
        if part_of(path) == part:
            page.goto(walk.site.url + path)
            opened += 1
            if too_wide(page):
                wide.append(path)
    leave(context)
    assert opened > 5
    assert wide == []
