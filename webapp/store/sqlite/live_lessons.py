"""``store.live`` in the same SQLite file as the answers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from webapp.domain.attempt import Attempt
from webapp.store.protocols.live_lessons import LONGEST, Live, LiveLesson
from webapp.store.sqlite.attempts.effective_grades import as_graded
from webapp.store.sqlite.attempts.row_mapping import TRY_COLUMNS, dump, stamp, to_try, unstamp
from webapp.store.sqlite.engine.connections import Connections, run
from webapp.store.sqlite.engine.write_queue import Writer
from webapp.store.sqlite.people.merged_learners import PARTS, as_one, merged_under, root_of, roots_among
from webapp.store.sqlite.people.people_rows import new_id

if TYPE_CHECKING:
    from sqlite3 import Connection

COLUMNS = ", ".join(
    f"live_lessons.{name}" for name in ("class", "id", "text", "began", "opened_to", "held_at", "version")
)
FIND = f"SELECT {COLUMNS} FROM live_lessons WHERE school = ? AND class = ? AND began > ?"
DROP = "DELETE FROM live_lessons WHERE school = ? AND class = ?"
BEGIN = """
    INSERT INTO live_lessons (school, class, id, text, began)
    SELECT school, id, ?, ?, ? FROM classes WHERE school = ? AND id = ?"""
LEAD = """
    UPDATE live_lessons SET opened_to = ?, held_at = ?, version = version + 1
    WHERE school = ? AND class = ? AND (opened_to <> ? OR held_at IS NOT ?)"""
# From the learner to the own classes and their lessons: a large school may have hundreds of lessons going on.
OF_READER = f"""
    FROM ({PARTS}) AS own
    CROSS JOIN memberships INDEXED BY memberships_by_learner
    ON memberships.school = own.school AND memberships.learner = own.id
    CROSS JOIN live_lessons ON live_lessons.school = own.school AND live_lessons.class = memberships.class
    WHERE live_lessons.text = ? AND live_lessons.began > ?"""
LED = f"SELECT {COLUMNS} {OF_READER} ORDER BY live_lessons.began DESC, live_lessons.class LIMIT 1"
STOOD = f"""
    SELECT DISTINCT live_lessons.class {OF_READER} AND NOT EXISTS (
        SELECT 1 FROM live_places AS p WHERE p.school = live_lessons.school AND p.class = live_lessons.class
        AND p.learner = ? AND p.step = ?)"""
STAND = """
    INSERT INTO live_places (school, class, learner, step) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET step = excluded.step"""
BUMP = "UPDATE live_lessons SET version = version + 1 WHERE school = ? AND class = ?"
KNOWN = "SELECT 1 FROM learners WHERE school = ? AND id = ?"
FIND_PLACES = "SELECT learner, step FROM live_places WHERE school = ? AND class = ?"
FIND_MEMBERS = "SELECT learner FROM memberships WHERE school = ? AND class = ?"
# Lists come in as JSON: their length is nobody's to choose.
FIND_TRIES = f"""
    SELECT {TRY_COLUMNS} FROM tries WHERE school = ? AND text = ?
    AND learner IN (SELECT value FROM json_each(?)) AND question IN (SELECT value FROM json_each(?)) ORDER BY rowid"""


class SqliteLive(Live):
    """Methods are documented in :class:`webapp.store.protocols.live_lessons.Live`."""

    def __init__(self, connections: Connections, writer: Writer, now: Callable[[], datetime]) -> None:
        self._connections, self._writer = connections, writer
        self._now = now

    def begin(self, school: str, class_id: str, text: str) -> LiveLesson | None:
        now = stamp(self._now())
        with self._connections.write() as conn:
            run(conn, DROP, school, class_id)
            run(conn, BEGIN, new_id(), text, now, school, class_id)
            row = run(conn, FIND, school, class_id, self._oldest()).fetchone()
        return _to_lesson(row) if row else None

    def end(self, school: str, class_id: str) -> None:
        with self._connections.write() as conn:
            run(conn, DROP, school, class_id)

    def lesson(self, school: str, class_id: str) -> LiveLesson | None:
        with self._connections.read() as conn:
            row = run(conn, FIND, school, class_id, self._oldest()).fetchone()
        return _to_lesson(row) if row else None

    def lead(self, school: str, class_id: str, opened_to: int, held_at: int | None) -> None:
        with self._connections.write() as conn:
            run(conn, LEAD, opened_to, held_at, school, class_id, opened_to, held_at)

    def led(self, school: str, learner: str, text: str) -> LiveLesson | None:
        with self._connections.read() as conn:
            row = run(conn, LED, school, learner, text, self._oldest()).fetchone()
        return _to_lesson(row) if row else None

    def stand(self, school: str, learner: str, text: str, step: int) -> bool:
        with self._connections.read() as conn:
            found = run(conn, STOOD, school, learner, text, self._oldest(), learner, step).fetchone()
        if not found:
            return False
        return self._writer.run(lambda conn: _stand(conn, school, learner, text, step, self._oldest()))

    def places(self, school: str, class_id: str) -> dict[str, int]:
        with self._connections.read() as conn:
            return _places(conn, school, class_id)

    def latest(self, school: str, class_id: str, questions: Collection[str]) -> list[Attempt]:
        with self._connections.read() as conn:
            row = run(conn, FIND, school, class_id, self._oldest()).fetchone()
            if not row:
                return []
            text = _to_lesson(row).text
            present = _places(conn, school, class_id)
            kept = merged_under(conn, school, present)
            parts = [*present, *kept]
            rows = run(conn, FIND_TRIES, school, text, dump(parts), dump(list(questions))).fetchall()
            found = list(as_graded(conn, map(to_try, rows)))
        last: dict[tuple[str, str], Attempt] = {}
        for learner in present:
            own = [one for one in found if kept.get(one.learner, one.learner) == learner]
            last |= {(learner, one.question): one for one in as_one(own, learner)}
        return list(last.values())

    def _oldest(self) -> str:
        """A lesson that began before this is over."""
        return stamp(self._now() - LONGEST)


def _to_lesson(row: Any) -> LiveLesson:
    class_id, lesson_id, text, began, opened_to, held_at, version = row
    return LiveLesson(class_id, lesson_id, text, unstamp(began), opened_to, held_at, version)


def _stand(conn: Connection, school: str, learner: str, text: str, step: int, oldest: str) -> bool:
    root = root_of(conn, school, learner)
    # Asked again: the lesson may have ended, and the learner may have been deleted.
    known = run(conn, KNOWN, school, root).fetchone()
    moved = run(conn, STOOD, school, root, text, oldest, root, step).fetchall() if known else []
    for (class_id,) in moved:
        run(conn, STAND, school, class_id, root, step)
        run(conn, BUMP, school, class_id)
    return bool(moved)


def _places(conn: Connection, school: str, class_id: str) -> dict[str, int]:
    """Of a record that was merged meanwhile, the one that stays; nobody who left the class."""
    there = [learner for (learner,) in run(conn, FIND_MEMBERS, school, class_id)]
    places = run(conn, FIND_PLACES, school, class_id).fetchall()
    kept = roots_among(conn, school, [*there, *(learner for learner, _ in places)])
    members = {kept.get(learner, learner) for learner in there}
    found: dict[str, int] = {}
    for learner, step in places:
        root = kept.get(learner, learner)
        if root in members:
            found[root] = max(step, found.get(root, 0))
    return found
