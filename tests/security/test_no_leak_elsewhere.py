"""Nothing that can be reached without an answer depends on a key: every address, its headers too, to the byte.

The pages of the text are looked at in ``tests/web/reading/test_no_leak.py``; here is all
the rest, whatever opens later too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from conftest import ARTICLE, SLUG, Learner, with_content
from security.addresses import reading
from web.reading.test_no_leak import READER, drawn, library_with_open_gate, other_keys
from webapp import create_app
from webapp.config import Config

CHANCE = {"Date", "Set-Cookie"}
MORE = [
    f"/texts/{SLUG}/worksheet?answers=1",
    f"/texts/{SLUG}/worksheet?sheet=answers&all=1",
    f"/texts/{SLUG}/1?solution=1&settled=1",
    f"/texts/{SLUG}/10",
    f"/texts/{SLUG}/words/10",
    f"/texts/{SLUG}/audio/1",
    "/components/choice-settled",
    f"/questions/{SLUG}.yaml",
    f"/static/../questions/{SLUG}.yaml",
    f"/static/%2e%2e/%2e%2e/questions/{SLUG}.yaml",
]


@pytest.fixture
def two_houses(config: Config, tmp_path: Path) -> Iterator[list[Flask]]:
    """The same text, once with other keys."""
    folders = [library_with_open_gate(tmp_path, name) for name in ("plain", "changed")]
    for folder in folders:
        shutil.copy(ARTICLE / "questions" / f"{SLUG}.words.yaml", folder / "questions")
    other_keys(folders[1] / "questions" / f"{SLUG}.yaml")
    made = [create_app(with_content(config, folder)) for folder in folders]
    yield made
    for app in made:
        app.extensions["fahm"].store.close()


def told(reply: TestResponse) -> tuple[int, dict[str, str], str]:
    """All that a reply says, what is drawn by chance made equal."""
    headers = {name: value for name, value in reply.headers if name not in CHANCE}
    if reply.mimetype == "text/html":
        headers.pop("Content-Length", None)
        return reply.status_code, headers, drawn(reply.text)
    return reply.status_code, headers, reply.get_data().decode("latin-1")


@pytest.mark.parametrize("reader", [None, READER], ids=["nobody", "a reader"])
def test_other_keys_change_no_byte_anywhere(two_houses: list[Flask], reader: str | None) -> None:
    replies: list[dict[str, tuple[int, dict[str, str], str]]] = []
    for app in two_houses:
        somebody, found = Learner(app), {}
        for path in [*[one.path for one in reading(app)], *MORE]:
            if reader:
                with somebody.client.session_transaction() as session:
                    session["reader"] = reader
            else:
                somebody = Learner(app)
            found[path] = told(somebody.client.get(path))
        replies.append(found)
    before, after = replies
    assert [path for path in before if not same(before[path], after[path], reader)] == []
    assert sum(status == 200 for status, _, _ in before.values()) > 18


def same(one: tuple[int, dict[str, str], str], other: tuple[int, dict[str, str], str], reader: str | None) -> bool:
    """Equal, or equal in length where somebody new is named and met by chance."""
    if one == other or reader:
        return one == other
    return one[:2] == other[:2] and len(one[2]) == len(other[2])
