"""Insert many rows in few statements.

While a thread is inside the database, others may run; it waits for Python's lock again after each statement. A batch of
answers holds the write lock of all processes meanwhile, so it uses as few statements as it can.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.store.sql.engine.column_values import Row
from webapp.store.sql.engine.connection import Connection

MAX_ROWS_PER_INSERT = 8
"""Greatest number of rows in one statement. Each number is another statement, which a connection caches."""


def values_clause(count: int, width: int) -> str:
    """VALUES clause of a statement with ``count`` rows of ``width`` columns."""
    row = f"({', '.join('?' * width)})"
    return f"VALUES {', '.join([row] * count)}"


def in_chunks(rows: Sequence[Row]) -> Iterator[tuple[int, list[Any]]]:
    """Split rows into statements: yield the number of rows in each, and their values."""
    for at in range(0, len(rows), MAX_ROWS_PER_INSERT):
        some = rows[at : at + MAX_ROWS_PER_INSERT]
        yield len(some), [value for row in some for value in row]


@dataclass(frozen=True)
class Insert:
    """An INSERT of many rows: ``INSERT INTO table (columns) … on_conflict``."""

    table: str
    columns: str
    on_conflict: str = ""

    def rows(self, conn: Connection, rows: Sequence[Row]) -> None:
        """Insert rows in order. Text must not hold surrogates."""
        for count, some in in_chunks(rows):
            conn.execute(_sql(self, count), some)


def next_seq(conn: Connection, table: str) -> int:
    """Next recording number (``seq``) of ``table``. Valid inside the write transaction only."""
    return int(conn.execute(f"SELECT coalesce(max(seq), 0) + 1 FROM {table}").fetchone()[0])


def _sql(insert: Insert, count: int) -> str:
    rows = values_clause(count, insert.columns.count(",") + 1)
    return f"INSERT INTO {insert.table} ({insert.columns}) {rows} {insert.on_conflict}"
