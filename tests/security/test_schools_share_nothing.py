"""Two schools of one server: nothing that one has given out opens anything in the other.

Both have the same texts, the same id in their tables, a learner with the same id, and a teacher with the same sign-in
name and password; only their folders, databases and keys are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from conftest import ARTICLE, SLUG, Desk, Learner, Page, joins, right_fields
from webapp.config import Config
from webapp.secret_key import read_or_create
from webapp.server.schools.school_dispatcher import open_school
from webapp.server.schools.schools_file import School
from webapp.store import open_store

SAME_ID = "one-id-in-both-schools"
FIRST = f"/texts/{SLUG}/1"
SCRIPT = {"X-Fahm-Script": "1"}


@dataclass
class Place:
    """A school with a teacher, and a learner of SAME_ID who is called by the school's name."""

    app: Flask
    desk: Desk
    learner: Learner
    name: str

    def stranger(self) -> Learner:
        """A browser that was never here."""
        return Learner(self.app)


def a_place(folder: Path, name: str) -> Iterator[Place]:
    config = Config(
        content=ARTICLE, data=folder / name, hosts=frozenset({f"{name}.example", "localhost"}), watch_seconds=0
    )
    read_or_create(config.data)
    open_store(config.database_url).close()
    opened = open_school(School(name, "", replace(config, make_data=False), (f"{name}.example",)))
    assert isinstance(opened.app, Flask)
    desk, learner = Desk(opened.app, f"Teacher {name}", "muna", "Class"), Learner(opened.app)
    with learner.client.session_transaction() as session:
        session["reader"] = SAME_ID
    joins(learner, desk.code, f"Learner {name}", follow=False)
    yield Place(opened.app, desk, learner, name)
    opened.close()


@pytest.fixture
def north(tmp_path: Path) -> Iterator[Place]:
    yield from a_place(tmp_path, "north")


@pytest.fixture
def south(tmp_path: Path) -> Iterator[Place]:
    yield from a_place(tmp_path, "south")


def with_all_cookies_of(client: FlaskClient, app: Flask) -> Learner:
    """A browser at ``app`` to which somebody has copied every cookie of another browser."""
    thief = Learner(app)
    copied = 0
    for cookie in client._cookies.values():  # type: ignore[union-attr]
        thief.client.set_cookie(cookie.key, cookie.value)
        copied += 1
    assert copied
    return thief


def record_token(page: Page) -> str:
    found = re.search(r'data-record="([^"]+)"', page.html)
    assert found
    return found[1]


def waiting_answer(place: Place, page: Page, question: str = "who-announced") -> dict[str, object]:
    """An answer that waits on a device, as its page's script keeps it."""
    lesson = place.app.extensions["fahm"].library.lesson(SLUG)
    typed = {
        name: value if isinstance(value, list) else [value] for name, value in right_fields(lesson, question).items()
    }
    fields = {"form": [page.field("form")], "check": [question], **typed}
    return {"token": record_token(page), "path": FIRST, "fields": fields, "ago": 60, "spent": 30}


def attempts(place: Place) -> int:
    return len(list(place.app.extensions["fahm"].store.all_tries()))


def test_a_readers_cookies_name_nobody_in_the_other_school(north: Place, south: Place) -> None:
    assert "Learner north" in with_all_cookies_of(north.learner.client, north.app).opens("/me").html
    page = with_all_cookies_of(north.learner.client, south.app).opens("/me")
    assert page.status == 200
    assert "Learner" not in page.html
    assert 'data-record="' not in page.html


def test_a_teachers_cookies_open_no_desk_in_the_other_school(north: Place, south: Place) -> None:
    assert "Teacher north" in with_all_cookies_of(north.desk.client, north.app).opens("/desk/").html
    page = with_all_cookies_of(north.desk.client, south.app).opens("/desk/")
    assert "Teacher" not in page.html
    assert page.response.request.path == "/desk/sign-in"


def test_a_forms_token_of_the_other_school_is_refused(north: Place, south: Place) -> None:
    for token, status in ((south.learner.csrf_token(), 303), (north.learner.csrf_token(), 400)):
        reply = south.learner.client.post("/settings/", data={"csrf_token": token, "language": "en"})
        assert reply.status_code == status


def test_an_answer_of_the_other_schools_device_is_not_taken(north: Place, south: Place) -> None:
    kept = waiting_answer(north, north.learner.opens(FIRST))
    refused = south.learner.client.post("/sync", json=kept, headers=SCRIPT)
    assert (refused.status_code, refused.json) == (409, {"kept": False, "why": "token"})
    assert attempts(south) == 0
    assert north.learner.client.post("/sync", json=kept, headers=SCRIPT).status_code == 200
    assert (attempts(north), attempts(south)) == (1, 0)


def test_cards_codes_and_links_open_nothing_in_the_other_school(north: Place, south: Place) -> None:
    store = north.app.extensions["fahm"].store
    card = str(store.learner("default", SAME_ID).code)
    link = str(store.people.make_link("default", "invitation", "teacher", "New", 24))
    assert "Learner north" in north.stranger().opens(f"/join/card/{card}").html
    assert "Learner" not in south.stranger().opens(f"/join/card/{card}").html
    assert north.stranger().opens(f"/join/{north.desk.code}").response.request.path == f"/join/{north.desk.code}"
    assert south.stranger().opens(f"/join/{north.desk.code}").response.request.path == "/join"
    assert north.stranger().opens(f"/desk/setup/{link}").status == 200
    assert south.stranger().opens(f"/desk/setup/{link}").status != 200
    assert south.desk.opens(north.desk.of_class()).status == 404


def test_wrong_passwords_in_one_school_close_no_door_in_the_other(north: Place, south: Place) -> None:
    stranger = north.stranger()
    for _ in range(12):
        last = stranger.client.post(
            "/desk/sign-in", data={"csrf_token": stranger.csrf_token(), "sign_in": "muna", "password": "wrong"}
        )
    assert last.status_code == 429
    other = south.stranger()
    data = {"csrf_token": other.csrf_token(), "sign_in": "muna", "password": Desk.PASSWORD}
    assert other.client.post("/desk/sign-in", data=data).status_code == 303


def test_what_one_school_has_drawn_and_remembered_is_not_shown_in_the_other(north: Place, south: Place) -> None:
    for place, other in ((north, south), (south, north)):
        for page in ("/me", FIRST, f"/join/{place.desk.code}"):
            assert f"Learner {other.name}" not in place.learner.opens(page).html
        assert f"Learner {other.name}" not in place.desk.opens(place.desk.of_class()).html
        assert f"Learner {place.name}" in place.desk.opens(place.desk.of_class()).html
