"""Pages given out before Flask is asked: to the byte what Flask would say, and never one that is no longer true."""

from __future__ import annotations

import gzip
import io
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, right_answer
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson
from webapp.web.framework.page_cache import BELIEVED

FRONT = f"/texts/{SLUG}/"
FIRST = f"/texts/{SLUG}/1"
NEW = re.compile(rb'name="(csrf_token|form)" value="[^"]*"')


@dataclass
class Answer:
    """One reply, and whether Flask was asked for it."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    by_flask: bool

    @property
    def html(self) -> bytes:
        """The page without what is new each time."""
        packed = dict(self.headers).get("Content-Encoding") == "gzip"
        return NEW.sub(b"", gzip.decompress(self.body) if packed else self.body)

    @property
    def promises(self) -> dict[str, str]:
        """The headers; of the length, which differs by the length of the token, only that it is right."""
        told = dict(self.headers)
        if "Content-Length" in told:
            assert int(told.pop("Content-Length")) == len(self.body)
        told.pop("Date", None)  # servers put it on every reply
        told["Vary"] = ", ".join(sorted(told["Vary"].split(", ")))
        return told


class Line:
    """Requests to an app as a server hands them in, past the test client."""

    def __init__(self, app: Flask) -> None:
        self.app, self.asked = app, 0
        self.headers: dict[str, str] = {}
        plain = app.full_dispatch_request

        def counted():
            self.asked += 1
            return plain()

        app.full_dispatch_request = counted

    def get(self, path: str, method: str = "GET", query: str = "", **headers: str) -> Answer:
        """Ask for a page."""
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
        } | {f"HTTP_{name.upper()}": value for name, value in (self.headers | headers).items()}
        told: list[tuple[str, list[tuple[str, str]]]] = []
        before = self.asked
        body = b"".join(self.app.wsgi_app(environ, lambda status, headers, error=None: told.append((status, headers))))
        return Answer(told[0][0], told[0][1], body, self.asked > before)


@pytest.fixture
def line(app: Flask) -> Line:
    return Line(app)


@pytest.fixture
def layla_line(app: Flask, layla: Learner, line: Line) -> Line:
    """Requests with the cookies of Layla's browser, who has read the first paragraph."""
    layla.opens(FIRST)
    line.headers = {"COOKIE": cookies(layla)}
    return line


def cookies(learner: Learner) -> str:
    """As the browser would send them."""
    return "; ".join(f"{one.key}={one.value}" for one in learner.client._cookies.values())


@pytest.mark.parametrize("encoding", ["", "gzip, deflate, br", "identity", "deflate"])
def test_a_readers_page_comes_at_once_and_is_what_flask_says(layla_line: Line, encoding: str) -> None:
    first = layla_line.get(FIRST, ACCEPT_ENCODING=encoding)
    second = layla_line.get(FIRST, ACCEPT_ENCODING=encoding)
    assert (first.by_flask, second.by_flask) == (True, False)
    assert second.status == first.status == "200 OK"
    assert second.html == first.html
    assert second.promises == first.promises


def test_each_has_a_form_of_its_own(layla_line: Line) -> None:
    layla_line.get(FIRST)
    forms = {re.search(rb'name="form" value="([^"]+)"', layla_line.get(FIRST).body)[1] for _ in range(20)}
    assert len(forms) == 20


def test_a_form_that_came_at_once_can_be_handed_in(layla_line: Line, layla: Learner, lesson: Lesson) -> None:
    layla_line.get(FIRST)
    page = layla_line.get(FIRST)
    assert not page.by_flask
    fields = {name.decode(): value.decode() for name, value in re.findall(rb'name="(\w+)" value="([^"]*)"', page.body)}
    sent = {"csrf_token": fields["csrf_token"], "form": fields["form"]}
    reply = layla.client.post(FIRST, data=sent | {"who-announced": right_answer(lesson, "who-announced")})
    assert reply.status_code == 303
    assert len(list(layla.client.application.extensions["fahm"].store.all_tries())) == 1


@pytest.mark.parametrize("path", ["/", FRONT])
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_visitors_page_comes_at_once_and_is_what_flask_says(line: Line, path: str, encoding: str) -> None:
    first, second = (line.get(path, ACCEPT_ENCODING=encoding) for _ in range(2))
    assert (first.by_flask, second.by_flask) == (True, False)
    assert second.body == first.body
    assert second.promises == first.promises


def test_whoever_has_a_page_already_is_told_so(app: Flask, line: Line) -> None:
    etag = line.get("/").promises["ETag"]
    at_once = line.get("/", IF_NONE_MATCH=etag)
    app.extensions["gallery"].__init__()
    by_flask = line.get("/", IF_NONE_MATCH=etag)
    assert (at_once.by_flask, by_flask.by_flask) == (False, True)
    assert at_once.status == by_flask.status == "304 NOT MODIFIED"
    assert at_once.body == by_flask.body == b""
    assert at_once.promises == by_flask.promises


def test_after_an_answer_the_page_is_drawn_anew(layla_line: Line, layla: Learner, lesson: Lesson) -> None:
    before = [layla_line.get(FIRST) for _ in range(2)][-1]
    page = layla.opens(FIRST)
    sent = {"csrf_token": page.field("csrf_token"), "form": page.field("form")}
    layla.client.post(FIRST, data=sent | {"who-announced": right_answer(lesson, "who-announced")})
    after = layla_line.get(FIRST)
    assert after.by_flask
    assert after.html != before.html


def test_another_readers_page_is_never_given_out(layla_line: Line, omar: Learner) -> None:
    mine = [layla_line.get(FIRST) for _ in range(2)][-1]
    omar.opens(FIRST)
    theirs = layla_line.get(FIRST, COOKIE=cookies(omar))
    token = re.compile(rb'data-record="([^"]+)"')
    assert token.search(mine.body)[1] != token.search(theirs.body)[1]


def test_a_cookie_that_nobody_has_read_goes_to_flask(layla_line: Line) -> None:
    layla_line.get(FIRST)
    bent = layla_line.headers["COOKIE"][:-1] + "."
    assert layla_line.get(FIRST, COOKIE=bent).by_flask


@pytest.mark.parametrize(
    ("method", "query", "more"),
    [("HEAD", "", ""), ("POST", "", ""), ("GET", "a=b", ""), ("GET", "", "; fahm_desk=whoever")],
)
def test_what_is_not_plain_goes_to_flask(layla_line: Line, method: str, query: str, more: str) -> None:
    layla_line.get(FIRST)
    asked = layla_line.get(FIRST, method, query, COOKIE=layla_line.headers["COOKIE"] + more)
    assert asked.by_flask


def test_what_is_to_be_told_once_is_told(layla_line: Line, layla: Learner) -> None:
    layla_line.get(FIRST)
    page = layla.opens(FIRST)
    layla.client.post(FIRST, data={"csrf_token": page.field("csrf_token"), "form": page.field("form"), "check": ""})
    layla_line.headers = {"COOKIE": cookies(layla)}
    told = layla_line.get(FIRST)
    assert told.by_flask
    assert b'class="notice"' in told.body


def test_a_cookie_is_believed_for_a_while_only(config: Config) -> None:
    moment = [datetime.fromisoformat("2026-11-24T10:00:00+00:00")]
    app = create_app(replace(config, now=lambda: moment[0]))
    layla, line = Learner(app), Line(app)
    layla.opens(FIRST)
    line.headers = {"COOKIE": cookies(layla)}
    line.get(FIRST)
    moment[0] += BELIEVED - timedelta(seconds=1)
    assert not line.get(FIRST).by_flask
    moment[0] += timedelta(seconds=1)
    assert line.get(FIRST).by_flask


def test_an_edited_text_is_drawn_anew(app: Flask, line: Line) -> None:
    line.get("/")
    library = app.extensions["fahm"].library
    library.shelf = replace(library.shelf)
    assert line.get("/").by_flask


def test_a_class_that_is_held_is_seen_at_once(layla_line: Line, app: Flask) -> None:
    layla_line.get(FIRST)
    assert not layla_line.get(FIRST).by_flask
    Desk(app, "منى", "muna", "الصفّ الخامس")  # anything that the store takes in
    assert layla_line.get(FIRST).by_flask


def test_a_broken_store_is_flasks_to_tell(layla_line: Line, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    layla_line.get(FIRST)
    monkeypatch.setattr(app.extensions["fahm"].store, "generation", broken)
    told = layla_line.get(FIRST)
    assert told.by_flask
    assert told.status.startswith("503")


def broken() -> int:
    from webapp.store.protocols.store import StoreUnavailable

    raise StoreUnavailable("no disk")
