"""The store in one SQLite file (WAL, every commit on the disk before it is acknowledged)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from webapp.store.sql.schema.table_names import TABLES
from webapp.store.sql.store import SqlStore
from webapp.store.sqlite.engine.connections import SqliteConnections, as_unavailable, connect, sqlite_version
from webapp.store.sqlite.movable_tables import SqliteMovableTables
from webapp.store.sqlite.schema.migrations import SCHEMA_VERSION

if TYPE_CHECKING:
    from sqlite3 import Connection

SYNCHRONOUS = ("off", "normal", "full", "extra")


class SqliteStore(SqlStore):
    """Methods are documented in :class:`webapp.store.Store`. ``now`` is the clock of writes."""

    def __init__(self, path: Path, now: Callable[[], datetime], make: bool = True) -> None:
        self.path = Path(path)
        self._connections: SqliteConnections
        super().__init__(SqliteConnections(self.path, make), now)
        self._tables = SqliteMovableTables(self._connections)
        if make:
            self._tables.refuse_unfinished()

    def free_bytes(self) -> int | None:
        try:
            return shutil.disk_usage(self.path.parent).free
        except OSError:
            return None

    def check(self, deep: bool = True) -> dict[str, Any]:
        with self._connections.read() as conn:
            return {
                "sqlite_version": sqlite_version(),
                "schema_version": _pragma(conn, "user_version"),
                "journal_mode": _pragma(conn, "journal_mode"),
                "synchronous": SYNCHRONOUS[_pragma(conn, "synchronous")],
                "foreign_keys": bool(_pragma(conn, "foreign_keys")),
                "quick_check": _quick_check(conn) if deep else None,
                "counts": {table: _count(conn, table) for table in TABLES} if deep else None,
            }

    def ready(self) -> None:
        self._tables.refuse_moved()
        # A page of the file is written and synced for it, though the number is the same as before.
        self._writer.run(lambda conn: conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}"))

    def backup(self, path: Path) -> None:
        path = Path(path)
        if path.exists() and path.samefile(self.path):
            raise ValueError(f"{path} is the database itself")
        # A temporary folder beside the target: SQLite writes other files beside the copy while it is made.
        with as_unavailable(), TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            copy = Path(folder) / path.name
            self._copy_to(copy)
            os.replace(copy, path)

    def _copy_to(self, path: Path) -> None:
        """Copy by SQLite's backup API into one file without a log beside it, synchronized to the disk."""
        target = connect(path)
        try:
            with self._connections.separate_connection() as conn:
                conn.backup(target.conn)
            target.conn.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _pragma(conn: Connection, name: str) -> Any:
    return conn.execute(f"PRAGMA {name}").fetchone()[0]


def _count(conn: Connection, table: str) -> int:
    return int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _quick_check(conn: Connection) -> str:
    """Run SQLite's quick check: ``ok``, or the fault."""
    return "; ".join(str(row[0]) for row in conn.execute("PRAGMA quick_check(20)"))
