"""The note of a hand-in. Everything here runs inside the caller's write transaction."""

from __future__ import annotations

from datetime import datetime

from webapp.store.sql.engine.column_values import to_iso
from webapp.store.sql.engine.connection import Connection, execute
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.tokens import new_id

NOTE_HAND_IN = """
    INSERT INTO hand_ins (school, id, learner, text, at, how, assignment)
    SELECT school, ?, id, ?, ?, ?, ? FROM learners WHERE school = ? AND id = ? AND NOT EXISTS (
        SELECT 1 FROM hand_ins AS earlier
        WHERE earlier.school = learners.school AND earlier.learner = learners.id AND earlier.text = ?
            AND earlier.reopened IS NULL AND earlier.at >= ? AND earlier.assignment IN ('', ?))"""


def note_hand_in(
    conn: Connection, place: tuple[str, str, str], at: datetime, how: str, since: datetime | None, assignment: str
) -> None:
    """Note that an exam (school, learner, text) was handed in, unless that is noted; ``since`` it was given."""
    school, learner, text = place
    root = canonical_id(conn, school, learner)
    row = (new_id(), text, to_iso(at), how, assignment)
    execute(conn, NOTE_HAND_IN, *row, school, root, text, to_iso(since) if since else "", assignment)
