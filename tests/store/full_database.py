"""A database with rows in every table, so that a new table or column is never left out of a test."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from sqlite_utils.utils import sqlite3

from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.sql.schema.table_names import TABLES

Value = str | bytes | float | None
ODD = ("قراءة\u200f", 'it\'s; "--"', "é ١٢ \U0001f4d6", "\ttab\nline", "")
"""Parts of texts that a copy might not keep."""


def fill_every_table(path: Path, rows: int = 3) -> None:
    """Make a database with this many rows in each table, whose foreign keys and rules hold."""
    open_store(sqlite_url(path)).close()
    with closing(sqlite3.connect(path)) as conn:
        values: dict[str, list[dict[str, Value]]] = {}
        for table in TABLES:
            _rows_of(conn, table, rows, values)
        conn.execute("PRAGMA foreign_keys = OFF")  # until all are there
        for table, made in values.items():
            for row in made:
                columns, places = ", ".join(row), ", ".join("?" * len(row))
                conn.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(row.values()))
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        conn.commit()


def _rows_of(conn: sqlite3.Connection, table: str, rows: int, values: dict[str, list[dict[str, Value]]]) -> None:
    """Work out the rows of a table, after those of the tables that it refers to."""
    if table in values:
        return
    references: dict[str, tuple[str, str]] = {}
    for _, _, parent, column, parent_column, *_ in conn.execute(f"PRAGMA foreign_key_list({table})"):
        _rows_of(conn, parent, rows, values)
        references.setdefault(column, (parent, parent_column))
    made: str = conn.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    choices = {
        column: [choice.strip().strip("'") for choice in listed.split(",")]
        for column, listed in re.findall(r"CHECK \((\w+) IN \(([^)]*)\)", made)
    }
    values[table] = []
    for number in range(1, rows + 1):
        row: dict[str, Value] = {}
        for _, column, kind, not_null, *_ in conn.execute(f"PRAGMA table_info({table})"):
            if column in references:
                parent, parent_column = references[column]
                row[column] = values[parent][number - 1][parent_column]
            elif column in choices:
                choice = choices[column][0]
                row[column] = int(choice) if kind == "INTEGER" else choice
            elif not not_null and number == rows:
                row[column] = None
            else:
                row[column] = _value(column, kind, number)
        values[table].append(row)


def _value(column: str, kind: str, number: int) -> Value:
    if kind == "INTEGER":
        return number
    if kind == "REAL":
        return number + 0.1 + 1e-15
    if kind == "BLOB":
        return bytes(at % 256 for at in range(number * 40, number * 40 + 40))
    if column == "school":
        return "default"
    return f"{column} {number} {ODD[number % len(ODD)]}"
