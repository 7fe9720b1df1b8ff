"""Reopening a learner's exam: what was handed in is saved as typed again, and stays as evidence beside.

Everything here runs inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from webapp.domain.question import Response
from webapp.store.protocols.regrades import CalculateAnyStanding
from webapp.store.protocols.sittings import HandIn, Reopening
from webapp.store.sql.attempts.count_down import count_down
from webapp.store.sql.attempts.drafts import save_drafts
from webapp.store.sql.attempts.recalculate_standings import replace_standing
from webapp.store.sql.engine.column_values import from_iso, from_json, to_iso, to_json
from webapp.store.sql.engine.connection import DEFER_FOREIGN_KEYS, Connection, execute
from webapp.store.sql.exam_rules import OF_EXAM
from webapp.store.tokens import new_id

OF_ATTEMPTS = ("marks", "second_marks", "regrades", "merged_tries")
"""Tables whose rows go with their attempt."""
AT_QUESTIONS = "school = ?1 AND learner = ?2 AND text = ?3 AND question IN (SELECT value FROM json_each(?4))"
# What was practised before the exam was given is no answer of it, and stays.
OF_EXAM_AT_QUESTIONS = f"{AT_QUESTIONS} AND at >= ?5"
OF_TRIES = f"school = ?1 AND learner = ?2 AND try_id IN (SELECT id FROM tries WHERE {OF_EXAM_AT_QUESTIONS})"
UNDECIDED_LATE = f"{AT_QUESTIONS} AND decided IS NULL"
# A hand-in stays with the record that made it, also where that was merged.
_OWN_HAND_INS = """hand_ins WHERE school = ?1 AND text = ?3 AND reopened IS NULL AND {of_exam}
    AND (learner = ?2 OR learner IN (SELECT learner FROM merges WHERE school = ?1 AND root = ?2))"""
OWN_HAND_INS = _OWN_HAND_INS.format(of_exam=OF_EXAM.format(school="?1", exam="?4"))
FIRST_HAND_IN = f"SELECT at, how FROM {OWN_HAND_INS} ORDER BY at LIMIT 1"
END_HAND_INS = f"UPDATE hand_ins SET reopened = ?5 WHERE school = ?1 AND id IN (SELECT id FROM {OWN_HAND_INS})"
STARTED = "SELECT started FROM sittings WHERE school = ? AND learner = ? AND assignment = ?"
ADD = """
    INSERT INTO reopened_exams (school, learner, id, assignment, text, teacher, at, handed_in, how, began, used,
        answers, taken_out, seq)
    SELECT learners.school, learners.id, ?, a.id, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        (SELECT coalesce(max(seq), 0) + 1 FROM reopened_exams)
    FROM learners JOIN assignments AS a ON a.school = learners.school AND a.id = ?
    WHERE learners.school = ? AND learners.id = ?"""
COLUMNS = "learner, teacher, at, handed_in, how, began, used, resumed"
OF_ASSIGNMENT = f"SELECT {COLUMNS} FROM reopened_exams WHERE school = ? AND assignment = ? ORDER BY learner, seq"
LATEST = f"""
    SELECT {COLUMNS} FROM reopened_exams WHERE school = ? AND assignment = ? AND learner = ?
    ORDER BY seq DESC LIMIT 1"""
RESUME = """
    UPDATE reopened_exams SET resumed = ?1 WHERE school = ?2 AND assignment = ?3 AND learner = ?4
    AND resumed IS NULL AND seq = (SELECT max(seq) FROM reopened_exams AS later
        WHERE later.school = ?2 AND later.assignment = ?3 AND later.learner = ?4)"""


def reopen(
    conn: Connection,
    exam: tuple[str, str, str, str],
    questions: Collection[str],
    teacher: str,
    used: timedelta,
    now: datetime,
    since: str,
    judge: CalculateAnyStanding | None,
) -> None:
    """Reopen an exam (school, learner, assignment, text): its attempts ``since`` then become saved answers."""
    school, learner, assignment_id, text = exam
    place = (school, learner, text, to_json(sorted(questions)))
    taken_out = {table: _rows(conn, f"{table} WHERE {OF_TRIES}", (*place, since)) for table in OF_ATTEMPTS}
    taken_out["tries"] = _rows(conn, f"tries WHERE {OF_EXAM_AT_QUESTIONS} ORDER BY seq", (*place, since))
    taken_out["late_answers"] = _rows(conn, f"late_answers WHERE {UNDECIDED_LATE} ORDER BY at", place)
    answers: dict[str, Response] = {
        row["question"]: from_json(row["response"])
        for row in (*taken_out["tries"], *taken_out["late_answers"])
        if row["at"] >= since
    }
    hand_in = execute(conn, FIRST_HAND_IN, school, learner, text, assignment_id).fetchone() or (None, None)
    began = execute(conn, STARTED, school, learner, assignment_id).fetchone()
    latest = latest_reopening(conn, school, learner, assignment_id)
    began_at = to_iso(latest.resumed) if latest and latest.resumed else began[0] if began else None
    id = new_id()
    row = (id, text, teacher, to_iso(now), *hand_in, began_at, used.total_seconds())
    evidence = (json.dumps(answers, ensure_ascii=False), json.dumps(taken_out, ensure_ascii=False))
    if not execute(conn, ADD, *row, *evidence, assignment_id, school, learner).rowcount:
        return
    conn.execute(DEFER_FOREIGN_KEYS)  # an attempt goes before or after what refers to it
    count_down(conn, school, learner, text, questions, since)
    for table in OF_ATTEMPTS:
        execute(conn, f"DELETE FROM {table} WHERE {OF_TRIES}", *place, since)
    execute(conn, f"DELETE FROM tries WHERE {OF_EXAM_AT_QUESTIONS}", *place, since)
    for question in questions:
        replace_standing(conn, (school, learner, text, question), judge)
    execute(conn, f"DELETE FROM late_answers WHERE {UNDECIDED_LATE}", *place)
    execute(conn, END_HAND_INS, school, learner, text, assignment_id, id)
    save_drafts(conn, (school, learner, text), answers, now)


def latest_reopening(conn: Connection, school: str, learner: str, assignment_id: str) -> Reopening | None:
    """The latest reopening of a learner's exam."""
    row = execute(conn, LATEST, school, assignment_id, learner).fetchone()
    return to_reopening(row) if row else None


def to_reopening(row: Any) -> Reopening:
    """Reopening of a row of ``COLUMNS``."""
    learner, teacher, at, handed_in, how, began, used, resumed = row
    return Reopening(
        learner,
        teacher,
        from_iso(at),
        HandIn(from_iso(handed_in), how) if handed_in else None,
        from_iso(began) if began else None,
        timedelta(seconds=used),
        from_iso(resumed) if resumed else None,
    )


def _rows(conn: Connection, table_and_condition: str, values: tuple[str, ...]) -> list[dict[str, Any]]:
    cursor = execute(conn, f"SELECT * FROM {table_and_condition}", *values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
