"""Marking by hand: everything that one mark changes, and ``store.markers`` in the same file as the answers."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING

from webapp.domain.attempt import Attempt, ManualMark
from webapp.store.protocols.manual_marks import Answer, Given, Markers, SecondMark
from webapp.store.sqlite.attempts.effective_grades import as_graded
from webapp.store.sqlite.attempts.record_attempts import FIND_TRY
from webapp.store.sqlite.attempts.row_mapping import (
    MARK_COLUMNS,
    MARK_FIELDS,
    TRY_COLUMNS,
    Row,
    dump,
    load,
    stamp,
    to_mark,
    to_try,
    unstamp,
)
from webapp.store.sqlite.engine.connections import Connections, run
from webapp.store.sqlite.people.merged_learners import OF_RECORD, line_of, merged_under

if TYPE_CHECKING:
    from sqlite3 import Connection

OF_TRY = "WHERE school = ? AND learner = ? AND try_id = ?"
COUNT_MARKS = f"SELECT count(*) FROM marks {OF_TRY}"
FIND_MARK = f"SELECT {MARK_COLUMNS} FROM marks {OF_TRY} AND number = ?"
# Beside a row of tries, in its own record: what counts of the marks by hand.
BY_HAND = """(SELECT points FROM marks WHERE marks.school = tries.school AND marks.learner = tries.learner
    AND marks.try_id = tries.id ORDER BY marks.number DESC LIMIT 1)"""
FIND_COUNTING = f"SELECT points FROM marks {OF_RECORD} AND try_id = ? ORDER BY number DESC LIMIT 1"
# In the order of marking, which the clock need not follow.
FIND_MARKS = f"SELECT {MARK_COLUMNS} FROM marks {OF_RECORD} AND text = ? ORDER BY number"
ADD_MARK = f"INSERT INTO marks ({MARK_COLUMNS}, number) VALUES ({', '.join('?' * len(MARK_FIELDS))}, ?)"
# A mark of an earlier try says nothing of what was earned since.
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
FIND_OPEN = f"""
    SELECT {TRY_COLUMNS} FROM tries
    WHERE school = ? AND verdict = 'pending' AND {THEIRS} AND {OF_PLACE} ORDER BY rowid"""
MARKS_OF = f"SELECT {MARK_COLUMNS} FROM marks WHERE school = ? AND {THEIRS} AND {OF_PLACE} ORDER BY number"
SECOND = "points, comment, detail, marker, at, behind"
SECONDS_OF = f"SELECT learner, try_id, {SECOND} FROM second_marks WHERE school = ? AND {THEIRS} AND {OF_PLACE}"
MARKERS_OF = f"SELECT marker FROM marks {OF_TRY}"
ADD_SECOND = f"""
    INSERT INTO second_marks (school, learner, text, question, try_id, {SECOND})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ASK_SECOND = """
    INSERT INTO second_marking (school, class, text, question, apart, teacher, at) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET apart = excluded.apart, teacher = excluded.teacher, at = excluded.at"""
END_SECOND = "DELETE FROM second_marking WHERE school = ? AND class = ? AND text = ? AND question = ?"
ASKED = """
    SELECT class, text, question, apart FROM second_marking
    WHERE school = ? AND class IN (SELECT value FROM json_each(?))"""


class SqliteMarkers(Markers):
    """Methods are documented in :class:`webapp.store.protocols.manual_marks.Markers`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def answers(
        self, school: str, learners: Collection[str], text: str | None = None, question: str | None = None
    ) -> list[Answer]:
        marks: dict[tuple[str, str], list[ManualMark]] = defaultdict(list)
        with self._connections.read() as conn:
            kept = merged_under(conn, school, learners)
            records = dump([*{*learners, *kept}])
            given = (school, records, text, question)
            tries = list(as_graded(conn, map(to_try, run(conn, FIND_OPEN, *given).fetchall())))
            for mark in map(to_mark, run(conn, MARKS_OF, *given)):
                marks[mark.learner, mark.try_id].append(mark)
            seconds = {(row[0], row[1]): _to_second(row[2:]) for row in run(conn, SECONDS_OF, *given)}
        return [
            Answer(kept.get(one.learner, one.learner), one, tuple(marks[key]), seconds.get(key))
            for one in tries
            for key in [(one.learner, one.id)]
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
    ) -> Given:
        now = self._now()
        with self._connections.write() as conn:
            marked = _markable(conn, school, learner, try_id, points)
            key, place = _key_and_place(marked)
            markers = {name for (name,) in run(conn, MARKERS_OF, *key)}
            second = run(conn, f"SELECT 1 FROM second_marks {OF_TRY}", *key).fetchone() is not None
            blind = twice and bool(markers) and marker not in markers
            said: Given = "deciding" if second else "second" if blind else "first"
            if said == "second":
                behind = int(run(conn, COUNT_MARKS, *key).fetchone()[0])
                run(conn, ADD_SECOND, *place, points, comment, dump(detail), marker, stamp(now), behind)
            else:
                _add(conn, marked, points, comment, marker, now, detail)
        return said

    def ask_second(
        self, school: str, class_id: str, text: str, question: str, teacher: str, apart: float | None
    ) -> None:
        now = self._now()
        with self._connections.write() as conn:
            if apart is None:
                run(conn, END_SECOND, school, class_id, text, question)
            else:
                run(conn, ASK_SECOND, school, class_id, text, question, apart, teacher, stamp(now))

    def second_asked(self, school: str, classes: Collection[str]) -> dict[tuple[str, str, str], float]:
        with self._connections.read() as conn:
            return {(row[0], row[1], row[2]): row[3] for row in run(conn, ASKED, school, dump(list(classes)))}


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
    """Write a mark down and let the question's standing follow it."""
    return _add(conn, _markable(conn, school, learner, try_id, points), points, comment, marker, now, ())


def _add(
    conn: Connection,
    marked: Attempt,
    points: float,
    comment: str,
    marker: str,
    now: datetime,
    detail: tuple[float, ...],
) -> ManualMark:
    key, place = _key_and_place(marked)
    number = int(run(conn, COUNT_MARKS, *key).fetchone()[0]) + 1
    run(conn, ADD_MARK, secrets.token_hex(8), *place, points, comment, marker, stamp(now), dump(detail), number)
    for record in line_of(conn, marked.school, marked.learner):
        run(conn, SET_EARNED, points, marked.school, record, *place[2:])
    # Read back, so that what is handed out now is what will be read later.
    return to_mark(run(conn, FIND_MARK, *key, number).fetchone())


def _key_and_place(one: Attempt) -> tuple[tuple[str, str, str], tuple[str, str, str, str, str]]:
    return (one.school, one.learner, one.id), (one.school, one.learner, one.text, one.question, one.id)


def _to_second(row: Row) -> SecondMark:
    points, comment, detail, marker, at, behind = row
    return SecondMark(points, comment, tuple(load(detail)), marker, unstamp(at), behind)


def _markable(conn: Connection, school: str, learner: str, try_id: str, points: float) -> Attempt:
    row = run(conn, FIND_TRY, school, learner, try_id).fetchone()
    if not row:
        raise ValueError(f"there is no try {try_id!r} of {learner!r}")
    (marked,) = as_graded(conn, [to_try(row)])
    if not 0 <= points <= marked.possible:  # so that NaN is refused too
        raise ValueError(f"{points} points are not between 0 and {marked.possible}")
    return marked
