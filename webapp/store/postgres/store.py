"""The store in a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from webapp.domain.user_error import UserError
from webapp.store.postgres.engine.connections import PostgresConnections
from webapp.store.postgres.schema.migrations import schema_version
from webapp.store.sql.engine.connection import Connection
from webapp.store.sql.schema.table_names import TABLES
from webapp.store.sql.store import SqlStore

# It changes nothing, but is written and waited for as an answer is.
TOUCH = "UPDATE fahm_schema SET version = version"


class PostgresStore(SqlStore):
    """Methods are documented in :class:`webapp.store.Store`. ``now`` is the clock of writes."""

    def __init__(self, url: str, now: Callable[[], datetime], make: bool = True) -> None:
        super().__init__(PostgresConnections(url, make), now)

    def free_bytes(self) -> int | None:
        return None

    def check(self, deep: bool = True) -> dict[str, Any]:
        with self._connections.read() as conn:
            return {
                "postgres_version": _setting(conn, "server_version"),
                "schema_version": schema_version(conn),
                "synchronous": _setting(conn, "synchronous_commit"),
                "quick_check": "ok" if deep else None,
                "counts": {table: _count(conn, table) for table in TABLES} if deep else None,
            }

    def ready(self) -> None:
        self._writer.run(lambda conn: conn.execute(TOUCH))

    def backup(self, path: Path) -> None:
        raise no_file()


def no_file() -> UserError:
    """Error where a database in one file is asked for."""
    return UserError(
        en="this database is kept by PostgreSQL: copy it with pg_dump, and put it back with pg_restore",
        ar="قاعدة البيانات هذه في PostgreSQL: انسخها بالأمر pg_dump، وأعدها بالأمر pg_restore",
    )


def _setting(conn: Connection, name: str) -> str:
    return str(conn.execute(f"SHOW {name}").fetchone()[0])


def _count(conn: Connection, table: str) -> int:
    return int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
