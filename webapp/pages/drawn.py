"""Pages that were drawn before and are still true: kept in pieces around what is new each time, and compressed once.

A page is true as long as nothing was committed to the store (see ``Store.generation``) and its lesson is the same. What
differs from one drawing to the next is the form's token and id; the pieces between them are compressed when the page
is drawn, and joined into one gzip stream at each request.
"""

from __future__ import annotations

import re
import struct
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import Flask, current_app, request, session
from werkzeug.wrappers import Response as Reply

from webapp.pages.prefs import prefs
from webapp.pages.services import services

MOST = 300
"""Pages kept by one process: about 30 KB each with their compressed pieces."""
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


class Piece:
    """A stretch of a page, as it is and, from the first time that it is asked for, as deflate that ends on a byte."""

    def __init__(self, plain: bytes) -> None:
        self.plain = plain

    @cached_property
    def packed(self) -> bytes:
        """Compressed once."""
        return _packed(self.plain, 6)


@dataclass(frozen=True)
class Drawn:
    """A page in pieces; between two pieces stands the slot of the same place."""

    pieces: tuple[Piece, ...]
    slots: tuple[str, ...]

    def plain(self, values: Mapping[str, str]) -> bytes:
        """The page with the slots filled."""
        parts = [self.pieces[0].plain]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            parts += (values[slot].encode(), piece.plain)
        return b"".join(parts)

    def gzip(self, values: Mapping[str, str]) -> bytes:
        """The same as a gzip stream: only what is new is compressed now."""
        fresh = {name: _packed(value.encode(), 1) for name, value in values.items()}
        parts = [GZIP_HEAD, self.pieces[0].packed]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            parts += (fresh[slot], piece.packed)
        whole = self.plain(values)
        # An empty last block, then the check sum and the length of the whole.
        parts += (b"\x03\x00", struct.pack("<LL", zlib.crc32(whole), len(whole) & 0xFFFFFFFF))
        return b"".join(parts)


def cut(html: str, values: Mapping[str, str]) -> Drawn:
    """A page taken apart at each place where one of ``values`` stands."""
    names = {value: name for name, value in values.items()}
    parts = re.split(f"({'|'.join(re.escape(value) for value in names)})", html) if names else [html]
    pieces = tuple(Piece(part.encode()) for part in parts[::2])
    return Drawn(pieces, tuple(names[value] for value in parts[1::2]))


def _packed(body: bytes, level: int) -> bytes:
    """Raw deflate that looks back at nothing before it and ends on a byte: such pieces can be joined."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    return deflate.compress(body) + deflate.flush(zlib.Z_FULL_FLUSH)


class Gallery:
    """Drawn pages by key, the least used one dropped first. Safe to share among threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[object, Drawn]] = OrderedDict()
        self._lock = threading.Lock()

    def page(self, key: Hashable, stamp: object, draw: Callable[[], Drawn | None]) -> Drawn | None:
        """The page of this key if it was drawn under the same ``stamp``, else drawn anew.

        The stamp must have been taken before anything that the page shows was read. ``draw`` gives None for what is
        not to be kept.
        """
        with self._lock:
            found = self._kept.get(key)
            if found is not None and found[0] == stamp:
                self._kept.move_to_end(key)
                return found[1]
        made = draw()
        if made is not None:
            with self._lock:
                self._kept[key] = (stamp, made)
                self._kept.move_to_end(key)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return made


def init_app(app: Flask) -> None:
    """Give each process a gallery."""
    app.extensions["gallery"] = Gallery()


def for_readers(
    source: object, place: Hashable, values: Mapping[str, str], draw: Callable[[], str | Reply]
) -> str | Reply:
    """A page of the reader's own, out of the gallery where it is still true.

    ``source`` is what the page is drawn from besides the store; another one makes it stale. ``values`` fill its slots.
    """
    key = (_reader(), request.path, place, prefs().packed())
    if key[0] is None or not _like_any_other():
        return draw()
    return _kept(key, source, values, draw)


def for_visitors(source: object, draw: Callable[[], str]) -> str | Reply:
    """A page without a form: kept for visitors without a record, and drawn for everybody else."""
    if _reader() is not None or not _like_any_other():
        return draw()
    return _kept((request.path, prefs().packed()), source, {}, draw)


def _kept(key: Hashable, source: object, values: Mapping[str, str], draw: Callable[[], str | Reply]) -> str | Reply:
    other: list[Reply] = []

    def drawn() -> Drawn | None:
        made = draw()
        if isinstance(made, str):
            return cut(made, values)
        other.append(made)
        return None

    stamp = (services().store.generation(), _Same(source))
    found = current_app.extensions["gallery"].page(key, stamp, drawn)
    return _reply(found, values) if found else other[0]


class _Same:
    """Equal to itself alone: whether two things are one is told without comparing what is in them."""

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.thing is other.thing

    def __hash__(self) -> int:
        return id(self.thing)


def _reader() -> str | None:
    """Whoever the cookie names, without asking the store; nobody where there is none."""
    found = session.get("reader")
    return found if isinstance(found, str) else None


def _like_any_other() -> bool:
    """Whether this drawing of the page is like all others: nothing is to be told once, nobody is at the desk."""
    return "_flashes" not in session and not request.args and not any("desk" in name for name in request.cookies)


def _reply(drawn: Drawn, values: Mapping[str, str]) -> Reply:
    """The page for this request, compressed where the browser takes it; a page without slots may be asked about."""
    packs = request.accept_encodings.quality("gzip") > 0
    made = Reply(drawn.gzip(values) if packs else drawn.plain(values), mimetype="text/html")
    made.vary.add("Accept-Encoding")
    if packs:
        made.content_encoding = "gzip"
    if not drawn.slots:
        made.set_etag(f"{zlib.crc32(drawn.pieces[0].plain):08x}-{packs:d}")
        made.make_conditional(request.environ)
    return made
