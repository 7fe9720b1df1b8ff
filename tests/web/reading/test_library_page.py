"""The library page just after the start: texts that are not compiled yet are named, and offered once they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from conftest import SLUG
from webapp import create_app
from webapp.config import Config
from webapp.content import Library

LINK = f'href="/texts/{SLUG}/"'


@pytest.fixture
def just_opened(config: Config) -> Iterator[Flask]:
    made = create_app(config, Library(config.content, compile_later=True))
    yield made
    made.extensions["fahm"].store.close()


def test_a_text_that_is_not_compiled_is_named_and_not_offered_and_the_browser_asks_again(just_opened: Flask) -> None:
    page = just_opened.test_client().get("/")
    assert "بين موسكو وبيونغ يانغ" in page.text
    assert LINK not in page.text
    assert page.headers["Refresh"] == "1"


def test_a_compiled_text_is_offered_and_no_browser_asks_again(just_opened: Flask) -> None:
    client = just_opened.test_client()
    assert client.get(f"/texts/{SLUG}/").status_code == 200
    page = client.get("/")
    assert LINK in page.text
    assert "Refresh" not in page.headers


def test_a_reader_with_answers_sees_their_progress_from_the_start(just_opened: Flask) -> None:
    client = just_opened.test_client()
    with client.session_transaction() as session:
        session["reader"] = "r" * 22
    assert LINK in client.get("/").text
