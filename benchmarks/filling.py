"""A large school out of a small one: the simulated class of ``fahm demo``, copied row by row inside SQLite.

Every copy is a class of its own, with its teacher and its learners under ids of their own, and with all that they have
done: tries, standings, hints, drafts, marks, words to keep. The counters are what recording all of it would have made
them; ``tests/benchmarks/test_filling.py`` records the same through the store and compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.store.sqlite.engine.connections import connect

if TYPE_CHECKING:
    from sqlite3 import Connection

AT_ONCE = 100
"""Copies that are written together, a row of each in turn: a learner's rows lie as far apart as in a school where a
hundred classes read at the same time, which is a page of the file for each row."""
OWN = {"learner", "merged_into", "try_id", "last_try", "class", "teacher", "marker"}
"""Columns with ids that every copy has for itself; and, of these tables alone:"""
OWN_OF = {
    "learners": {"id", "code"},
    "tries": {"id"},
    "marks": {"id"},
    "teachers": {"id", "sign_in"},
    "classes": {"id", "code"},
}
OTHERWISE = {"role": "'teacher'", "seq": "seq + n * (SELECT max(seq) FROM first_{table})"}
"""One admin is enough for a school; and no number in the order of recording is given twice."""
TABLES = (
    "learners", "teachers", "classes", "class_teachers", "memberships", "tries", "standings", "hints", "drafts",
    "marks", "second_marking", "second_marks", "kept_words", "reviews",
)  # fmt: skip
"""What is copied: all that belongs to a learner, to a class or to a teacher, but for what passes by itself (sessions,
links, lessons that are going on). Versions of questions and regrading belong to the school."""
COUNTERS = ("tries", "accepted", "first_tries", "first_accepted", "earned")
FAST = (
    "journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "secure_delete = OFF", "cache_size = -1000000",
)  # fmt: skip
SAFE = ("synchronous = FULL", "journal_mode = WAL")
NUMBERS = "WITH RECURSIVE copies (n) AS (SELECT ? UNION ALL SELECT n + 1 FROM copies WHERE n + 1 < ?)"


def suffix(copy: int) -> str:
    """What the ids of a copy end with; the class that is copied is copy 0, and its ids stay as they are."""
    return f"-{copy:05d}" if copy else ""


def multiply(path: Path, copies: int) -> None:
    """Let the one class in the database ``path`` be ``copies`` classes. Nobody else may have it open.

    Not to be interrupted: there is no journal meanwhile. ValueError where the tries were regraded.
    """
    conn: Connection = connect(path, make=False).conn
    try:
        if conn.execute("SELECT 1 FROM regrades LIMIT 1").fetchone():
            raise ValueError("a school that was regraded cannot be copied")
        for pragma in FAST:
            conn.execute(f"PRAGMA {pragma}").fetchall()
        conn.execute("BEGIN")
        with _without_triggers(conn):
            for table in TABLES:
                conn.execute(
                    f"CREATE TEMP TABLE first_{table} AS SELECT * FROM main.{table} ORDER BY {_order(conn, table)}"
                )
            for first in range(1, copies, AT_ONCE):
                for table in TABLES:
                    conn.execute(_copying(conn, table), (first, min(copies, first + AT_ONCE)))
        conn.execute(f"UPDATE text_counts SET {', '.join(f'{one} = {one} * {copies:d}' for one in COUNTERS)}")
        conn.execute("COMMIT")
        for pragma in SAFE:
            conn.execute(f"PRAGMA {pragma}").fetchall()
    finally:
        conn.close()


def _copying(conn: Connection, table: str) -> str:
    """The statement that copies the first class's rows of a table; its values are the first copy, and the end."""
    columns = _columns(conn, table)
    own = OWN | OWN_OF.get(table, set())
    values = ", ".join(
        f"{one} || printf('-%05d', n)" if one in own else OTHERWISE.get(one, one).format(table=table) for one in columns
    )
    names = ", ".join(columns)
    # CROSS JOIN keeps SQLite to this order: a row, then all its copies.
    return f"INSERT INTO {table} ({names}) {NUMBERS} SELECT {values} FROM first_{table} CROSS JOIN copies"


def _columns(conn: Connection, table: str) -> list[str]:
    return [str(row[1]) for row in conn.execute(f"PRAGMA table_info({table})")]


def _order(conn: Connection, table: str) -> str:
    """In the order of recording where the table knows it, else by its key."""
    (definition,) = conn.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return ", ".join(_columns(conn, table)) if "WITHOUT ROWID" in definition else "rowid"


@contextmanager
def _without_triggers(conn: Connection) -> Iterator[None]:
    """Nobody is in a lesson, so none of them would do anything; asking each row takes long."""
    triggers = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    yield
    for _, definition in triggers:
        conn.execute(definition)
