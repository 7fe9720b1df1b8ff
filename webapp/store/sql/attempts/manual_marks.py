"""Marking by hand in SQL: ``store.manual_marks``, and the writing of one mark with all that it changes."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from webapp.domain.attempt import Attempt, ManualMark
from webapp.store.protocols.manual_marks import (
    UNDO_TIME,
    KeptComment,
    ManualMarks,
    MarkedAnswer,
    MarkKind,
    NewMark,
    SecondMark,
)
from webapp.store.sql.attempts import kept_comments
from webapp.store.sql.attempts.effective_grades import to_graded_attempt, with_latest_regrade
from webapp.store.sql.attempts.record_attempts import ATTEMPT_BY_ID
from webapp.store.sql.attempts.row_mapping import MARK_COLUMNS, MARK_NAMES, TRY_COLUMNS, to_mark
from webapp.store.sql.engine.column_values import Row, from_iso, from_json, to_iso, to_json
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.learners.canonical_ids import canonical_id

OF_TRY = "WHERE school = ? AND learner = ? AND try_id = ?"
COUNT_MARKS = f"SELECT count(*) FROM marks {OF_TRY}"
FIND_MARK = f"SELECT {MARK_COLUMNS} FROM marks {OF_TRY} AND number = ?"
# The manual mark that counts for a row t of tries, in the same record.
BY_HAND = """(SELECT points FROM marks WHERE marks.school = t.school AND marks.learner = t.learner
    AND marks.try_id = t.id ORDER BY marks.number DESC LIMIT 1)"""
FIND_COUNTING = f"SELECT points FROM marks {OF_TRY} ORDER BY number DESC LIMIT 1"
# In the order of marking, which the clock need not follow.
FIND_MARKS = f"SELECT {MARK_COLUMNS} FROM marks WHERE school = ? AND learner = ? AND text = ? ORDER BY number"
MARKS_OF_LEARNER = f"SELECT {MARK_COLUMNS} FROM marks WHERE school = ? AND learner = ? ORDER BY number"
ADD_MARK = f"INSERT INTO marks ({MARK_COLUMNS}, number) VALUES ({', '.join('?' * len(MARK_NAMES))}, ?)"
# A mark of an earlier try does not change the standing.
SET_EARNED = """
    UPDATE standings SET earned = ?
    WHERE school = ? AND learner = ? AND text = ? AND question = ? AND last_try = ?"""
FIND_UNMARKED = f"""
    SELECT {TRY_COLUMNS} FROM tries
    WHERE school = ? AND verdict = 'pending' AND text = coalesce(?, text) AND NOT EXISTS (
        SELECT 1 FROM marks
        WHERE marks.school = tries.school AND marks.learner = tries.learner AND marks.try_id = tries.id)
    ORDER BY at, id, learner"""
THEIRS = "learner IN (SELECT value FROM json_each(?))"
OF_PLACE = "text = coalesce(?, text) AND question = coalesce(?, question)"
OPEN_ANSWERS = with_latest_regrade(
    f"SELECT * FROM tries WHERE school = ? AND verdict = 'pending' AND {THEIRS} AND {OF_PLACE}"
)
MARKS_OF = f"SELECT {MARK_COLUMNS} FROM marks WHERE school = ? AND {THEIRS} AND {OF_PLACE} ORDER BY number"
SECOND = "points, comment, detail, marker, at, behind"
SECONDS_OF = f"SELECT learner, try_id, {SECOND} FROM second_marks WHERE school = ? AND {THEIRS} AND {OF_PLACE}"
MARKERS_OF = f"SELECT marker FROM marks {OF_TRY}"
ADD_SECOND = f"""
    INSERT INTO second_marks (school, learner, text, question, try_id, {SECOND})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
# The marks of one teacher at one time, but those that another mark followed.
GIVEN_AT = f"school = ? AND {THEIRS} AND text = ? AND question = ? AND marker = ? AND at = ?"
GIVEN = f"""
    SELECT learner, try_id, number FROM marks AS m WHERE {GIVEN_AT} AND NOT EXISTS (
        SELECT 1 FROM marks AS later WHERE later.school = m.school AND later.learner = m.learner
        AND later.try_id = m.try_id AND later.number > m.number)
    AND NOT EXISTS (SELECT 1 FROM second_marks AS s WHERE s.school = m.school AND s.learner = m.learner
        AND s.try_id = m.try_id AND s.behind >= m.number)"""
SECONDS_GIVEN = f"""
    SELECT learner, try_id FROM second_marks AS s WHERE {GIVEN_AT} AND NOT EXISTS (
        SELECT 1 FROM marks AS later WHERE later.school = s.school AND later.learner = s.learner
        AND later.try_id = s.try_id AND later.number > s.behind)"""
REMOVE_MARK = f"DELETE FROM marks {OF_TRY} AND number = ?"
REMOVE_SECOND = f"DELETE FROM second_marks {OF_TRY}"
ASK_SECOND = """
    INSERT INTO second_marking (school, class, text, question, apart, teacher, at) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (school, class, text, question) DO UPDATE SET
        apart = excluded.apart, teacher = excluded.teacher, at = excluded.at"""
END_SECOND = "DELETE FROM second_marking WHERE school = ? AND class = ? AND text = ? AND question = ?"
ASKED = """
    SELECT class, text, question, apart FROM second_marking
    WHERE school = ? AND class IN (SELECT value FROM json_each(?))"""

OF_OWN_LEARNERS = """
    SELECT asked.text, asked.question, m.learner, min(asked.apart) FROM second_marking AS asked
    CROSS JOIN memberships AS m ON m.school = asked.school AND m.class = asked.class
    WHERE asked.school = ?1 AND EXISTS (SELECT 1 FROM memberships AS own
        JOIN class_teachers AS t ON t.school = own.school AND t.class = own.class AND t.teacher = ?2
        WHERE own.school = m.school AND own.learner = m.learner)
    GROUP BY asked.text, asked.question, m.learner"""


class SqlManualMarks(ManualMarks):
    """Methods are documented in :class:`webapp.store.protocols.manual_marks.ManualMarks`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def answers(
        self, school: str, learners: Collection[str], text: str | None = None, question: str | None = None
    ) -> list[MarkedAnswer]:
        marks: dict[tuple[str, str], list[ManualMark]] = defaultdict(list)
        with self._connections.read() as conn:
            values = (school, to_json([*learners]), text, question)
            tries = [to_graded_attempt(row) for row in execute(conn, OPEN_ANSWERS, *values)]
            for mark in map(to_mark, execute(conn, MARKS_OF, *values)):
                marks[mark.learner, mark.try_id].append(mark)
            seconds = {(row[0], row[1]): _to_second(row[2:]) for row in execute(conn, SECONDS_OF, *values)}
        return [
            MarkedAnswer(attempt.learner, attempt, tuple(marks[key]), seconds.get(key))
            for attempt in tries
            for key in [(attempt.learner, attempt.id)]
        ]

    def give(
        self,
        school: str,
        learner: str,
        try_id: str,
        points: float,
        comment: str,
        marker: str,
        detail: tuple[float, ...] = (),
        twice: bool = False,
    ) -> MarkKind:
        with self._connections.write() as conn:
            return _give(conn, school, NewMark(learner, try_id, points, comment, detail, twice), marker, self._now())

    def give_all(self, school: str, marks: Sequence[NewMark], marker: str) -> datetime:
        now = self._now()
        with self._connections.write() as conn:
            for mark in marks:
                _give(conn, school, mark, marker, now)
        return now

    def take_back(
        self, school: str, learners: Collection[str], text: str, question: str, marker: str, at: datetime
    ) -> int:
        if not timedelta() <= self._now() - at <= UNDO_TIME:
            return 0
        place = (school, to_json([*learners]), text, question, marker, to_iso(at))
        with self._connections.write() as conn:
            given = [tuple(row) for row in execute(conn, GIVEN, *place)]
            for learner, try_id, number in given:
                execute(conn, REMOVE_MARK, school, learner, try_id, number)
                before = execute(conn, FIND_COUNTING, school, learner, try_id).fetchone()
                execute(conn, SET_EARNED, before[0] if before else 0.0, school, learner, text, question, try_id)
            seconds = [tuple(row) for row in execute(conn, SECONDS_GIVEN, *place)]
            for learner, try_id in seconds:
                execute(conn, REMOVE_SECOND, school, learner, try_id)
        return len(given) + len(seconds)

    def kept_comments(self, school: str, teacher: str, text: str, question: str) -> list[KeptComment]:
        with self._connections.read() as conn:
            return kept_comments.kept_comments(conn, (school, teacher, text, question))

    def keep_comment(self, school: str, teacher: str, text: str, question: str, comment: str) -> None:
        with self._connections.write() as conn:
            kept_comments.keep_comment(conn, (school, teacher, text, question), comment, self._now())

    def forget_comment(self, school: str, teacher: str, comment: str) -> None:
        with self._connections.write() as conn:
            kept_comments.forget_comment(conn, school, teacher, comment)

    def ask_second(
        self, school: str, class_id: str, text: str, question: str, teacher: str, apart: float | None
    ) -> None:
        now = self._now()
        with self._connections.write() as conn:
            if apart is None:
                execute(conn, END_SECOND, school, class_id, text, question)
            else:
                execute(conn, ASK_SECOND, school, class_id, text, question, apart, teacher, to_iso(now))

    def second_asked(self, school: str, classes: Collection[str]) -> dict[tuple[str, str, str], float]:
        with self._connections.read() as conn:
            return {(row[0], row[1], row[2]): row[3] for row in execute(conn, ASKED, school, to_json(list(classes)))}

    def double_marked(self, school: str, teacher: str) -> list[tuple[str, str, str, float]]:
        with self._connections.read() as conn:
            return [tuple(row) for row in execute(conn, OF_OWN_LEARNERS, school, teacher)]


def _give(conn: Connection, school: str, mark: NewMark, marker: str, now: datetime) -> MarkKind:
    """Save a mark as the first, the second or the deciding one."""
    marked = _find_markable(conn, school, mark.learner, mark.try_id, mark.points)
    key, place = _key_and_place(marked)
    markers = {name for (name,) in execute(conn, MARKERS_OF, *key)}
    second = execute(conn, f"SELECT 1 FROM second_marks {OF_TRY}", *key).fetchone() is not None
    blind = mark.twice and bool(markers) and marker not in markers
    kind: MarkKind = "deciding" if second else "second" if blind else "first"
    if kind == "second":
        behind = int(execute(conn, COUNT_MARKS, *key).fetchone()[0])
        values = (*place, mark.points, mark.comment, to_json(mark.detail), marker, to_iso(now), behind)
        execute(conn, ADD_SECOND, *values)
    else:
        _insert_mark(conn, marked, mark.points, mark.comment, marker, now, mark.detail)
    return kind


def add_mark(
    conn: Connection,
    school: str,
    learner: str,
    try_id: str,
    points: float,
    comment: str,
    marker: str,
    now: datetime,
) -> ManualMark:
    """Insert a mark and update the question's standing."""
    return _insert_mark(conn, _find_markable(conn, school, learner, try_id, points), points, comment, marker, now, ())


def _insert_mark(
    conn: Connection,
    marked: Attempt,
    points: float,
    comment: str,
    marker: str,
    now: datetime,
    detail: tuple[float, ...],
) -> ManualMark:
    key, place = _key_and_place(marked)
    number = int(execute(conn, COUNT_MARKS, *key).fetchone()[0]) + 1
    execute(conn, ADD_MARK, secrets.token_hex(8), *place, points, comment, marker, to_iso(now), to_json(detail), number)
    execute(conn, SET_EARNED, points, *place)
    # Read back, so that the value returned now equals the one read later.
    return to_mark(execute(conn, FIND_MARK, *key, number).fetchone())


def _key_and_place(attempt: Attempt) -> tuple[tuple[str, str, str], tuple[str, str, str, str, str]]:
    return (attempt.school, attempt.learner, attempt.id), (
        attempt.school,
        attempt.learner,
        attempt.text,
        attempt.question,
        attempt.id,
    )


def _to_second(row: Row) -> SecondMark:
    points, comment, detail, marker, at, behind = row
    return SecondMark(points, comment, tuple(from_json(detail)), marker, from_iso(at), behind)


def _find_markable(conn: Connection, school: str, learner: str, try_id: str, points: float) -> Attempt:
    row = execute(conn, ATTEMPT_BY_ID, school, canonical_id(conn, school, learner), try_id).fetchone()
    if not row:
        raise ValueError(f"there is no try {try_id!r} of {learner!r}")
    marked = to_graded_attempt(row)
    if not 0 <= points <= marked.possible:  # so that NaN is refused too
        raise ValueError(f"{points} points are not between 0 and {marked.possible}")
    return marked
