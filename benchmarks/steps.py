"""What SQLite does, counted in steps of its own machine: it does not hang on how busy the computer is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from webapp.store.sqlite.engine import connections

EACH = 5
"""SQLite tells of so many steps at a time."""


class Steps:
    """Counts what SQLite does, on every connection that is opened while it is in force."""

    def __init__(self) -> None:
        self.count = 0

    def _more(self) -> int:
        self.count += EACH
        return 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """In force until the block ends."""
        plain = connections.connect

        def counted(path: Path, make: bool = True) -> Database:
            db = plain(path, make)
            db.conn.set_progress_handler(self._more, EACH)
            return db

        connections.connect = counted
        try:
            yield
        finally:
            connections.connect = plain
