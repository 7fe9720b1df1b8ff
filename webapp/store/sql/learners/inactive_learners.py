"""Learners inactive since a date, for data retention.

A learner's own rows count, in any table that has a learner and a time; a teacher's marks do not.
"""

from __future__ import annotations

from datetime import datetime

from webapp.store.sql.engine.column_values import to_iso
from webapp.store.sql.engine.connection import Connection, execute
from webapp.store.sql.learners.learner_data import columns_of_learners

TIMES = ("at", "joined")
YOUNG_RECORDS = """
    SELECT coalesce(root, id) FROM learners LEFT JOIN merges ON merges.school = learners.school AND learner = id
    WHERE learners.school = ? AND created >= ?"""
# Rows of merged records, those included that are only in the log of the merge; a teacher's marks again do not count.
YOUNG_LOGGED = """
    SELECT DISTINCT root FROM merge_rows JOIN merges USING (school, learner)
    WHERE school = ? AND coalesce(json_extract(old, '$.at'), json_extract(old, '$.joined')) >= ?
        AND json_extract(old, '$.marker') IS NULL"""


def inactive_since(conn: Connection, school: str, before: datetime) -> list[str]:
    """Find the canonical records without a row since ``before``, rows of merged records included."""
    since = to_iso(before)
    young = (
        execute(conn, YOUNG_RECORDS, school, since).fetchall() + execute(conn, YOUNG_LOGGED, school, since).fetchall()
    )
    for table, column in _tables_with_times(conn):
        sql = f'SELECT DISTINCT learner FROM "{table}" WHERE school = ? AND "{column}" >= ?'
        young += execute(conn, sql, school, since).fetchall()
    seen = {learner for (learner,) in young}
    heads = execute(conn, "SELECT id FROM learners WHERE school = ? AND merged_into IS NULL ORDER BY id", school)
    return [learner for (learner,) in heads if learner not in seen]


def _tables_with_times(conn: Connection) -> list[tuple[str, str]]:
    """Tables of learners' own rows, each with its column of times."""
    timed = []
    for table, columns in columns_of_learners(conn).items():
        if "marker" not in columns:
            timed += [(table, column) for column in TIMES if column in columns]
    return timed
