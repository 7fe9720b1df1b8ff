"""Statements on single rows of any table: triggers that note the keys of what changes, and the writing of changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from webapp.store.protocols.data_move import Row, TableChanges, TableLayout
from webapp.store.sql.engine.connection import Connection

CHANGES_TABLE = "data_changes"
"""Table of a database that is being copied: keys of rows that have changed. Its first row has the id of the move."""
WRITES = ("INSERT", "UPDATE", "DELETE")


def rows_after(conn: Connection, layout: TableLayout, after: Sequence[Any] | None, limit: int) -> list[Row]:
    key, values = ", ".join(layout.key), [] if after is None else list(after)
    where = f"WHERE ({key}) > ({', '.join('?' * len(values))})" if values else ""
    sql = f"SELECT {', '.join(layout.columns)} FROM {layout.name} {where} ORDER BY {key} LIMIT {limit:d}"
    return [tuple(row) for row in conn.execute(sql, values).fetchall()]


def row_at(conn: Connection, layout: TableLayout, key: Sequence[Any]) -> Row | None:
    sql = f"SELECT {', '.join(layout.columns)} FROM {layout.name} WHERE {_is_key(layout)}"
    row = conn.execute(sql, list(key)).fetchone()
    return None if row is None else tuple(row)


def _is_key(layout: TableLayout) -> str:
    return " AND ".join(f"{column} = ?" for column in layout.key)


def noting_name(table: str, write: str) -> str:
    """Name of the trigger that notes a kind of change."""
    return f"{table}_noted_{write.lower()}"


def noting_trigger(layout: TableLayout, write: str) -> str:
    """Definition of a trigger that notes the key of a row; of one whose key has changed, both keys."""
    new, old = (f"{', '.join(f'{row}.{column}' for column in layout.key)}" for row in ("NEW", "OLD"))
    noted = f"INSERT INTO {CHANGES_TABLE} (of_table, key)"
    steps = [f"{noted} VALUES ('{layout.name}', json_array({old if write == 'DELETE' else new}))"]
    if write == "UPDATE":
        steps.append(f"{noted} SELECT '{layout.name}', json_array({old}) WHERE ({old}) <> ({new})")
    body = "; ".join(steps)
    return f"CREATE TRIGGER {noting_name(layout.name, write)} AFTER {write} ON {layout.name} BEGIN {body}; END"


def changed_keys(conn: Connection, seen: int) -> tuple[list[tuple[str, list[Any]]], int]:
    """Keys of rows that have changed after ``seen``, each once, with the names of their tables; and the last change."""
    sql = f"SELECT of_table, key, max(seq) FROM {CHANGES_TABLE} WHERE seq > ? AND of_table <> '' GROUP BY of_table, key"
    found = conn.execute(sql, (seen,)).fetchall()
    return [(table, json.loads(key)) for table, key, _ in found], max((seq for *_, seq in found), default=seen)


def delete_others(conn: Connection, change: TableChanges) -> None:
    """Delete the rows of keys that have no row any more."""
    present = {json.dumps(change.layout.key_of(row)) for row in change.rows}
    for key in change.keys:
        if json.dumps(key) not in present:
            conn.execute(f"DELETE FROM {change.layout.name} WHERE {_is_key(change.layout)}", list(key))


def write_rows(conn: Connection, change: TableChanges) -> None:
    """Insert rows, or replace those that have the same keys: without deleting them, which would delete others too."""
    layout = change.layout
    others = [f"{column} = excluded.{column}" for column in layout.columns if column not in layout.key]
    update = f"UPDATE SET {', '.join(others)}" if others else "NOTHING"
    sql = (
        f"INSERT INTO {layout.name} ({', '.join(layout.columns)}) VALUES ({', '.join('?' * len(layout.columns))}) "
        f"ON CONFLICT ({', '.join(layout.key)}) DO {update}"
    )
    for row in change.rows:
        conn.execute(sql, list(row))
