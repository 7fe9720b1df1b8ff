"""Tables of an SQLite database, to be moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from webapp.store.protocols.data_move import Row, Seal, TableLayout
from webapp.store.sql.engine.connection import Connection
from webapp.store.sql.movable_tables import SqlMovableTables, moved_to
from webapp.store.sql.schema.table_names import TABLES

WRITES = ("INSERT", "UPDATE", "DELETE")


class SqliteMovableTables(SqlMovableTables):
    """Methods are documented in :class:`webapp.store.sql.movable_tables.SqlMovableTables`."""

    def _read_layouts(self, conn: Connection) -> list[TableLayout]:
        return [_layout(conn, name) for name in TABLES]

    def _has_table(self, conn: Connection, name: str) -> bool:
        sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return conn.execute(sql, (name,)).fetchone() is not None

    def _guards(self, table: str, seal: Seal) -> list[str]:
        said = moved_to(seal).replace("'", "''")
        return [
            f"CREATE TRIGGER {name} BEFORE {write} ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END"
            for name, write in _guards_of(table)
        ]

    def _guards_away(self, table: str) -> list[str]:
        return [f"DROP TRIGGER {name}" for name, _ in _guards_of(table)]

    def _insert(self, conn: Any, layout: TableLayout, rows: Sequence[Row]) -> None:
        places = ", ".join("?" * len(layout.columns))
        conn.executemany(f"INSERT INTO {layout.name} ({', '.join(layout.columns)}) VALUES ({places})", rows)


def _guards_of(table: str) -> Iterator[tuple[str, str]]:
    """Names of a table's guards, and what they are against."""
    return ((f"{table}_moved_{write.lower()}", write) for write in WRITES)


def _layout(conn: Connection, table: str) -> TableLayout:
    columns = conn.execute(f"PRAGMA table_info({table})").fetchall()
    key = sorted((column[5], column[1]) for column in columns if column[5])
    parents = frozenset(row[2] for row in conn.execute(f"PRAGMA foreign_key_list({table})").fetchall())
    return TableLayout(table, tuple(sorted(column[1] for column in columns)), tuple(name for _, name in key), parents)
