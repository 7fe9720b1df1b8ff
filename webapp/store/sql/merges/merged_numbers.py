"""Numbers of the attempts of a learner who has merged records (table ``merged_tries``).

An attempt never changes, so the number that it has among those of all records is a row beside it. Whatever adds an
attempt, regrades one or merges records writes these rows anew; readers join them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from webapp.store.merged_learners import without_superseded
from webapp.store.sql.engine.connection import Connection

HAS_MERGED = "SELECT 1 FROM merges WHERE school = ? AND root = ?"
ATTEMPTS = """
    SELECT t.id, t.text, t.question, coalesce(n.record, ''), t.number, coalesce(r.verdict, t.verdict), t.at
    FROM tries AS t
    LEFT JOIN regrades AS r ON r.school = t.school AND r.learner = t.learner AND r.try_id = t.id AND r.number = (
        SELECT max(number) FROM regrades AS latest
        WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)
    LEFT JOIN merged_tries AS n ON n.school = t.school AND n.learner = t.learner AND n.try_id = t.id
    WHERE t.school = ? AND t.learner = ? {more} ORDER BY t.seq"""
OF_LEARNER = ATTEMPTS.format(more="")
AT_QUESTION = ATTEMPTS.format(more="AND t.text = ? AND t.question = ?")
# An attempt that was merged more than once is of the record that it was merged from first: that row comes last.
RECORDS = """
    SELECT json_extract(key, '$[0]'), merges.learner FROM merges
    JOIN merge_rows ON merge_rows.school = merges.school AND merge_rows.learner = merges.learner
    WHERE merges.school = ? AND root = ? AND of_table = 'tries' AND old IS NULL ORDER BY seq DESC"""
DROP_NUMBERS = "DELETE FROM merged_tries WHERE school = ? AND learner = ?"
SET_NUMBER = """
    INSERT INTO merged_tries (school, learner, try_id, record, number, place) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (school, learner, try_id) DO UPDATE SET number = excluded.number, place = excluded.place"""


@dataclass(frozen=True)
class _RecordedAttempt:
    """The columns of an attempt that its numbers follow from, with its present verdict."""

    id: str
    text: str
    question: str
    record: str
    number: int
    verdict: str
    at: str


def number_record(conn: Connection, school: str, learner: str) -> None:
    """Number all attempts of a learner, by the log of the merges; none where no record is merged into this one."""
    conn.execute(DROP_NUMBERS, (school, learner))
    if not conn.execute(HAS_MERGED, (school, learner)).fetchone():
        return
    records = dict(conn.execute(RECORDS, (school, learner)).fetchall())
    attempts = [_RecordedAttempt(*row) for row in conn.execute(OF_LEARNER, (school, learner))]
    _number(conn, school, learner, [replace(attempt, record=records.get(attempt.id, "")) for attempt in attempts])


def number_question(conn: Connection, school: str, learner: str, text: str, question: str) -> None:
    """Number the attempts at one question again, where the learner has merged records."""
    if conn.execute(HAS_MERGED, (school, learner)).fetchone():
        rows = conn.execute(AT_QUESTION, (school, learner, text, question)).fetchall()
        _number(conn, school, learner, [_RecordedAttempt(*row) for row in rows])


def _number(conn: Connection, school: str, learner: str, attempts: Iterable[_RecordedAttempt]) -> None:
    questions: dict[tuple[str, str], list[_RecordedAttempt]] = defaultdict(list)
    for attempt in attempts:
        questions[attempt.text, attempt.question].append(attempt)
    for own in questions.values():
        places = {attempt.id: place for place, attempt in enumerate(without_superseded(own), 1)}
        for number, attempt in enumerate(sorted(own, key=lambda attempt: (attempt.at, attempt.id)), 1):
            values = (attempt.id, attempt.record or None, number, places.get(attempt.id))
            conn.execute(SET_NUMBER, (school, learner, *values))
