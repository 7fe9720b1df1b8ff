"""All rows of one learner, for export and for deletion.

The tables are found in the database's schema: those with the columns ``school`` and ``learner``. So a table added later
is exported and deleted as well, without a change here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webapp.store.sql.engine.column_values import from_json, to_iso, to_json
from webapp.store.sql.engine.connection import COLUMNS_OF_TABLES, DEFER_FOREIGN_KEYS, Connection, execute
from webapp.store.sql.learners.canonical_ids import record_ids
from webapp.store.tokens import hash_token

JSON_COLUMNS = {"response", "shown", "parts", "support", "state", "detail", "answers"}
"""Columns that hold JSON; the schema does not say which."""

NOT_EXPORTED = {"seq", "epoch", "taken_out", "card_code"}
"""The order of recording among all learners, the present epoch of cookies, rows with grades that no longer count, and
the code of a printed card that may be another's: not a learner's data."""

LOGGED = {"old", "kept_before", "kept_after"}
"""Columns of the log of merges that hold a row of another table, as JSON: without what is not exported of that."""

NOTE_DELETED = "INSERT INTO deleted_learners (school, hash, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
Rows = list[dict[str, Any]]


def columns_of_learners(conn: Connection) -> dict[str, list[str]]:
    """Columns of the tables that hold rows of a learner, by table; ``learners`` itself is left out."""
    columns: dict[str, list[str]] = {}
    for table, column in conn.execute(COLUMNS_OF_TABLES):
        columns.setdefault(table, []).append(column)
    return {table: names for table, names in columns.items() if {"school", "learner"} <= {*names}}


def tables_of_learners(conn: Connection) -> list[str]:
    """Names of those tables."""
    return list(columns_of_learners(conn))


def all_data_of(conn: Connection, school: str, learner: str) -> dict[str, Rows]:
    """Rows of a learner and of the merged records, by table; ``learners`` first. Empty for an unknown learner."""
    parts = record_ids(conn, school, learner)
    data = {"learners": [row for part in parts for row in _rows(conn, "learners", "id", school, part)]}
    for row in data["learners"][1:]:  # a merge may be a mistake: the code of another pupil's record is nobody else's
        del row["code"]
    if not data["learners"]:
        return {}
    for table in tables_of_learners(conn):
        rows = [row for part in parts for row in _rows(conn, table, "learner", school, part)]
        data[table] = sorted(rows, key=_time_of)
    numbers = {row["try_id"]: row["number"] for row in data["merged_tries"]}
    if len(parts) > 1:
        data["tries"].sort(key=lambda row: (row["at"], row["id"]))
    for row in data["tries"]:
        row["number"] = numbers.get(row["id"], row["number"])
    return data


def delete_all_data_of(conn: Connection, school: str, learner: str, now: datetime) -> None:
    """Delete one record with all its rows, inside the caller's write transaction; its cookies and tokens end."""
    conn.execute(DEFER_FOREIGN_KEYS)
    for table in tables_of_learners(conn):
        execute(conn, f'DELETE FROM "{table}" WHERE school = ? AND learner = ?', school, learner)
    execute(conn, "DELETE FROM learners WHERE school = ? AND id = ?", school, learner)
    execute(conn, NOTE_DELETED, school, hash_token(learner), to_iso(now))


def _rows(conn: Connection, table: str, column: str, school: str, learner: str) -> Rows:
    cursor = execute(conn, f'SELECT * FROM "{table}" WHERE school = ? AND "{column}" = ?', school, learner)
    names = [column_description[0] for column_description in cursor.description]
    return [
        {name: _value(name, value) for name, value in zip(names, row, strict=True) if name not in NOT_EXPORTED}
        for row in cursor
    ]


def _value(name: str, value: Any) -> Any:
    try:
        if name in LOGGED and value:
            row = from_json(value)
            return to_json({column: kept for column, kept in row.items() if column not in NOT_EXPORTED})
        return from_json(value) if name in JSON_COLUMNS and isinstance(value, str) else value
    except ValueError:
        return value


def _time_of(row: dict[str, Any]) -> str:
    return str(row.get("at") or row.get("joined") or "")
