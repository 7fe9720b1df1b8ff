"""ETags of the pages without a form: the same page is not sent twice, and a changed one always is."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from conftest import SLUG, Learner, right_answer
from webapp.content import Lesson
from webapp.web.framework.http.security import PRIVATE

FRONT = f"/texts/{SLUG}/"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}


def varies_by(reply: TestResponse) -> set[str]:
    return {name.strip() for name in reply.headers["Vary"].split(",")}


@pytest.mark.parametrize("path", ["/", FRONT])
@pytest.mark.parametrize("encoding", UNPACK)
def test_a_visitor_who_has_the_page_is_sent_none(app: Flask, path: str, encoding: str) -> None:
    visitor = app.test_client()
    first = visitor.get(path, headers={"Accept-Encoding": encoding})
    assert first.headers.get("Content-Encoding", "identity") == encoding
    assert b"</html>" in UNPACK[encoding](first.data)
    again = visitor.get(path, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    for reply in (first, again):
        assert reply.headers["Cache-Control"] == PRIVATE
        assert varies_by(reply) == {"Accept-Encoding", "Accept-Language", "Cookie"}
        assert "Set-Cookie" not in reply.headers


@pytest.mark.parametrize("path", ["/", FRONT])
def test_each_encoding_of_a_page_has_an_etag_of_its_own(app: Flask, path: str) -> None:
    visitor = app.test_client()
    tags = {visitor.get(path, headers={"Accept-Encoding": encoding}).headers["ETag"] for encoding in UNPACK}
    assert len(tags) == 3


@pytest.mark.parametrize("path", ["/", FRONT])
def test_after_an_answer_the_page_is_sent(layla: Learner, lesson: Lesson, path: str) -> None:
    before = layla.client.get(path).headers["ETag"]
    layla.answers(f"{FRONT}1", {"who-announced": right_answer(lesson, "who-announced")})
    after = layla.client.get(path, headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.headers["ETag"] != before


def test_one_readers_page_is_not_anothers(layla: Learner, omar: Learner, lesson: Lesson) -> None:
    layla.answers(f"{FRONT}1", {"who-announced": right_answer(lesson, "who-announced")})
    tag = layla.client.get(FRONT).headers["ETag"]
    assert omar.client.get(FRONT, headers={"If-None-Match": tag}).status_code == 200


def test_every_drawing_of_a_form_has_an_id_of_its_own(layla: Learner) -> None:
    pages = [layla.client.get(f"{FRONT}1") for _ in range(5)]
    forms = {re.search(r'name="form" value="([^"]+)"', page.text)[1] for page in pages}
    assert len(forms) == 5
    assert not any("ETag" in page.headers for page in pages)
