"""SQL fragments and queries that resolve merged records: ids of the canonical record and of those merged into it.

A merged record keeps its rows; ``merged_into`` names the record it is merged into, and the last one of such a chain is
the canonical record. New rows are written under the canonical record.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from webapp.store.merged_learners import final_ids
from webapp.store.sqlite.engine.column_values import to_json
from webapp.store.sqlite.engine.connections import execute

if TYPE_CHECKING:
    from sqlite3 import Connection

# A learner's id and those merged into it, at any depth. Two values: the school and the learner.
MERGED_IDS = """WITH RECURSIVE part (school, id) AS (
    VALUES (?, ?) UNION SELECT learners.school, learners.id FROM learners
    JOIN part ON learners.school = part.school AND learners.merged_into = part.id) SELECT school, id FROM part"""
OF_RECORD = f"WHERE (school, learner) IN ({MERGED_IDS})"
"""Replaces ``WHERE school = ? AND learner = ?``, with the same values."""
ALL_MERGED = "SELECT id, merged_into FROM learners WHERE merged_into IS NOT NULL AND school = ?"
# Upwards from some records, and downwards from canonical ones, each by its key. CROSS JOIN fixes SQLite's order.
UPWARDS = """WITH RECURSIVE up (record, into_) AS (
    SELECT l.id, l.merged_into FROM json_each(?2) CROSS JOIN learners AS l ON l.school = ?1 AND l.id = value
    WHERE l.merged_into IS NOT NULL
    UNION SELECT up.record, l.merged_into FROM up CROSS JOIN learners AS l ON l.school = ?1 AND l.id = up.into_
    WHERE l.merged_into IS NOT NULL)
    SELECT record, into_ FROM up CROSS JOIN learners AS l ON l.school = ?1 AND l.id = into_
    WHERE l.merged_into IS NULL"""
DOWNWARDS = """WITH RECURSIVE part (kept, record) AS (
    SELECT value, value FROM json_each(?2)
    UNION SELECT part.kept, l.id FROM part CROSS JOIN learners AS l ON l.school = ?1 AND l.merged_into = part.record)
    SELECT record, kept FROM part WHERE record <> kept"""


def canonical_id(conn: Connection, school: str, learner: str) -> str:
    """Id of a learner's canonical record; most often the same id."""
    return merge_chain(conn, school, learner)[-1]


def merge_chain(conn: Connection, school: str, learner: str) -> list[str]:
    """Ids of a record, the one it is merged into, and so on to the canonical record."""
    line: list[str] = []
    into: str | None = learner
    while into is not None:
        line.append(into)
        row = execute(conn, "SELECT merged_into FROM learners WHERE school = ? AND id = ?", school, into).fetchone()
        into = row[0] if row else None
    return line


def merged_ids(conn: Connection, school: str, learner: str) -> list[str]:
    """A learner's id and the ids of the records merged into it."""
    return [row[1] for row in execute(conn, MERGED_IDS, school, learner)]


def canonical_ids_among(conn: Connection, school: str, learners: Collection[str]) -> dict[str, str]:
    """Canonical record's id of each merged one among these records. Other records of the school cost nothing."""
    return dict(execute(conn, UPWARDS, school, to_json(list(learners))).fetchall())


def merged_under(conn: Connection, school: str, kept: Collection[str]) -> dict[str, str]:
    """Canonical record's id (one of ``kept``) of each record merged into these, at any depth."""
    return dict(execute(conn, DOWNWARDS, school, to_json(list(kept))).fetchall())


def canonical_ids(conn: Connection, school: str) -> dict[str, str]:
    """Canonical record's id of every merged record of a school."""
    return final_ids(dict(execute(conn, ALL_MERGED, school).fetchall()))
