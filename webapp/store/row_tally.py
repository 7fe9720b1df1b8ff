"""Checksums of rows, to compare tables of two databases: they depend neither on the order nor on the engine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b

from webapp.store.protocols.data_move import Row, Tally

_CHECKSUMS = 1 << 128
encode_row = json.JSONEncoder(separators=(",", ":"), default=bytes.hex).encode
"""A row as the text that its checksum is of."""


def tally_of(tally: Tally, rows: Sequence[Row]) -> tuple[Tally, int]:
    """Add rows to a tally; return it, and the size of the rows in bytes."""
    return add_encoded(tally, [encode_row(row) for row in rows])


def add_encoded(tally: Tally, encoded: Sequence[str]) -> tuple[Tally, int]:
    """Add rows that are encoded already."""
    return joined(tally, Tally(len(encoded), sum(map(_digest, encoded)))), sum(map(len, encoded))


def without(tally: Tally, rows: Sequence[Row]) -> Tally:
    """Take rows out of a tally."""
    return joined(tally, Tally(-len(rows), -sum(_digest(encode_row(row)) for row in rows)))


def joined(one: Tally, other: Tally) -> Tally:
    """The tally of the rows of both."""
    return Tally(one.rows + other.rows, (one.checksum + other.checksum) % _CHECKSUMS)


def _digest(encoded: str) -> int:
    return int.from_bytes(blake2b(encoded.encode("ascii"), digest_size=16).digest(), "big")
