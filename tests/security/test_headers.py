"""What goes along with every reply, errors and redirects included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from conftest import SLUG, Desk, Learner
from security.addresses import addresses
from webapp import create_app
from webapp.config import Config
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.http.security import HEADERS, HSTS, POLICY

Ask = Callable[[Learner], TestResponse]


def token(reader: Learner) -> str:
    return reader.csrf_token()


def too_often(reader: Learner) -> TestResponse:
    given = {"csrf_token": token(reader), "code": "AAAA-CCCC-DDDD"}
    for _ in range(11):
        reply = reader.client.post("/me/resume", data=given, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    return reply


def asked_again(reader: Learner) -> TestResponse:
    first = reader.client.get("/static/framework/base.css")
    return reader.client.get("/static/framework/base.css", headers={"If-None-Match": first.headers["ETag"]})


ASKED: dict[str, tuple[int, Ask]] = {
    "a page": (200, lambda reader: reader.client.get("/")),
    "a style sheet": (200, lambda reader: reader.client.get("/static/framework/base.css")),
    "JSON": (200, lambda reader: reader.client.get("/healthz")),
    "the service worker": (200, lambda reader: reader.client.get("/sw.js")),
    "only the head": (200, lambda reader: reader.client.head("/")),
    "what may be asked": (200, lambda reader: reader.client.options("/")),
    "a redirect after a form": (
        303,
        lambda reader: reader.client.post("/settings/", data={"csrf_token": token(reader)}),
    ),
    "a redirect to the slash": (308, lambda reader: reader.client.get(f"/texts/{SLUG}")),
    "a redirect to the door": (303, lambda reader: reader.client.get("/desk/")),
    "not changed": (304, asked_again),
    "no token": (400, lambda reader: reader.client.post("/join")),
    "no page": (404, lambda reader: reader.client.get("/nowhere")),
    "no file": (404, lambda reader: reader.client.get("/static/nowhere.css")),
    "outside the folder": (404, lambda reader: reader.client.get("/static/..%2f..%2fconfig.py")),
    "another method": (405, lambda reader: reader.client.delete("/")),
    "too much": (413, lambda reader: reader.client.post("/join", data={"code": "x" * 300_000})),
    "too often": (429, too_often),
}


def lacking(reply: TestResponse) -> list[str]:
    """The headers that are not as they should be."""
    return [name for name, value in HEADERS.items() if reply.headers.get(name) != value]


@pytest.mark.parametrize("asked", ASKED)
def test_every_kind_of_reply_is_guarded(app: Flask, asked: str) -> None:
    status, ask = ASKED[asked]
    reply = ask(Learner(app))
    assert reply.status_code == status
    assert lacking(reply) == []
    assert "Strict-Transport-Security" not in reply.headers


@pytest.mark.parametrize(
    "fault, status", [(RuntimeError("secret words"), 500), (StoreUnavailable("secret words"), 503)]
)
def test_a_reply_about_our_own_fault_is_guarded_and_tells_nothing(
    app: Flask, omar: Learner, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    def broken() -> str:
        raise fault

    monkeypatch.setitem(app.view_functions, "health.healthz", broken)
    reply = omar.client.get("/healthz")
    assert reply.status_code == status
    assert lacking(reply) == []
    assert "secret words" not in reply.text
    assert "Traceback" not in reply.text


def test_no_address_forgets_them(app: Flask, muna: Desk) -> None:
    (member,) = muna.people.members(muna.school, muna.class_id)
    for one in addresses(app, class_id=muna.class_id, learner=member.learner, code=muna.code):
        if one.endpoint != "desk.sign_out":
            reply = muna.client.open(one.path, method=one.method)
            assert lacking(reply) == [], one.path
            assert "Access-Control-Allow-Origin" not in reply.headers, one.path


def test_the_policy_lets_nothing_in_line_run() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert set(rules.values()) == {"'none'", "'self'"}


def test_what_is_no_page_says_what_it_is(omar: Learner) -> None:
    kinds = {
        "/healthz": "application/json",
        "/manifest.webmanifest": "application/manifest+json",
        "/sw.js": "text/javascript; charset=utf-8",
        "/static/framework/base.css": "text/css; charset=utf-8",
        "/": "text/html; charset=utf-8",
    }
    assert {path: omar.client.get(path).headers["Content-Type"] for path in kinds} == kinds


def test_pages_are_kept_by_no_shared_cache(app: Flask, muna: Desk, omar: Learner) -> None:
    for path in ("/", f"/texts/{SLUG}/1", "/me", "/join", "/nowhere"):
        assert omar.client.get(path).headers["Cache-Control"] in ("private, no-cache", "no-store"), path
    assert muna.client.get("/desk/").headers["Cache-Control"] == "no-store"


@pytest.fixture
def behind_tls(config: Config, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(replace(config, data=tmp_path / "tls", secure_cookies=True))
    yield made
    made.extensions["fahm"].store.close()


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/framework/base.css", "/desk/"])
def test_behind_tls_browsers_are_told_to_stay_there_for_a_year(behind_tls: Flask, path: str) -> None:
    reply = behind_tls.test_client().get(path, base_url="https://localhost")
    assert reply.headers["Strict-Transport-Security"] == HSTS["Strict-Transport-Security"] == "max-age=31536000"
    assert lacking(reply) == []
