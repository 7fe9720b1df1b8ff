"""Hints shown and drafts: rows written before a question is answered.

Everything here runs inside the caller's write transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from webapp.domain.question import Response
from webapp.store.new_attempt import is_empty_response
from webapp.store.sql.engine.column_values import to_iso, to_json
from webapp.store.sql.engine.connection import Connection, execute
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.sql.learners.create_learner import ensure_learner

QuestionKey = tuple[str, str, str, str]
"""School, learner, text, question."""
OF_PLACE = "WHERE school = ? AND learner = ? AND text = ? AND question = ?"
# Hints come one after the other: the greatest number is how many are shown.
COUNT_HINTS = f"SELECT coalesce(max(number), 0) FROM hints {OF_PLACE}"
SET_DRAFT = """
    INSERT INTO drafts (school, learner, text, question, response, at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (school, learner, text, question) DO UPDATE SET response = excluded.response, at = excluded.at"""
DELETE_DRAFT = f"DELETE FROM drafts {OF_PLACE}"
SAVED_SINCE = f"SELECT 1 FROM drafts {OF_PLACE} AND at > ?"
ADD_HINT = "INSERT INTO hints (school, learner, text, question, number, at) VALUES (?, ?, ?, ?, ?, ?)"
SET_HINTS = f"UPDATE standings SET hints = ? {OF_PLACE}"


def show_hint(conn: Connection, place: QuestionKey, most: int, now: datetime) -> int:
    """Show one more hint, up to ``most``; return the number shown."""
    place = (place[0], canonical_id(conn, *place[:2]), *place[2:])
    shown = int(execute(conn, COUNT_HINTS, *place).fetchone()[0])
    if shown >= most:
        return shown
    ensure_learner(conn, *place[:2], now)
    execute(conn, ADD_HINT, *place, shown + 1, to_iso(now))
    execute(conn, SET_HINTS, shown + 1, *place)
    return shown + 1


def save_drafts(
    conn: Connection,
    where: tuple[str, str, str],
    drafts: Mapping[str, Response],
    now: datetime,
    written: datetime | None = None,
) -> None:
    """Save drafts of a school's learner in a text, by question; an empty one deletes.

    Those that were ``written`` earlier leave alone what was saved since, perhaps on another device.
    """
    school, learner, text = where[0], canonical_id(conn, *where[:2]), where[2]
    if not all(is_empty_response(response) for response in drafts.values()):
        ensure_learner(conn, school, learner, now)
    for question, response in drafts.items():
        place = (school, learner, text, question)
        if written and execute(conn, SAVED_SINCE, *place, to_iso(written)).fetchone():
            continue
        if is_empty_response(response):
            drop_draft(conn, place)
        else:
            execute(conn, SET_DRAFT, *place, to_json(response), to_iso(written or now))


def drop_draft(conn: Connection, place: QuestionKey) -> None:
    """Delete a draft."""
    execute(conn, DELETE_DRAFT, *place)
