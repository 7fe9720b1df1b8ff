"""Comments that teachers keep for marking by hand, in SQL."""

from __future__ import annotations

import secrets
from datetime import datetime

from webapp.store.protocols.manual_marks import KeptComment
from webapp.store.sql.engine.column_values import to_iso
from webapp.store.sql.engine.connection import Connection, execute

MOST_KEPT = 30
"""Comments of one teacher for one question."""
PLACE = "school = ? AND teacher = ? AND text = ? AND question = ?"
COMMENTS_OF = f"SELECT id, comment FROM kept_comments WHERE {PLACE} ORDER BY seq DESC"
NEXT = "SELECT coalesce(max(seq), 0) + 1 FROM kept_comments WHERE school = ? AND teacher = ?"
KEEP_AGAIN = f"UPDATE kept_comments SET seq = ?, at = ? WHERE {PLACE} AND comment = ?"
KEEP = """
    INSERT INTO kept_comments (school, teacher, text, question, id, comment, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
DROP_OLDEST = f"""
    DELETE FROM kept_comments WHERE {PLACE} AND id NOT IN (
        SELECT id FROM kept_comments WHERE {PLACE} ORDER BY seq DESC LIMIT {MOST_KEPT})"""
FORGET = "DELETE FROM kept_comments WHERE school = ? AND teacher = ? AND id = ?"
Place = tuple[str, str, str, str]
"""School, teacher, text and question."""


def kept_comments(conn: Connection, place: Place) -> list[KeptComment]:
    """The comments of a place, the latest first."""
    return [KeptComment(*row) for row in execute(conn, COMMENTS_OF, *place)]


def keep_comment(conn: Connection, place: Place, comment: str, now: datetime) -> None:
    """Keep a comment as the latest one."""
    seq = execute(conn, NEXT, *place[:2]).fetchone()[0]
    if not execute(conn, KEEP_AGAIN, seq, to_iso(now), *place, comment).rowcount:
        execute(conn, KEEP, *place, secrets.token_hex(8), comment, to_iso(now), seq)
    execute(conn, DROP_OLDEST, *place, *place)


def forget_comment(conn: Connection, school: str, teacher: str, comment: str) -> None:
    """Forget the comment with this id."""
    execute(conn, FORGET, school, teacher, comment)
