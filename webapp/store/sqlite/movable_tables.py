"""Tables of an SQLite database, to be moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from webapp.store.protocols.data_move import Row, TableLayout
from webapp.store.sql.engine.connection import Connection
from webapp.store.sql.movable_tables import SqlMovableTables
from webapp.store.sql.schema.table_names import TABLES


class SqliteMovableTables(SqlMovableTables):
    """Methods are documented in :class:`webapp.store.sql.movable_tables.SqlMovableTables`."""

    numbered = "INTEGER PRIMARY KEY"

    def _read_layouts(self, conn: Connection) -> list[TableLayout]:
        return [_layout(conn, name) for name in TABLES]

    def _has_table(self, conn: Connection, name: str) -> bool:
        sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return conn.execute(sql, (name,)).fetchone() is not None

    def _define(self, conn: Connection, sql: str) -> None:
        conn.execute(sql)

    def _drop_trigger(self, conn: Connection, name: str, table: str) -> None:
        conn.execute(f"DROP TRIGGER {name}")

    @contextmanager
    def _without_triggers(self, conn: Connection, tables: Sequence[str]) -> Iterator[None]:
        listed = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        triggers = [row for table in tables for row in conn.execute(listed, (table,)).fetchall()]
        for name, _ in triggers:
            conn.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            conn.execute(sql)

    def _insert(self, conn: Any, layout: TableLayout, rows: Sequence[Row]) -> None:
        places = ", ".join("?" * len(layout.columns))
        conn.executemany(f"INSERT INTO {layout.name} ({', '.join(layout.columns)}) VALUES ({places})", rows)


def _layout(conn: Connection, table: str) -> TableLayout:
    columns = conn.execute(f"PRAGMA table_info({table})").fetchall()
    key = sorted((column[5], column[1]) for column in columns if column[5])
    parents = frozenset(row[2] for row in conn.execute(f"PRAGMA foreign_key_list({table})").fetchall())
    return TableLayout(table, tuple(sorted(column[1] for column in columns)), tuple(name for _, name in key), parents)
