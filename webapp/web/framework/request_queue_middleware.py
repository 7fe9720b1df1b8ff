"""Readers' requests one after the other (see :mod:`webapp.request_queue`). The desk's run beside them: they may be
long."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Flask

from webapp.request_queue import turns

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SMALL = 65_536
"""Bytes of a form that are read before its turn comes. Whoever sends more, or does not say how much, comes without."""
DIGITS = len(str(SMALL))
"""Python reads no number of some thousand digits."""


class InTurn:
    """Gives each request of a reader its turn in ``inner``, once all of it has come in."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """What ``inner`` says. What it says bit by bit is said after the turn."""
        if environ.get("PATH_INFO", "").startswith("/desk") or not _read(environ):
            return self._inner(environ, start_response)
        with turns.one():
            return self._inner(environ, start_response)


def _read(environ: WSGIEnvironment) -> bool:
    """Take in what is sent, so that nobody waits in a turn for a weak network; False where it may be much."""
    length = environ.get("CONTENT_LENGTH") or ("0" if environ["REQUEST_METHOD"] in ("GET", "HEAD") else "")
    if not length.isdecimal() or len(length) > DIGITS or int(length) > SMALL:
        return False
    if int(length):
        try:
            sent = environ["wsgi.input"].read(int(length))
        except OSError:
            sent = b""  # it breaks off: the application finds that it is too short
        environ["wsgi.input"] = BytesIO(sent)
    return True


def init_app(app: Flask) -> None:
    """Put it around what is not answered at once."""
    setattr(app, "wsgi_app", InTurn(app.wsgi_app))  # noqa: B010  (mypy takes it for a method)
