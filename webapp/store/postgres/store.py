"""The store in a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from webapp.domain.user_error import UserError
from webapp.store.postgres.engine.connection import without_nul
from webapp.store.postgres.engine.connections import PostgresConnections
from webapp.store.postgres.engine.table_statistics import EarlyStatistics
from webapp.store.postgres.movable_tables import PostgresMovableTables
from webapp.store.postgres.schema.migrations import schema_version
from webapp.store.protocols.store import Judge, Recorded, Submission
from webapp.store.sql.engine.connection import Connection
from webapp.store.sql.schema.table_names import TABLES
from webapp.store.sql.store import SqlStore

T = TypeVar("T")
# It changes nothing, but is written and waited for as an answer is.
TOUCH = "UPDATE fahm_schema SET version = version"


class PostgresStore(SqlStore):
    """Methods are documented in :class:`webapp.store.Store`. ``now`` is the clock of writes."""

    def __init__(self, url: str, now: Callable[[], datetime], make: bool = True) -> None:
        super().__init__(PostgresConnections(url, make), now)
        self._tables = PostgresMovableTables(self._connections)
        self._statistics = EarlyStatistics(url)
        if make:
            self._tables.refuse_unfinished()

    def record_all(self, submissions: Iterable[tuple[Submission, Judge]]) -> list[Recorded]:
        # Replaced before the attempts are made of them, so that these equal the ones that are read back.
        asked = ((storable(submission), _storable_judge(judge)) for submission, judge in submissions)
        recorded = super().record_all(asked)
        self._statistics.note_answers(len(recorded))
        return recorded

    def close(self) -> None:
        self._statistics.close()
        super().close()

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
        self._tables.refuse_moved()
        self._writer.run(lambda conn: conn.execute(TOUCH))

    def backup(self, path: Path) -> None:
        raise no_file()


def storable(value: T) -> T:
    """Replace NUL in all texts of a value, as :func:`without_nul` does; the same object where there is none."""
    if isinstance(value, str):
        return without_nul(value) if "\0" in value else value  # type: ignore[return-value]
    if isinstance(value, Mapping):
        return _same_or(value, {storable(key): storable(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return _same_or(value, type(value)([storable(item) for item in value]))
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: new
            for field in fields(value)
            if (new := storable(old := getattr(value, field.name))) is not old
        }
        return replace(value, **changed) if changed else value
    return value


def _same_or(old: T, new: Any) -> T:
    return old if old == new else new


def _storable_judge(judge: Judge) -> Judge:
    return lambda earlier: storable(judge(earlier))


def no_file() -> UserError:
    """Error where a database in one file is asked for."""
    return UserError(
        en="this database is in PostgreSQL. Copy it with pg_dump, and restore it with pg_restore.",
        ar="قاعدة البيانات هذه في PostgreSQL. انسخها بالأمر pg_dump، وأعدها بالأمر pg_restore.",
    )


def _setting(conn: Connection, name: str) -> str:
    return str(conn.execute(f"SHOW {name}").fetchone()[0])


def _count(conn: Connection, table: str) -> int:
    return int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
