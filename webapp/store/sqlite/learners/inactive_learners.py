"""Learners inactive since a date, for data retention.

A learner's own rows count, in any table that has a learner and a time; a teacher's marks do not.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from webapp.store.sqlite.engine.column_values import to_iso
from webapp.store.sqlite.engine.connections import execute
from webapp.store.sqlite.learners.learner_data import tables_of_learners
from webapp.store.sqlite.learners.merge_chains import canonical_ids

if TYPE_CHECKING:
    from sqlite3 import Connection

TIMES = ("at", "joined")


def inactive_since(conn: Connection, school: str, before: datetime) -> list[str]:
    """Find the canonical records without a row since ``before``, rows of merged records included."""
    merged, since = canonical_ids(conn, school), to_iso(before)
    young = execute(conn, "SELECT id FROM learners WHERE school = ? AND created >= ?", school, since).fetchall()
    for table, column in _tables_with_times(conn):
        sql = f'SELECT DISTINCT learner FROM "{table}" WHERE school = ? AND "{column}" >= ?'
        young += execute(conn, sql, school, since).fetchall()
    seen = {merged.get(learner, learner) for (learner,) in young}
    heads = execute(conn, "SELECT id FROM learners WHERE school = ? AND merged_into IS NULL ORDER BY id", school)
    return [learner for (learner,) in heads if learner not in seen]


def _tables_with_times(conn: Connection) -> list[tuple[str, str]]:
    """Tables of learners' own rows, each with its column of times."""
    timed = []
    for table in tables_of_learners(conn):
        columns = {str(row[1]) for row in conn.execute(f'PRAGMA table_info("{table}")')}
        if "marker" not in columns:
            timed += [(table, column) for column in TIMES if column in columns]
    return timed
