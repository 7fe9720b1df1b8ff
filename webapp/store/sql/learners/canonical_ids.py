"""Ids of merged records: the record that has their rows now. Statements that read rows need none of this.

A device may still send the id of a record that was merged; so whatever writes, or takes an id from outside, asks here.
"""

from __future__ import annotations

from webapp.store.sql.engine.connection import Connection, execute

ROOT = "SELECT root FROM merges WHERE school = ? AND learner = ?"
MERGED_INTO = "SELECT learner FROM merges WHERE school = ? AND root = ? ORDER BY seq"


def canonical_id(conn: Connection, school: str, learner: str) -> str:
    """Id of a learner's canonical record; most often the same id."""
    row = execute(conn, ROOT, school, learner).fetchone()
    return str(row[0]) if row else learner


def record_ids(conn: Connection, school: str, learner: str) -> list[str]:
    """Id of a canonical record, and the ids of those merged into it."""
    return [learner, *(row[0] for row in execute(conn, MERGED_INTO, school, learner))]
