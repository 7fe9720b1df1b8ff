"""Readers' requests come in turn, once all of them is there; the desk's, and what may be long, beside them."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, request, request_started
from werkzeug.test import EnvironBuilder, run_wsgi_app

from conftest import Desk
from webapp.request_queue import turns
from webapp.web.framework.request_queue_middleware import SMALL, InTurn

IN_TURN, BESIDE = b"in turn", b"beside"


def told(environ: Any, start_response: Any) -> Iterable[bytes]:
    """Says whether it has a turn, and what was sent."""
    start_response("200 OK", [])
    return [IN_TURN if turns.has_one() else BESIDE, b"|", environ["wsgi.input"].read()]


def said(path: str, method: str = "GET", data: bytes | None = None, **environ: Any) -> bytes:
    made = EnvironBuilder(path, method=method, data=data).get_environ() | environ
    body, _, _ = run_wsgi_app(InTurn(told), made)
    return b"".join(body)


class Weak(BytesIO):
    """What comes over a weak network: nobody may wait for it in a turn."""

    def __init__(self, sent: bytes, breaks: bool = False) -> None:
        super().__init__(sent)
        self.breaks = breaks
        self.read_in_turn: list[bool] = []

    def read(self, size: int | None = -1, /) -> bytes:
        self.read_in_turn.append(turns.has_one())
        if self.breaks:
            raise OSError("the connection is gone")
        return super().read(size)


@pytest.mark.parametrize("path", ["/", "/texts/any/1", "/me", "/words"])
def test_a_reader_comes_in_turn(path: str) -> None:
    assert said(path) == IN_TURN + b"|"
    assert said(path, "HEAD") == IN_TURN + b"|"


def test_the_desk_comes_beside() -> None:
    assert said("/desk/") == BESIDE + b"|"
    assert said("/desk/classes/x/scores", "POST", b"a=1") == BESIDE + b"|a=1"


def test_what_is_sent_is_there_before_the_turn() -> None:
    weak = Weak(b"answer=1")
    assert said("/texts/any/1", "POST", **{"wsgi.input": weak, "CONTENT_LENGTH": "8"}) == IN_TURN + b"|answer=1"
    assert weak.read_in_turn == [False]


@pytest.mark.parametrize("length", [str(SMALL + 1), "", "many", "-1", "²", "9" * 5000])
def test_what_may_be_long_comes_beside(length: str) -> None:
    weak = Weak(b"answer=1")
    assert said("/texts/any/1", "POST", **{"wsgi.input": weak, "CONTENT_LENGTH": length}) == BESIDE + b"|answer=1"
    assert weak.read_in_turn == [False]


def test_what_breaks_off_is_a_bad_request_and_keeps_nobody_waiting(app: Flask) -> None:
    for weak in (Weak(b"answer"), Weak(b"", breaks=True)):
        made = EnvironBuilder("/texts/000_13183dccda9929f6/1", method="POST").get_environ()
        made |= {
            "wsgi.input": weak,
            "CONTENT_LENGTH": "100",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
        }
        _, status, _ = run_wsgi_app(app, made)
        assert status.startswith("400")
        assert turns._holder is None


def test_the_application_has_it_around_what_is_drawn_anew(app: Flask, muna: Desk) -> None:
    seen: dict[str, bool] = {}

    def look(sender: Flask, **more: Any) -> None:
        seen[request.path] = turns.has_one()

    with request_started.connected_to(look, app):
        app.test_client().get("/me")
        muna.client.get("/desk/")
    assert seen == {"/me": True, "/desk/": False}
    assert turns._holder is None
