"""The application in front of many schools: it hands each request to the one of its host or its path."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response
from werkzeug.wsgi import ClosingIterator

from webapp import create_app
from webapp.content import Library, Watcher
from webapp.secret_key import read_existing
from webapp.server.schools.open_schools import MOST_OPEN, OpenSchool, OpenSchools
from webapp.server.schools.schools_file import School
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.http.security import HEADERS, host_name

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)
HEALTH = "/healthz"
NO_SCHOOL_HERE = (
    "لا توجد مدرسة في هذا العنوان. تحقق من العنوان الذي أعطتك إياه مدرستك.\n"
    "There is no school at this address. Check the address that your school gave you.\n"
)
NOT_OPEN = (
    "هذه المدرسة غير متاحة الآن. أعد المحاولة بعد قليل.\n"
    "This school is not available at the moment. Please try again shortly.\n"
)


class SchoolDispatcher:
    """WSGI application of many schools, which share nothing but the process.

    A host of no school is answered with 421, a path of none with 404. ``closed`` names schools that cannot be served:
    503, as where a school's folder or database cannot be opened. ``/healthz`` of no school says that the process runs;
    each school has its own.
    """

    def __init__(self, schools: Sequence[School], closed: Collection[str] = (), most_open: int = MOST_OPEN) -> None:
        self.config = schools[0].config
        """Settings of one of them: for what is the same for all."""
        self._by_name = {school.name: school for school in schools}
        self._by_host = {host: school.name for school in schools for host in school.hosts}
        self._by_path = {school.config.prefix: school.name for school in schools if school.config.prefix}
        self._closed = frozenset(closed)
        self._open = OpenSchools(lambda name: open_school(self._by_name[name]), most_open)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        name = self._school_of(environ)
        if name is None:
            return self._nobodys(environ)(environ, start_response)
        try:
            app = self._taken(name)
        except (OSError, StoreUnavailable) as error:
            log.warning("school %s cannot be opened: %s", name, error)
            return _plain(NOT_OPEN, 503)(environ, start_response)
        try:
            parts = app(environ, start_response)
        except BaseException:
            self._open.give_back(name)
            raise
        return ClosingIterator(parts, [partial(self._open.give_back, name)])

    def _school_of(self, environ: WSGIEnvironment) -> str | None:
        by_host = self._by_host.get(host_name(environ.get("HTTP_HOST", "")))
        if by_host:
            return by_host
        path = environ.get("PATH_INFO", "")
        return next((name for prefix, name in self._by_path.items() if f"{path}/".startswith(f"{prefix}/")), None)

    def _nobodys(self, environ: WSGIEnvironment) -> Response:
        if environ.get("PATH_INFO") == HEALTH:
            return Response('{"status":"ok"}\n', 200, headers=HEADERS, mimetype="application/json")
        return _plain(NO_SCHOOL_HERE, 404 if self._by_path else 421)

    def close(self) -> None:
        """Close all schools. To be called when no request is being answered."""
        self._open.close()

    def _taken(self, name: str) -> WSGIApplication:
        if name in self._closed:
            raise StoreUnavailable("it could not be prepared when the server started")
        return self._open.take(name)


def open_school(school: School) -> OpenSchool:
    """Make the application of a school, whose texts are looked at for changes. OSError where its folder is gone."""
    config = replace(school.config, secret=school.config.secret or read_existing(school.config.data))
    library = Library(config.content, compile_later=True)
    app = create_app(config, library)
    watcher = Watcher(library, config.watch_seconds).start() if config.watch_seconds else None

    def close() -> None:
        if watcher:
            watcher.stop()
        app.extensions["fahm"].store.close()

    return OpenSchool(app, close)


def _plain(words: str, status: int) -> Response:
    headers = HEADERS | ({"Retry-After": "5"} if status == 503 else {})
    return Response(words, status, headers=headers, mimetype="text/plain")
