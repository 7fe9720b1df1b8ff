"""The four cookies: of the reader, of the desk, of a known device, of the looks.

Who may read them, where they go, what they are called.

That a session begins anew at sign-in and ends at sign-out, with another password and with a closed account, is in
``tests/web/teacher/accounts/test_sign_in.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http.cookies import Morsel, SimpleCookie
from pathlib import Path

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner
from webapp import create_app
from webapp.config import Config

TLS = "https://localhost"


def cookies(app: Flask, base: str, prefix: str = "") -> dict[str, Morsel[str]]:
    """All that a reader and a teacher are given, by name."""
    desk, client, found = Desk(app, "منى", "muna", "صف"), app.test_client(), SimpleCookie()
    page = client.get(f"{prefix}/join", base_url=base)
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    sign_in = {"csrf_token": token, "sign_in": "muna", "password": desk.PASSWORD}
    here = {"base_url": base, "headers": {"Referer": f"{base}/"}}
    for reply in (
        page,
        client.get(f"{prefix}/texts/{SLUG}/1", base_url=base),
        client.post(f"{prefix}/settings/", data={"csrf_token": token, "theme": "dark"}, **here),
        client.post(f"{prefix}/desk/sign-in", data=sign_in, **here),
    ):
        assert reply.status_code in (200, 303)
        for line in reply.headers.getlist("Set-Cookie"):
            found.load(line)
    return dict(found)


@pytest.fixture
def made(config: Config, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    app = create_app(replace(config, data=tmp_path / "data", **request.param))
    yield app
    app.extensions["fahm"].store.close()


@pytest.mark.parametrize("made", [{}], indirect=True)
def test_without_tls_they_are_for_the_server_alone_and_for_this_site(made: Flask) -> None:
    found = cookies(made, "http://localhost")
    assert set(found) == {"fahm", "fahm_desk", "fahm_device", "fahm_look"}
    for one in found.values():
        assert (one["httponly"], one["samesite"], one["secure"], one["path"], one["domain"]) == (
            True,
            "Lax",
            "",
            "/",
            "",
        )


@pytest.mark.parametrize("made", [{"secure_cookies": True}], indirect=True)
def test_behind_tls_no_other_host_can_set_or_see_them(made: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "sign_in", lambda *_: None)
    found = cookies(made, TLS)
    assert set(found) == {"__Host-fahm", "__Host-fahm_desk", "__Host-fahm_device", "__Host-fahm_look"}
    for one in found.values():
        assert (one["httponly"], one["samesite"], one["secure"], one["path"], one["domain"]) == (
            True,
            "Lax",
            True,
            "/",
            "",
        )


@pytest.mark.parametrize("made", [{"secure_cookies": True, "prefix": "/fahm"}], indirect=True)
def test_under_a_path_they_are_for_that_path(made: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "sign_in", lambda *_: None)
    found = cookies(made, TLS, "/fahm")
    assert set(found) == {"__Secure-fahm", "__Secure-fahm_desk", "__Secure-fahm_device", "__Secure-fahm_look"}
    for one in found.values():
        assert (one["httponly"], one["samesite"], one["secure"], one["path"], one["domain"]) == (
            True, "Lax", True, "/fahm", "",
        )  # fmt: skip


@pytest.mark.parametrize("made", [{"secure_cookies": True}], indirect=True)
def test_the_looks_that_were_kept_are_read_again_behind_tls(made: Flask) -> None:
    client = made.test_client()
    page = client.get("/settings/", base_url=TLS).text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    client.post("/settings/", base_url=TLS, data={"csrf_token": token, "theme": "dark"}, headers={"Referer": f"{TLS}/"})
    assert 'data-theme="dark"' in client.get("/", base_url=TLS).text


def test_signing_out_takes_the_cookie_of_the_desk_back(muna: Desk) -> None:
    token = muna.csrf_token()
    reply = muna.client.post("/desk/sign-out", data={"csrf_token": token})
    (line,) = (one for one in reply.headers.getlist("Set-Cookie") if one.startswith("fahm_desk="))
    assert "Max-Age=0" in line
    assert "HttpOnly" in line
    assert muna.client.get("/desk/").status_code == 303


@pytest.mark.parametrize("value", ["x", "a.b.c", "\x7f", "é", "." * 3000, "theme-dark.theme-dark"])
def test_cookies_that_nobody_gave_open_nothing(app: Flask, value: str) -> None:
    reader = Learner(app)
    for name in ("fahm", "fahm_desk", "fahm_device", "fahm_look"):
        reader.client.set_cookie(name, value)
    assert reader.opens("/").status == 200
    assert reader.client.get("/desk/").status_code == 303
    assert "لا يوجد سجل على هذا الجهاز" in reader.opens("/me").html
