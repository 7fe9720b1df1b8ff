"""Connections as the shared statements see them; each engine has its own.

Statements are written in the part of SQL that SQLite and PostgreSQL have in common, with ``?`` or ``?1`` for values.
What is left over is translated by the engine that needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from webapp.store.surrogates import replace_surrogates

DEFER_FOREIGN_KEYS = "PRAGMA defer_foreign_keys = ON"
"""Statement after which references are checked at the commit: so no order of the tables is wrong."""
BEGIN_READ = "BEGIN"
"""Statement that begins a transaction for reading, ended by ROLLBACK: its statements see the same rows."""
COLUMNS_OF_TABLES = """
    SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
    WHERE m.type = 'table' ORDER BY m.name, c.cid"""
"""Statement that lists all tables with their columns."""
NO_LIMIT = sys.maxsize
"""Limit of a statement that returns all rows."""
Value = str | bytes | float | None
"""A value of a statement. Booleans are numbers: 0 or 1."""


class Cursor(Protocol):
    """Rows of an executed statement. They are read before another one is executed, or after."""

    @property
    def rowcount(self) -> int: ...
    @property
    def description(self) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A connection that one thread uses at a time; ``sqlite3.Connection`` is one."""

    @property
    def in_transaction(self) -> bool: ...
    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor: ...


class Connections(Protocol):
    """All connections of a process to one database."""

    def read(self) -> AbstractContextManager[Connection]:
        """Take a connection for reading. All rows must be fetched before the block ends."""

    def write(self) -> AbstractContextManager[Connection]:
        """Run the block in the write transaction: committed when it ends, rolled back when it raises. Never nested.

        There is one at a time of all processes, so that what was read in it still holds when it writes.
        """

    def separate_connection(self) -> AbstractContextManager[Connection]:
        """Open a separate connection for a long read, whose rows are fetched while they are used."""

    def as_unavailable(self) -> AbstractContextManager[None]:
        """Raise StoreUnavailable for any error of the engine or of the disk."""

    def forget_deleted(self) -> None:
        """Remove what was deleted from the engine's own log too, as far as it can."""

    def close(self) -> None:
        """Close this process's connections."""


def together(conn: Connection) -> AbstractContextManager[object]:
    """Let a server run the statements of the block without an answer to each; nothing that they return may be read.

    Errors are raised at the end of the block at the latest.
    """
    own: Callable[[], AbstractContextManager[object]] = getattr(conn, "together", nullcontext)
    return own()


def execute(conn: Connection, sql: str, *values: Value) -> Cursor:
    """Execute fixed SQL with values that may hold lone surrogates."""
    try:
        return conn.execute(sql, values)
    except UnicodeEncodeError:  # raised while a value is bound: nothing has been executed
        return conn.execute(sql, [replace_surrogates(value) if isinstance(value, str) else value for value in values])
