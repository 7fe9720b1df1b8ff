"""Taking attempts out of the counters of their questions, before they are deleted or moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.store.sql.engine.column_values import to_json
from webapp.store.sql.engine.connection import Connection, execute

if TYPE_CHECKING:
    from collections.abc import Collection

# What this learner's tries put into the counters, by version.
COUNTED = """
    SELECT text, question, version, count(*), count(*) FILTER (WHERE verdict = 'accepted'),
        count(*) FILTER (WHERE number = 1), count(*) FILTER (WHERE number = 1 AND verdict = 'accepted'), sum(earned)
    FROM (
        SELECT t.text, t.question, t.number, coalesce(r.version, t.version) AS version,
            coalesce(r.verdict, t.verdict) AS verdict, coalesce(r.earned, t.earned) AS earned
        FROM tries AS t LEFT JOIN regrades AS r ON r.school = t.school AND r.learner = t.learner AND r.try_id = t.id
            AND r.number = (SELECT max(number) FROM regrades AS latest
                WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)
        WHERE t.school = ?1 AND t.learner = ?2
            AND (?3 IS NULL OR t.text = ?3 AND t.question IN (SELECT value FROM json_each(?4)))
            AND t.at >= ?5) AS counted
    GROUP BY text, question, version"""
COUNT_DOWN = """
    UPDATE text_counts SET tries = tries - ?, accepted = accepted - ?, first_tries = first_tries - ?,
        first_accepted = first_accepted - ?, earned = max(0.0, earned - ?)
    WHERE school = ? AND text = ? AND question = ? AND version = ?"""
DROP_EMPTY = "DELETE FROM text_counts WHERE school = ? AND text = ? AND question = ? AND version = ? AND tries <= 0"


def count_down(
    conn: Connection,
    school: str,
    learner: str,
    text: str | None = None,
    questions: Collection[str] = (),
    since: str = "",
) -> None:
    """Take a record's attempts out of the counters: all of them, or some questions' of a text ``since`` a time."""
    rows = execute(conn, COUNTED, school, learner, text, to_json(sorted(questions)), since).fetchall()
    for text_of_row, question, version, *counted in rows:
        place = (school, text_of_row, question, version)
        execute(conn, COUNT_DOWN, *counted, *place)
        execute(conn, DROP_EMPTY, *place)
