"""Reading of all that is recorded of one learner in one text.

One statement tells which tables have rows for it; only these are read. Most readers have attempts and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from webapp.store.new_attempt import is_empty_response
from webapp.store.protocols.reading_state import ReadingState
from webapp.store.sql.attempts.effective_grades import IN_RECORD, to_graded_attempt, with_latest_regrade
from webapp.store.sql.attempts.manual_marks import FIND_MARKS, MARKS_OF_LEARNER
from webapp.store.sql.attempts.row_mapping import to_mark
from webapp.store.sql.engine.column_values import from_json, to_iso
from webapp.store.sql.engine.connection import Connection, execute
from webapp.store.sql.exam_rules import CLOSED_TO_OTHERS
from webapp.store.sql.live_lessons import LESSONS_OF_LEARNER, OF_READER, to_lesson

if TYPE_CHECKING:
    from datetime import datetime

    from webapp.domain.attempt import Attempt, ManualMark
    from webapp.domain.question import Response

LEARNER_AND_TEXT = "WHERE school = ? AND learner = ? AND text = ?"
ATTEMPTS_IN_TEXT = with_latest_regrade(f"SELECT * FROM tries {LEARNER_AND_TEXT}", number=IN_RECORD)
COUNT_HINTS = f"SELECT question, max(number) FROM hints {LEARNER_AND_TEXT} GROUP BY question"
FIND_DRAFTS = f"SELECT question, response FROM drafts {LEARNER_AND_TEXT} AND at >= ?"
OF_LEARNER = "WHERE school = ? AND learner = ?"
ATTEMPTS_OF_LEARNER = with_latest_regrade(f"SELECT * FROM tries {OF_LEARNER}", number=IN_RECORD)
DRAFTS_OF_LEARNER = f"SELECT text, question, response FROM drafts {OF_LEARNER}"
_TABLES = ("tries", "marks", "hints", "drafts")
_NUMBERED = "WHERE school = ?1 AND learner = ?2 AND text = ?3"
# The parameters of a live lesson are the same, with the time from which a lesson still goes on.
TABLES_WITH_ROWS = f"""SELECT
    {", ".join(f"EXISTS (SELECT 1 FROM {table} {_NUMBERED})" for table in _TABLES)}, EXISTS (SELECT 1 {OF_READER}),
    EXISTS (SELECT 1 FROM memberships INDEXED BY memberships_by_learner WHERE school = ?1 AND learner = ?2),
    EXISTS (SELECT 1 FROM assignments WHERE school = ?1 AND text = ?3 AND exam = 1 AND removed IS NULL)"""
# Who has joined since an exam was given may be a second record of who writes it: as if in no class.
IN_EXAM = f"""
    SELECT 1 FROM assignments AS a WHERE a.school = ?1 AND a.text = ?3 AND {CLOSED_TO_OTHERS.format(now="?4")}
        AND NOT EXISTS (SELECT 1 FROM memberships INDEXED BY memberships_by_learner
            CROSS JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
                AND classes.archived IS NULL
            WHERE memberships.school = ?1 AND memberships.learner = ?2 AND memberships.joined <= a.created) LIMIT 1"""

LearnerAndText = tuple[str, str, str]
"""School, learner, text."""


def read_state(
    conn: Connection, place: LearnerAndText, oldest_lesson: str, now: str, since: datetime | None = None
) -> ReadingState:
    """Read the state; ``oldest_lesson`` is the time at which a live lesson that still goes on may have begun.

    With ``since`` drafts from before are left out.
    """
    flags = execute(conn, TABLES_WITH_ROWS, *place, oldest_lesson).fetchone()
    tried, marked, hinted, drafted, live, in_class, of_exam = flags
    lessons = execute(conn, LESSONS_OF_LEARNER, *place, oldest_lesson).fetchall() if live else ()
    return ReadingState(
        attempts_in_text(conn, place) if tried else (),
        marks_in_text(conn, place) if marked else {},
        hints_in_text(conn, place) if hinted else {},
        drafts_in_text(conn, place, since) if drafted else {},
        [to_lesson(row) for row in lessons],
        bool(in_class),
        bool(of_exam and execute(conn, IN_EXAM, *place, now).fetchone()),
    )


def read_states(conn: Connection, school: str, learner: str) -> dict[str, ReadingState]:
    """Read attempts, marks and drafts of all texts of a learner, by text."""
    whose = (school, learner)
    attempts: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in map(to_graded_attempt, execute(conn, ATTEMPTS_OF_LEARNER, *whose)):
        attempts[attempt.text].append(attempt)
    marks: dict[str, dict[str, ManualMark]] = defaultdict(dict)
    for mark in map(to_mark, execute(conn, MARKS_OF_LEARNER, *whose)):
        marks[mark.text][mark.try_id] = mark
    drafts: dict[str, dict[str, Response]] = defaultdict(dict)
    for text, question, response in execute(conn, DRAFTS_OF_LEARNER, *whose):
        if not is_empty_response(typed := from_json(response)):
            drafts[text][question] = typed
    return {
        text: ReadingState(attempts[text], marks[text], drafts=drafts[text]) for text in {*attempts, *marks, *drafts}
    }


def attempts_in_text(conn: Connection, place: LearnerAndText) -> list[Attempt]:
    """Attempts in the order of recording."""
    return [to_graded_attempt(row) for row in execute(conn, ATTEMPTS_IN_TEXT, *place)]


def marks_in_text(conn: Connection, place: LearnerAndText) -> dict[str, ManualMark]:
    """Manual marks that count, by the attempt's id."""
    marks = [to_mark(row) for row in execute(conn, FIND_MARKS, *place)]
    return {mark.try_id: mark for mark in marks}  # the later one replaces the earlier one


def hints_in_text(conn: Connection, place: LearnerAndText) -> dict[str, int]:
    """Numbers of hints shown, by question."""
    return dict(execute(conn, COUNT_HINTS, *place).fetchall())


def drafts_in_text(conn: Connection, place: LearnerAndText, since: datetime | None = None) -> dict[str, Response]:
    """Drafts by question, without empty ones and those from before ``since``."""
    rows = execute(conn, FIND_DRAFTS, *place, to_iso(since) if since else "").fetchall()
    responses = {question: from_json(response) for question, response in rows}
    return {question: response for question, response in responses.items() if not is_empty_response(response)}
