"""The write transaction of SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    from sqlite_utils.utils import sqlite3  # pysqlite3 where it is installed: its errors are not sqlite3's


@contextmanager
def immediate(conn: sqlite3.Connection) -> Iterator[None]:
    """Run the block in a BEGIN IMMEDIATE transaction, and COMMIT at its end; roll back if it raises.

    IMMEDIATE takes the write lock before the first read, so that rows read still hold when the block writes.
    sqlite-utils' ``atomic()`` begins without it, and a read followed by a write then fails under load.
    """
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        conn.execute("COMMIT")
    except BaseException:
        _roll_back(conn)
        raise


def _roll_back(conn: sqlite3.Connection) -> None:
    """Roll back, unless SQLite has done so by itself (it does when the disk is full)."""
    try:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
    except sqlite3.Error:
        pass  # the first error is the one to report
