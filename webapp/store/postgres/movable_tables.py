"""Tables of a PostgreSQL database, to be moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from webapp.store.postgres.engine.connection import without_nul
from webapp.store.postgres.schema.definitions import definition
from webapp.store.protocols.data_move import Row, TableLayout
from webapp.store.sql.engine.connection import Connection
from webapp.store.sql.movable_tables import SqlMovableTables
from webapp.store.sql.schema.table_names import TABLES

COLUMNS = """SELECT attname FROM pg_attribute
    WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped ORDER BY attname"""
KEY = """SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    WHERE indrelid = to_regclass(?) AND indisprimary ORDER BY array_position(CAST(indkey AS smallint[]), attnum)"""
PARENTS = """SELECT DISTINCT relname FROM pg_constraint JOIN pg_class ON pg_class.oid = confrelid
    WHERE contype = 'f' AND conrelid = to_regclass(?)"""


class PostgresMovableTables(SqlMovableTables):
    """Methods are documented in :class:`webapp.store.sql.movable_tables.SqlMovableTables`."""

    numbered = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"

    def storable(self, row: Row) -> Row:
        return tuple(without_nul(value) if isinstance(value, str) else value for value in row)

    def gather_statistics(self) -> None:
        # Without figures of the new rows, PostgreSQL would read whole tables until it takes them by itself.
        with self._connections.write() as conn:
            conn.execute(f"ANALYZE {', '.join(TABLES)}")

    def _read_layouts(self, conn: Connection) -> list[TableLayout]:
        return [_layout(conn, name) for name in TABLES]

    def _has_table(self, conn: Connection, name: str) -> bool:
        (found,) = conn.execute("SELECT to_regclass(?)", (name,)).fetchone()
        return found is not None

    def _define(self, conn: Connection, sql: str) -> None:
        conn.execute(definition(sql))

    def _drop_trigger(self, conn: Connection, name: str, table: str) -> None:
        conn.execute(f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}")

    @contextmanager
    def _without_triggers(self, conn: Connection, tables: Sequence[str]) -> Iterator[None]:
        for table in tables:
            conn.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        conn.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # a table with references that are still to be checked is not altered
        for table in tables:
            conn.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def _insert(self, conn: Any, layout: TableLayout, rows: Sequence[Row]) -> None:
        with conn.raw.cursor().copy(f"COPY {layout.name} ({', '.join(layout.columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _layout(conn: Connection, table: str) -> TableLayout:
    columns, key, parents = (
        [str(name) for (name,) in conn.execute(sql, (table,)).fetchall()] for sql in (COLUMNS, KEY, PARENTS)
    )
    return TableLayout(table, tuple(sorted(columns)), tuple(key), frozenset(parents))
