"""Drawn pages in pieces around what is new each time, each piece compressed once, and a gallery that keeps them.

A gzip stream may be joined from parts that look back at nothing before them and end on a byte: the pieces are such
parts, and what is new goes between them as it is, which costs nothing and shows nobody what it has in common with
the page.
"""

from __future__ import annotations

import struct
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

MOST = 300
"""Pages kept by one process: about 30 KB each with their compressed pieces."""
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
GZIP_LAST = b"\x03\x00"
"""An empty last block."""
LONGEST_STORED = 0xFFFF
LEVEL = 5
"""Of compressing: the highest, 9, takes half as long again, and saves a page less than a hundredth."""


class Piece:
    """A stretch of a page, as it is and, from the first time that it is asked for, as deflate that ends on a byte."""

    def __init__(self, plain: bytes) -> None:
        self.plain = plain

    @cached_property
    def packed(self) -> bytes:
        """Compressed once."""
        deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        return deflate.compress(self.plain) + deflate.flush(zlib.Z_FULL_FLUSH)


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
        """The same as a gzip stream. Nothing is compressed now."""
        return self._whole if not self.slots else self._joined(values)

    @cached_property
    def etag(self) -> str:
        """What a browser may ask by, whether a page without slots is still the same."""
        return f"{zlib.crc32(self.pieces[0].plain):08x}"

    @cached_property
    def _whole(self) -> bytes:
        return self._joined({})

    def _joined(self, values: Mapping[str, str]) -> bytes:
        parts = [GZIP_HEAD, self.pieces[0].packed]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            parts += (_stored(values[slot].encode()), piece.packed)
        whole = self.plain(values)
        parts += (GZIP_LAST, struct.pack("<LL", zlib.crc32(whole), len(whole) & 0xFFFFFFFF))
        return b"".join(parts)


def _stored(value: bytes) -> bytes:
    """A deflate block that holds ``value`` as it is."""
    blocks = [value[at : at + LONGEST_STORED] for at in range(0, len(value), LONGEST_STORED)]
    return b"".join(b"\x00" + struct.pack("<HH", len(block), len(block) ^ 0xFFFF) + block for block in blocks)


def cut(html: str, values: Mapping[str, str]) -> Drawn:
    """A page taken apart at each place where one of ``values`` stands. No value may be part of another."""
    texts = [html]
    slots: list[str] = []
    for name, value in values.items():
        parts = [text.split(value) for text in texts]
        # The old slots stand between the texts, the new ones within them.
        old, slots = slots, []
        for place, within in enumerate(parts):
            slots += [name] * (len(within) - 1) + old[place : place + 1]
        texts = [text for within in parts for text in within]
    return Drawn(tuple(Piece(text.encode()) for text in texts), tuple(slots))


class Gallery:
    """Drawn pages by key, the least used one dropped first. Safe to share among threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[object, Drawn]] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, key: Hashable, stamp: object) -> Drawn | None:
        """The page of this key if it was drawn under the same ``stamp``."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found[0] != stamp:
                return None
            self._kept.move_to_end(key)
            return found[1]

    def page(self, key: Hashable, stamp: object, draw: Callable[[], Drawn | None]) -> Drawn | None:
        """The page of this key if it was drawn under the same ``stamp``, else drawn anew.

        The stamp must have been taken before anything that the page shows was read. ``draw`` gives None for what is
        not to be kept.
        """
        found = self.kept(key, stamp)
        if found is not None:
            return found
        made = draw()
        if made is not None:
            with self._lock:
                self._kept[key] = (stamp, made)
                self._kept.move_to_end(key)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return made
