"""Pages that were drawn before and are still true, and what a cookie said that was read a moment ago.

A page is true as long as nothing was committed to the store (see ``Store.generation``) and no text has changed. What
differs from one drawing to the next is the form's token and id. :mod:`webapp.web.framework.cached_page_middleware`
gives such pages out
before Flask is asked; what it may know of a reader, it has from here, where Flask has read the cookie.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from flask import Flask, current_app, request, session
from werkzeug.wrappers import Response as Reply

from webapp.content import Lesson, Shelf
from webapp.web.framework.page_segments import Drawn, Gallery, cut
from webapp.web.framework.preferences import prefs
from webapp.web.framework.services import Services, current_services

MOST_COOKIES = 2000
"""Cookie headers that one process remembers: about 600 bytes each."""
BELIEVED = timedelta(minutes=10)
"""How long a cookie header counts as read. Then Flask reads it again, and renews it when a new month has begun."""


@dataclass(frozen=True)
class Known:
    """What a cookie header says: the reader (None: nobody), the choices, and a token for forms, until when."""

    reader: str | None
    packed: str
    token: str = ""
    until: datetime | None = None


class Cookies:
    """Cookie headers that were read a moment ago, the least used one dropped first. Safe to share among threads."""

    def __init__(self, most: int = MOST_COOKIES) -> None:
        self._most = most
        self._read: OrderedDict[str, Known] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, header: str, now: datetime) -> Known | None:
        """What it said, if that may still be believed."""
        with self._lock:
            found = self._read.get(header)
            if found is None or found.until is None or now >= found.until:
                return None
            self._read.move_to_end(header)
            return found

    def put(self, header: str, known: Known) -> None:
        """Remember it."""
        with self._lock:
            self._read[header] = known
            self._read.move_to_end(header)
            while len(self._read) > self._most:
                self._read.popitem(last=False)


def init_app(app: Flask) -> None:
    """Give each process a gallery, and a memory for cookies."""
    app.extensions["gallery"] = Gallery()
    app.extensions["cookies"] = Cookies()


class Same:
    """Equal to itself alone: whether two things are one is told without comparing what is in them."""

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.thing is other.thing

    def __hash__(self) -> int:
        return id(self.thing)


def stamp_of(services: Services) -> tuple[int, Same]:
    """Under which a page that is drawn now is true."""
    return services.store.generation(), Same(services.library.shelf)


def for_readers(source: Lesson, values: Mapping[str, str], draw: Callable[[], str | Reply]) -> str | Reply:
    """A page of the reader's own, out of the gallery where it is still true.

    ``source`` is what the page is drawn from besides the store. ``values`` fill its slots, "token" among them.
    """
    reader = _reader()
    if reader is None or not _like_any_other():
        return draw()
    return _kept(Known(reader, prefs().packed(), values["token"]), source, values, draw)


def for_visitors(source: Lesson | Shelf, draw: Callable[[], str]) -> str | Reply:
    """A page without a form: kept for visitors without a record, and drawn for everybody else."""
    if _reader() is not None or not _like_any_other():
        return draw()
    return _kept(Known(None, prefs().packed()), source, {}, draw)


def _kept(
    known: Known, source: Lesson | Shelf, values: Mapping[str, str], draw: Callable[[], str | Reply]
) -> str | Reply:
    services = current_services()
    stamp = stamp_of(services)
    shelf = cast(Shelf, stamp[1].thing)
    if source is not shelf and not any(source is lesson for lesson in shelf.lessons.values()):
        return draw()  # a text changed between its being looked up and now
    other: list[Reply] = []

    def drawn() -> Drawn | None:
        made = draw()
        if isinstance(made, str):
            return cut(made, values)
        other.append(made)
        return None

    found = current_app.extensions["gallery"].page((known.reader, request.path, known.packed), stamp, drawn)
    if found is None:
        return other[0]
    if not session.modified and request.headers.get("Cookie"):
        until = services.config.now() + BELIEVED
        current_app.extensions["cookies"].put(
            request.headers["Cookie"], Known(known.reader, known.packed, known.token, until)
        )
    return reply(found, values)


def _reader() -> str | None:
    """Whoever the cookie names, without asking the store; nobody where there is none."""
    found = session.get("reader")
    return found if isinstance(found, str) else None


def _like_any_other() -> bool:
    """Whether this drawing of the page is like all others: nothing is to be told once, nobody is at the desk."""
    return "_flashes" not in session and not request.args and not any("desk" in name for name in request.cookies)


def reply(drawn: Drawn, values: Mapping[str, str]) -> Reply:
    """The page for this request, compressed where the browser takes it; a page without slots may be asked about."""
    packs = request.accept_encodings.quality("gzip") > 0
    made = Reply(drawn.gzip(values) if packs else drawn.plain(values), mimetype="text/html")
    made.vary.add("Accept-Encoding")
    if packs:
        made.content_encoding = "gzip"
    if not drawn.slots:
        made.set_etag(f"{drawn.etag}-{packs:d}")
        made.make_conditional(request.environ)
    return made
