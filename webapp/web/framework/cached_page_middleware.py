"""Pages that need no drawing, given out before Flask is asked: most of what a request costs is not the page.

Only what Flask would answer with the same bytes is answered here: a plain GET without a query, a cookie header that
Flask itself has read a moment ago (see :mod:`webapp.web.framework.page_cache`), and a page in the gallery that is
still true.
All else goes on to Flask, errors included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.page_cache import Known, stamp_of
from webapp.web.framework.page_segments import Drawn
from webapp.web.framework.security import PRIVATE
from webapp.web.reading.answer_form import new_form_id

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

VISITOR = Known(None, "")
"""Whoever sends no cookie at all."""
Headers = list[tuple[str, str]]


class AtOnce:
    """Answers with a drawn page where one is true for this request; else with what ``inner`` says."""

    def __init__(self, app: Flask, inner: WSGIApplication, headers: Mapping[str, str]) -> None:
        self._inner, self._app = inner, app
        self._usual = [("Content-Type", "text/html; charset=utf-8"), ("Vary", "Accept-Encoding, Cookie")]
        self._usual += [*headers.items(), ("Cache-Control", PRIVATE)]
        self._here = app.extensions["fahm"]
        self._gallery, self._cookies = app.extensions["gallery"], app.extensions["cookies"]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The page, or whatever the application says."""
        if environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING"):
            known = self._known(environ.get("HTTP_COOKIE"))
            drawn = self._drawn(known, environ.get("PATH_INFO", "")) if known else None
            if known and drawn:
                return self._give(known, drawn, environ, start_response)
        return self._inner(environ, start_response)

    def _known(self, cookie: str | None) -> Known | None:
        found: Known | None = self._cookies.get(cookie, self._here.config.now()) if cookie else VISITOR
        return found

    def _drawn(self, known: Known, path: str) -> Drawn | None:
        try:
            stamp = stamp_of(self._here)
        except StoreUnavailable:  # the page that says so is Flask's
            return None
        found: Drawn | None = self._gallery.kept((known.reader, path, known.packed), stamp)
        return found

    def _give(
        self, known: Known, drawn: Drawn, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        packs = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers: Headers = [("Content-Encoding", "gzip")] if packs else []
        values: dict[str, str] = {}
        if drawn.slots:
            values = {"token": known.token, "form": new_form_id(self._here.config.now())}
        else:
            etag = f'"{drawn.etag}-{packs:d}"'
            headers.append(("ETag", etag))
            if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
                # Without what a reply of no content does not have.
                start_response("304 NOT MODIFIED", [*self._usual[1:], ("ETag", etag)])
                return []
        body = drawn.gzip(values) if packs else drawn.plain(values)
        headers.append(("Content-Length", str(len(body))))
        start_response("200 OK", self._usual + headers)
        return [body]


@lru_cache(200)
def takes_gzip(accepted: str) -> bool:
    """Whether a browser that sends this ``Accept-Encoding`` reads gzip."""
    return parse_accept_header(accepted, Accept).quality("gzip") > 0


def init_app(app: Flask, headers: Mapping[str, str]) -> None:
    """Stand in front of Flask, behind what guards every request. ``headers`` go with every reply."""
    setattr(app, "wsgi_app", AtOnce(app, app.wsgi_app, headers))  # noqa: B010  (mypy takes it for a method)
