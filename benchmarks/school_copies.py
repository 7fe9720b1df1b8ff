"""A large school made from a small one: the simulated class of ``fahm demo``, copied row by row inside SQLite.

Every copy is a class with its own teacher and learners, whose ids get a suffix, and with all their attempts, standings,
hints, drafts, marks and saved words. The counters are updated as recording all of it would have done;
``tests/benchmarks/test_school_copies.py`` records the same through the store and compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.store.sqlite.engine.connections import connect

if TYPE_CHECKING:
    from sqlite3 import Connection

COPIES_PER_BATCH = 100
"""Copies that are written together, one row of each in turn. A learner's rows are then as far apart as in a school
where a hundred classes read at the same time: one page of the file a row."""
ID_COLUMNS = {"learner", "merged_into", "try_id", "last_try", "class", "teacher", "marker"}
"""Columns in any table whose values get an ending that names the copy."""
ID_COLUMNS_OF = {
    "learners": {"id", "code"},
    "tries": {"id"},
    "marks": {"id"},
    "teachers": {"id", "sign_in"},
    "classes": {"id", "code"},
    "merges": {"kept", "root"},
    "merged_tries": {"record"},
}
REPLACED_COLUMNS = {"role": "'teacher'", "seq": "seq + n * (SELECT max(seq) FROM first_{table})"}
"""Columns with other values in a copy: a school needs one admin only, and each number in the order of recording is
given once."""
COPIED_TABLES = (
    "learners", "teachers", "classes", "class_teachers", "memberships", "tries", "standings", "hints", "drafts",
    "marks", "second_marking", "second_marks", "kept_words", "reviews", "merges", "merged_tries",
)  # fmt: skip
"""Tables that belong to a learner, a class or a teacher, without those of short life (sessions, links, live lessons),
and without the rows of a merge's log: its merged record is an empty one.
Versions of questions and regrading belong to the school."""
COUNTERS = ("tries", "accepted", "first_tries", "first_accepted", "earned")
FAST_PRAGMAS = (
    "journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "secure_delete = OFF", "cache_size = -1000000",
)  # fmt: skip
SAFE_PRAGMAS = ("synchronous = FULL", "journal_mode = WAL")
COPY_NUMBERS = "WITH RECURSIVE copies (n) AS (SELECT ? UNION ALL SELECT n + 1 FROM copies WHERE n + 1 < ?)"


def id_suffix(copy: int) -> str:
    """Suffix of the ids of one copy. The original class is copy 0, whose ids are unchanged."""
    return f"-{copy:05d}" if copy else ""


def copy_class(path: Path, copies: int) -> None:
    """Copy the one class in the database ``path`` until there are ``copies`` classes.

    No other process may have it open, and an interruption destroys it: there is no journal meanwhile. ValueError where
    attempts were regraded.
    """
    conn: Connection = connect(path, make=False).conn
    try:
        if conn.execute("SELECT 1 FROM regrades LIMIT 1").fetchone():
            raise ValueError("a school that was regraded cannot be copied")
        for pragma in FAST_PRAGMAS:
            conn.execute(f"PRAGMA {pragma}").fetchall()
        conn.execute("BEGIN")
        with _without_triggers(conn):
            for table in COPIED_TABLES:
                conn.execute(
                    f"CREATE TEMP TABLE first_{table} AS SELECT * FROM main.{table} ORDER BY {_order(conn, table)}"
                )
            for first in range(1, copies, COPIES_PER_BATCH):
                for table in COPIED_TABLES:
                    conn.execute(_copy_statement(conn, table), (first, min(copies, first + COPIES_PER_BATCH)))
        conn.execute(f"UPDATE text_counts SET {', '.join(f'{name} = {name} * {copies:d}' for name in COUNTERS)}")
        conn.execute("COMMIT")
        for pragma in SAFE_PRAGMAS:
            conn.execute(f"PRAGMA {pragma}").fetchall()
    finally:
        conn.close()


def _copy_statement(conn: Connection, table: str) -> str:
    """SQL statement that copies the rows of one table. Its parameters are the first copy, and the last plus one."""
    columns = _columns(conn, table)
    id_columns = ID_COLUMNS | ID_COLUMNS_OF.get(table, set())
    renamed = {column: f"{column} || printf('-%05d', n)" for column in id_columns}
    values = ", ".join((REPLACED_COLUMNS | renamed).get(column, column).format(table=table) for column in columns)
    names = ", ".join(columns)
    # CROSS JOIN keeps SQLite to this order: a row, then all its copies.
    return f"INSERT INTO {table} ({names}) {COPY_NUMBERS} SELECT {values} FROM first_{table} CROSS JOIN copies"


def _columns(conn: Connection, table: str) -> list[str]:
    return [str(row[1]) for row in conn.execute(f"PRAGMA table_info({table})")]


def _order(conn: Connection, table: str) -> str:
    """Columns to order by: the order of recording where the table has it, else the key."""
    (definition,) = conn.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return ", ".join(_columns(conn, table)) if "WITHOUT ROWID" in definition else "rowid"


@contextmanager
def _without_triggers(conn: Connection) -> Iterator[None]:
    """Drop all triggers for the time of the block.

    They serve live lessons, of which there are none, and slow each row.
    """
    triggers = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    yield
    for _, definition in triggers:
        conn.execute(definition)
