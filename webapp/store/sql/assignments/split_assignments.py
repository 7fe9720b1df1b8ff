"""Splitting an assignment, where other classes of it are another teacher's: some targets get one of their own.

The rows of their learners go along as they are. Everything here runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from webapp.domain.grade_rule import assignment_column
from webapp.store.sql.engine.column_values import to_json
from webapp.store.sql.engine.connection import Connection, execute

OF_LEARNERS = ("sittings", "allowances", "reopened_exams")
"""Tables whose rows of a learner belong to one assignment; most may not be changed, so they are written again."""
TARGETS = {"assignment_classes": "class", "assignment_learners": "learner"}
FIND = "SELECT * FROM assignments WHERE school = ? AND id = ?"
_HAS = """SELECT m.learner FROM assignment_classes AS c
        JOIN memberships AS m ON m.school = c.school AND m.class = c.class
        WHERE c.school = ?1 AND c.assignment = {assignment}
    UNION SELECT learner FROM assignment_learners WHERE school = ?1 AND assignment = {assignment}"""
MOVED = f"{_HAS.format(assignment='?3')} EXCEPT SELECT learner FROM ({_HAS.format(assignment='?2')}) AS staying"
OF_MOVED = "school = ? AND assignment = ? AND learner IN (SELECT value FROM json_each(?))"
# Deleting a sitting leaves a trace, as if its record were gone.
DROP_TRACES = """
    DELETE FROM earlier_hand_ins WHERE school = ?1 AND hand_in IN (
        SELECT 'begun ' || ?2 || ' ' || started FROM sittings WHERE school = ?1 AND assignment = ?3)"""
MOVE_COLUMNS = """
    UPDATE {table} SET grade_column = ? WHERE school = ? AND grade_column = ?
        AND class IN (SELECT class FROM assignment_classes WHERE school = ? AND assignment = ?)"""


def split(conn: Connection, place: tuple[str, str], new_id: str, targets: Collection[str], teacher: str) -> None:
    """Give some classes and named learners of an assignment (school, id) the new assignment, alike in the rest."""
    school, old_id = place
    row = _rows(conn, FIND, *place)[0]
    _write(conn, "assignments", row | {"id": new_id, "teacher": teacher, "number": 1})
    for table, column in TARGETS.items():
        chosen = f"school = ? AND assignment = ? AND {column} IN (SELECT value FROM json_each(?))"
        execute(
            conn, f"UPDATE {table} SET assignment = ? WHERE {chosen}", new_id, school, old_id, to_json(sorted(targets))
        )
    moved = to_json([learner for (learner,) in execute(conn, MOVED, school, old_id, new_id)])
    for table in OF_LEARNERS:
        rows = _rows(conn, f"SELECT * FROM {table} WHERE {OF_MOVED}", school, old_id, moved)
        execute(conn, f"DELETE FROM {table} WHERE {OF_MOVED}", school, old_id, moved)
        for row in rows:
            _write(conn, table, row | {"assignment": new_id})
    execute(conn, DROP_TRACES, school, old_id, new_id)
    for table in ("grade_weights", "grade_excuses"):
        columns = assignment_column(new_id), school, assignment_column(old_id)
        execute(conn, MOVE_COLUMNS.format(table=table), *columns, school, new_id)


def _rows(conn: Connection, statement: str, *values: str) -> list[dict[str, Any]]:
    cursor = execute(conn, statement, *values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _write(conn: Connection, table: str, row: dict[str, Any]) -> None:
    execute(conn, f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", *row.values())
