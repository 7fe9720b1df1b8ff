"""Errors in Arabic that say what to do, and headers on every reply."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from conftest import SLUG, Learner, Page
from webapp.store.protocols.store import StoreUnavailable


@pytest.mark.parametrize(
    "url",
    [
        "/nothing",
        "/texts/none/",
        "/texts/a%00b/",
        "/texts/%E2%80%AEabc/",
        f"/texts/{SLUG}/0",
        f"/texts/{SLUG}/11",
        f"/texts/{SLUG}/99999999999",
        f"/texts/{SLUG}/x",
    ],
)
def test_unknown_pages_are_a_friendly_404(layla: Learner, url: str) -> None:
    page = layla.opens(url)
    assert page.status == 404
    assert "الصفحة غير موجودة" in page.html


def test_a_post_to_a_page_without_a_form_is_405(layla: Learner) -> None:
    token = layla.opens("/me").field("csrf_token")
    page = Page(layla.client.post("/", data={"csrf_token": token}))
    assert page.status == 405
    assert {"GET", "HEAD"} <= set(page.response.headers["Allow"].split(", "))
    assert "POST" not in page.response.headers["Allow"]
    assert "<h1>" in page.html


def test_a_form_without_token_is_400(layla: Learner) -> None:
    page = Page(layla.client.post("/me/resume", data={"code": "x"}))
    assert page.status == 400
    assert "تعذر فهم هذا الطلب" in page.html


def test_a_huge_post_is_413(layla: Learner) -> None:
    first = layla.opens(f"/texts/{SLUG}/1")
    data = {"csrf_token": first.field("csrf_token"), "x": "a" * 400_000}
    page = Page(layla.client.post(f"/texts/{SLUG}/1", data=data))
    assert page.status == 413
    assert "أطول" in page.html


class Broken(BytesIO):
    """What is sent over a connection that breaks off."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError("the connection is gone")


def posted(app: Flask, body: BytesIO, length: str) -> str:
    """The status of a form whose length is said to be ``length``."""
    environ = EnvironBuilder(f"/texts/{SLUG}/1", method="POST").get_environ()
    kind = "application/x-www-form-urlencoded"
    environ |= {"wsgi.input": body, "CONTENT_LENGTH": length, "CONTENT_TYPE": kind}
    return run_wsgi_app(app, environ)[1]


@pytest.mark.parametrize("body", [BytesIO(b"answer"), Broken()], ids=["short", "broken"])
def test_a_form_that_breaks_off_is_400(app: Flask, body: BytesIO) -> None:
    assert posted(app, body, "100").startswith("400")


@pytest.mark.parametrize("length", ["", "many", "-1", "²", "9" * 5000])
def test_a_form_whose_length_is_no_length_is_refused(app: Flask, length: str) -> None:
    assert posted(app, BytesIO(b"answer=1"), length)[:3] in ("400", "413")


def test_too_many_codes_are_429(layla: Learner) -> None:
    for _ in range(10):
        token = layla.opens("/me").field("csrf_token")
        layla.client.post("/me/resume", data={"csrf_token": token, "code": "WRONGCODE"})
    page = Page(layla.client.post("/me/resume", data={"csrf_token": token, "code": "WRONGCODE"}))
    assert page.status == 429
    assert "محاولات كثيرة" in page.html


def test_a_fault_of_ours_is_a_friendly_500(app: Flask, layla: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("webapp.web.reading.library.readers_shelf", lambda *_: 1 / 0)
    page = layla.opens("/")
    assert page.status == 500
    assert "حدث خطأ في الخادم" in page.html


def test_a_store_that_cannot_write_claims_nothing(app: Flask, layla: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreUnavailable("disk full")

    page = layla.opens(f"/texts/{SLUG}/1")
    monkeypatch.setattr(app.extensions["fahm"].store, "record_all", refuse)
    page = layla.answers(f"/texts/{SLUG}/1", {"summit-day": "الأربعاء"}, page)
    assert page.status == 503
    assert "لم يُسجّل" in page.html
    assert "باقٍ في هذه الصفحة" in page.html
    assert page.response.headers["Retry-After"] == "5"


@pytest.mark.parametrize("url", ["/", "/nothing", "/me", "/healthz", f"/texts/{SLUG}/1"])
def test_security_headers_are_on_every_reply(layla: Learner, url: str) -> None:
    headers = layla.opens(url).response.headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.sqlite
def test_healthz_names_the_sqlite_that_runs(layla: Learner) -> None:
    body = layla.client.get("/healthz").get_json()
    assert body["status"] == "ok"
    assert tuple(map(int, body["sqlite"].split("."))) >= (3, 51, 3)
