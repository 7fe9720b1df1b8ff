"""Counting of SQLite's virtual machine steps: a cost that does not depend on the load of the computer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from webapp.store.sqlite.engine import connections

STEPS_PER_CALLBACK = 5
"""Steps between two calls of the progress handler."""


class StepCounter:
    """Counter of SQLite's steps on every connection that is opened while it is active."""

    def __init__(self) -> None:
        self.count = 0

    def _add(self) -> int:
        self.count += STEPS_PER_CALLBACK
        return 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count until the block ends."""
        plain = connections.connect

        def counted(path: Path, make: bool = True) -> Database:
            db = plain(path, make)
            db.conn.set_progress_handler(self._add, STEPS_PER_CALLBACK)
            return db

        connections.connect = counted
        try:
            yield
        finally:
            connections.connect = plain
