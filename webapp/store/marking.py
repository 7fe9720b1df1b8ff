"""Marking by hand: everything that one mark changes, inside the caller's write transaction."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from webapp.model import Mark
from webapp.store.connections import run
from webapp.store.merging import OF_RECORD
from webapp.store.recording import FIND_TRY
from webapp.store.rows import MARK_COLUMNS, MARK_FIELDS, TRY_COLUMNS, stamp, to_mark, to_try

if TYPE_CHECKING:
    from sqlite3 import Connection

OF_TRY = "WHERE school = ? AND learner = ? AND try_id = ?"
COUNT_MARKS = f"SELECT count(*) FROM marks {OF_TRY}"
FIND_MARK = f"SELECT {MARK_COLUMNS} FROM marks {OF_TRY} AND number = ?"
# In the order of marking, which the clock need not follow.
FIND_MARKS = f"SELECT {MARK_COLUMNS} FROM marks {OF_RECORD} AND text = ? ORDER BY number"
ADD_MARK = f"INSERT INTO marks ({MARK_COLUMNS}, number) VALUES ({', '.join('?' * len(MARK_FIELDS))}, ?)"
# A mark of an earlier try says nothing of what was earned since.
SET_EARNED = """
    UPDATE standings SET earned = ?
    WHERE school = ? AND learner = ? AND text = ? AND question = ? AND last_try = ?"""
FIND_UNMARKED = f"""
    SELECT {TRY_COLUMNS} FROM tries
    WHERE school = ? AND verdict = 'pending' AND text = coalesce(?, text) AND NOT EXISTS (
        SELECT 1 FROM marks
        WHERE marks.school = tries.school AND marks.learner = tries.learner AND marks.try_id = tries.id)
    ORDER BY at, id, learner"""


def add_mark(
    conn: Connection, school: str, learner: str, try_id: str, points: float, comment: str, marker: str, now: datetime
) -> Mark:
    """Write a mark down and let the question's standing follow it."""
    row = run(conn, FIND_TRY, school, learner, try_id).fetchone()
    if not row:
        raise ValueError(f"there is no try {try_id!r} of {learner!r}")
    marked = to_try(row)
    if not 0 <= points <= marked.possible:  # so that NaN is refused too
        raise ValueError(f"{points} points are not between 0 and {marked.possible}")
    key = (marked.school, marked.learner, marked.id)
    number = int(run(conn, COUNT_MARKS, *key).fetchone()[0]) + 1
    place = (marked.school, marked.learner, marked.text, marked.question, marked.id)
    run(conn, ADD_MARK, secrets.token_hex(8), *place, points, comment, marker, stamp(now), number)
    run(conn, SET_EARNED, points, *place)
    # Read back, so that what is handed out now is what will be read later.
    return to_mark(run(conn, FIND_MARK, *key, number).fetchone())
