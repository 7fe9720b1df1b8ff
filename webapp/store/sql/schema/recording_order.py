"""The order of recording as a column (``seq``), added by migration m010.

Rows were read in the order of SQLite's own ``rowid`` before; but copying or compacting a database may number rows anew,
and no other engine has such a number.
"""

from __future__ import annotations

from collections.abc import Iterator

TABLES = ("tries", "reviews", "regrade_batches", "regrades")


def _statements(table: str) -> Iterator[str]:
    # The trigger that keeps rows from being changed is away only while they are numbered.
    yield f"DROP TRIGGER IF EXISTS {table}_stay"
    yield f"ALTER TABLE {table} ADD COLUMN seq INTEGER NOT NULL DEFAULT 0"
    yield f"UPDATE {table} SET seq = rowid"
    # By it the greatest number is found, for each batch of answers; and no number can be given twice.
    yield f"CREATE UNIQUE INDEX {table}_by_seq ON {table} (seq)"
    yield (
        f"CREATE TRIGGER {table}_stay BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} are only added to, never changed'); END"
    )


STATEMENTS = tuple(statement for table in TABLES for statement in _statements(table))
