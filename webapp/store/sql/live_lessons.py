"""``store.live`` in SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from webapp.domain.attempt import Attempt
from webapp.store.protocols.live_lessons import MAX_LESSON_LENGTH, LiveLesson, LiveLessons
from webapp.store.sql.attempts.effective_grades import IN_RECORD, to_graded_attempt, with_latest_regrade
from webapp.store.sql.engine.column_values import from_iso, to_iso, to_json
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.engine.write_queue import WriteQueue
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.tokens import new_id

COLUMNS = ", ".join(
    f"live_lessons.{name}"
    for name in (
        "class",
        "id",
        "text",
        "began",
        "opened_to",
        "held_at",
        "version",
        "shown_step",
        "shown_answer",
        "shown_evidence",
    )
)
FIND = f"SELECT {COLUMNS} FROM live_lessons WHERE school = ? AND class = ? AND began > ?"
DROP = "DELETE FROM live_lessons WHERE school = ? AND class = ?"
BEGIN = """
    INSERT INTO live_lessons (school, class, id, text, began)
    SELECT school, id, ?, ?, ? FROM classes WHERE school = ? AND id = ?"""
SET_PACING = """
    UPDATE live_lessons SET opened_to = ?, held_at = ?, version = version + 1
    WHERE school = ? AND class = ? AND (opened_to <> ? OR held_at IS DISTINCT FROM ?)"""
SHOW = """
    UPDATE live_lessons SET shown_step = ?1, shown_answer = ?2, shown_evidence = ?3, version = version + 1
    WHERE school = ?4 AND class = ?5 AND (shown_step, shown_answer, shown_evidence) <> (?1, ?2, ?3)"""
# From the learner to the own classes and their lessons: a large school may have hundreds of lessons going on.
OF_READER = """
    FROM memberships INDEXED BY memberships_by_learner
    CROSS JOIN live_lessons
    ON live_lessons.school = memberships.school AND live_lessons.class = memberships.class
    WHERE memberships.school = ?1 AND memberships.learner = ?2 AND live_lessons.text = coalesce(?3, live_lessons.text)
        AND live_lessons.began > ?4"""
LESSONS_OF_LEARNER = f"SELECT {COLUMNS} {OF_READER} ORDER BY live_lessons.began DESC, live_lessons.class"
CLASSES_TO_UPDATE = f"""
    SELECT DISTINCT live_lessons.class {OF_READER} AND NOT EXISTS (
        SELECT 1 FROM live_places AS p WHERE p.school = live_lessons.school AND p.class = live_lessons.class
        AND p.learner = ?2 AND p.step = ?5)"""
SET_POSITION = """
    INSERT INTO live_places (school, class, learner, step) VALUES (?, ?, ?, ?)
    ON CONFLICT (school, class, learner) DO UPDATE SET step = excluded.step"""
BUMP = "UPDATE live_lessons SET version = version + 1 WHERE school = ? AND class = ?"
LEARNER_EXISTS = "SELECT 1 FROM learners WHERE school = ? AND id = ?"
FIND_POSITIONS = """
    SELECT live_places.learner, step FROM live_places JOIN memberships ON memberships.school = live_places.school
        AND memberships.class = live_places.class AND memberships.learner = live_places.learner
    WHERE live_places.school = ? AND live_places.class = ?"""
# Lists come in as JSON: their length is nobody's to choose.
ATTEMPTS_IN_LESSON = with_latest_regrade(
    """
    SELECT * FROM tries WHERE school = ? AND text = ?
    AND learner IN (SELECT value FROM json_each(?)) AND question IN (SELECT value FROM json_each(?))""",
    number=IN_RECORD,
)


class SqlLiveLessons(LiveLessons):
    """Methods are documented in :class:`webapp.store.protocols.live_lessons.LiveLessons`."""

    def __init__(self, connections: Connections, writer: WriteQueue, now: Callable[[], datetime]) -> None:
        self._connections, self._writer = connections, writer
        self._now = now

    def begin(self, school: str, class_id: str, text: str) -> LiveLesson | None:
        now = to_iso(self._now())
        with self._connections.write() as conn:
            execute(conn, DROP, school, class_id)
            execute(conn, BEGIN, new_id(), text, now, school, class_id)
            row = execute(conn, FIND, school, class_id, self._oldest()).fetchone()
        return to_lesson(row) if row else None

    def end(self, school: str, class_id: str) -> None:
        with self._connections.write() as conn:
            execute(conn, DROP, school, class_id)

    def lesson(self, school: str, class_id: str) -> LiveLesson | None:
        with self._connections.read() as conn:
            row = execute(conn, FIND, school, class_id, self._oldest()).fetchone()
        return to_lesson(row) if row else None

    def set_pacing(self, school: str, class_id: str, unlocked_step: int, max_step: int | None) -> None:
        with self._connections.write() as conn:
            execute(conn, SET_PACING, unlocked_step, max_step, school, class_id, unlocked_step, max_step)

    def show(self, school: str, class_id: str, step: int, answer: int, evidence: int) -> None:
        with self._connections.write() as conn:
            execute(conn, SHOW, step, answer, evidence, school, class_id)

    def lessons_of_learner(self, school: str, learner: str, text: str | None = None) -> list[LiveLesson]:
        with self._connections.read() as conn:
            return [to_lesson(row) for row in execute(conn, LESSONS_OF_LEARNER, school, learner, text, self._oldest())]

    def record_position(self, school: str, learner: str, text: str, step: int) -> bool:
        with self._connections.read() as conn:
            root = canonical_id(conn, school, learner)
            row = execute(conn, CLASSES_TO_UPDATE, school, root, text, self._oldest(), step).fetchone()
        if not row:
            return False
        return self._writer.run(lambda conn: _record_position(conn, school, learner, text, step, self._oldest()))

    def positions(self, school: str, class_id: str) -> dict[str, int]:
        with self._connections.read() as conn:
            return _positions(conn, school, class_id)

    def latest_attempts(self, school: str, class_id: str, questions: Collection[str]) -> list[Attempt]:
        with self._connections.read() as conn:
            row = execute(conn, FIND, school, class_id, self._oldest()).fetchone()
            if not row:
                return []
            text = to_lesson(row).text
            present = _positions(conn, school, class_id)
            rows = execute(
                conn, ATTEMPTS_IN_LESSON, school, text, to_json([*present]), to_json(list(questions))
            ).fetchall()
        last: dict[tuple[str, str], Attempt] = {}
        for attempt in map(to_graded_attempt, rows):
            last[attempt.learner, attempt.question] = attempt
        return list(last.values())

    def _oldest(self) -> str:
        return oldest_lesson(self._now())


def oldest_lesson(now: datetime) -> str:
    """Earliest start time of a lesson that is not over."""
    return to_iso(now - MAX_LESSON_LENGTH)


def to_lesson(row: Any) -> LiveLesson:
    """Lesson of a row of ``COLUMNS``."""
    class_id, lesson_id, text, began, *steps = row
    return LiveLesson(class_id, lesson_id, text, from_iso(began), *steps)


def _record_position(conn: Connection, school: str, learner: str, text: str, step: int, oldest: str) -> bool:
    root = canonical_id(conn, school, learner)
    # Asked again: the lesson may have ended, and the learner may have been deleted.
    known = execute(conn, LEARNER_EXISTS, school, root).fetchone()
    moved = execute(conn, CLASSES_TO_UPDATE, school, root, text, oldest, step).fetchall() if known else []
    for (class_id,) in moved:
        execute(conn, SET_POSITION, school, class_id, root, step)
        execute(conn, BUMP, school, class_id)
    return bool(moved)


def _positions(conn: Connection, school: str, class_id: str) -> dict[str, int]:
    """Positions by learner, of the members of the class."""
    return dict(execute(conn, FIND_POSITIONS, school, class_id).fetchall())
