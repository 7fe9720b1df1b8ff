"""``store.assignments`` in SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from webapp.domain.assignment import Allowance, Assignment, LearnersAssignment, NewAllowance, NewAssignment
from webapp.store.protocols.assignments import Assignments, AssignmentVersion, Change
from webapp.store.sql.assignments.assignment_rows import (
    ALLOWANCE_COLUMNS,
    ASSIGNMENT_COLUMNS,
    by_learner,
    columns_of,
    in_force_of_rows,
    time_column,
    to_allowance,
    to_assignment,
    to_learners_assignment,
    to_version,
    version_state,
)
from webapp.store.sql.assignments.learners_assignments import (
    IS_EXAM,
    KINDS,
    OF_LEARNER,
    OF_LEARNERS,
    OF_LEARNERS_IN_EXAM,
    OF_TEXT,
)
from webapp.store.sql.assignments.split_assignments import split
from webapp.store.sql.engine.column_values import to_iso
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.exam_rules import CLOSED_TO_OTHERS, LATEST_ALLOWANCE, OPEN_EXAM
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.tokens import new_id

FIND = f"SELECT {ASSIGNMENT_COLUMNS} FROM assignments AS a WHERE a.school = ? AND a.id = ?"
OF_CLASS = f"""
    SELECT {ASSIGNMENT_COLUMNS} FROM assignments AS a WHERE a.school = ?1 AND a.removed IS NULL AND a.id IN (
        SELECT assignment FROM assignment_classes WHERE school = ?1 AND class = ?2
        UNION SELECT named.assignment FROM memberships AS m
            JOIN assignment_learners AS named ON named.school = m.school AND named.learner = m.learner
            WHERE m.school = ?1 AND m.class = ?2)
    ORDER BY a.created DESC, a.id"""
GIVEN = f"""
    SELECT {ASSIGNMENT_COLUMNS} FROM assignments AS a
    WHERE a.school = ?1 AND a.removed IS NULL AND (?2 IS NULL OR a.text = ?2)"""
ALLOWANCES = f"""
    SELECT {ALLOWANCE_COLUMNS} FROM allowances AS x WHERE x.school = ? AND x.assignment = ? AND {LATEST_ALLOWANCE}"""
OPEN_EXAMS = f"""
    SELECT {ASSIGNMENT_COLUMNS} FROM assignments AS a
    WHERE a.school = ?1 AND a.text = ?2 AND {OPEN_EXAM.format(now="?3")} ORDER BY a.created, a.id"""
EXAMS_CLOSED_TO_OTHERS = f"""
    SELECT EXISTS (SELECT 1 FROM assignments AS a
        WHERE a.school = ?1 AND a.text = ?2 AND {CLOSED_TO_OTHERS.format(now="?3")})"""
EXAM_TEXTS = f"SELECT DISTINCT a.text FROM assignments AS a WHERE a.school = ?1 AND {OPEN_EXAM.format(now='?2')}"
VERSIONS = """
    SELECT number, at, teacher, change, state FROM assignment_versions
    WHERE school = ? AND assignment = ? ORDER BY number"""
ADD_VERSION = """
    INSERT INTO assignment_versions (school, assignment, number, at, teacher, change, state)
    SELECT school, id, number, ?, ?, ?, ? FROM assignments WHERE school = ? AND id = ?"""
COUNT_UP = "UPDATE assignments SET number = number + 1 WHERE school = ? AND id = ?"
ADD_ALLOWANCE = """
    INSERT INTO allowances (school, learner, id, assignment, extra_minutes, extra_tries, due, closes, excused, teacher,
        at, reason, seq)
    SELECT learners.school, learners.id, ?, a.id, ?, ?, ?, ?, ?, ?, ?, ?,
        (SELECT coalesce(max(seq), 0) + 1 FROM allowances)
    FROM assignments AS a JOIN learners ON learners.school = a.school AND learners.id = ?
    WHERE a.school = ? AND a.id = ?"""
ADD_CLASS = """
    INSERT INTO assignment_classes (school, assignment, class)
    SELECT school, ?, id FROM classes WHERE school = ? AND id = ? ON CONFLICT DO NOTHING"""
ADD_LEARNER = """
    INSERT INTO assignment_learners (school, learner, assignment, since)
    SELECT school, id, ?, ? FROM learners WHERE school = ? AND id = ? ON CONFLICT DO NOTHING"""


class SqlAssignments(Assignments):
    """Methods are documented in :class:`webapp.store.protocols.assignments.Assignments`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def add(self, school: str, assignment: NewAssignment, teacher: str) -> Assignment:
        now, id = to_iso(self._now()), new_id()
        values = {"school": school, "id": id, **columns_of(assignment), "teacher": teacher, "created": now, "number": 1}
        sql = f"INSERT INTO assignments ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
        with self._connections.write() as conn:
            execute(conn, sql, *values.values())
            _write_targets(conn, school, id, assignment, now)
            added = _noted(conn, school, id, teacher, "added", now)
        return added

    def change(self, school: str, assignment_id: str, new: NewAssignment, teacher: str) -> Assignment | None:
        now, values = to_iso(self._now()), columns_of(new)
        names = ", ".join(f"{name} = ?" for name in values)
        sql = f"UPDATE assignments SET {names}, number = number + 1 WHERE school = ? AND id = ?"
        with self._connections.write() as conn:
            if not execute(conn, sql, *values.values(), school, assignment_id).rowcount:
                return None
            _write_targets(conn, school, assignment_id, new, now)
            changed = _noted(conn, school, assignment_id, teacher, "changed", now)
        return changed

    def remove(self, school: str, assignment_id: str, teacher: str, removed: bool) -> None:
        now = to_iso(self._now())
        sql = """UPDATE assignments SET removed = ?, number = number + 1
            WHERE school = ? AND id = ? AND (removed IS NULL) = ?"""
        with self._connections.write() as conn:
            if execute(conn, sql, now if removed else None, school, assignment_id, removed).rowcount:
                _noted(conn, school, assignment_id, teacher, "removed" if removed else "restored", now)

    def split(
        self, school: str, assignment_id: str, classes: Collection[str], learners: Collection[str], teacher: str
    ) -> Assignment | None:
        now, id = to_iso(self._now()), new_id()
        with self._connections.write() as conn:
            if execute(conn, FIND, school, assignment_id).fetchone() is None:
                return None
            chosen = {*classes, *(canonical_id(conn, school, learner) for learner in learners)}
            split(conn, (school, assignment_id), id, chosen, teacher)
            execute(conn, COUNT_UP, school, assignment_id)
            _noted(conn, school, assignment_id, teacher, "changed", now)
            apart = _noted(conn, school, id, teacher, "added", now)
        return apart

    def assignment(self, school: str, assignment_id: str) -> Assignment | None:
        with self._connections.read() as conn:
            row = execute(conn, FIND, school, assignment_id).fetchone()
        return to_assignment(row) if row else None

    def versions(self, school: str, assignment_id: str) -> list[AssignmentVersion]:
        with self._connections.read() as conn:
            row = execute(conn, FIND, school, assignment_id).fetchone()
            rows = execute(conn, VERSIONS, school, assignment_id).fetchall()
        return [to_version(version, to_assignment(row)) for version in rows]

    def of_class(self, school: str, class_id: str) -> list[Assignment]:
        with self._connections.read() as conn:
            return [to_assignment(row) for row in execute(conn, OF_CLASS, school, class_id)]

    def of_learner(self, school: str, learner: str, text: str | None = None) -> list[LearnersAssignment]:
        with self._connections.read() as conn:
            asked = (school, canonical_id(conn, school, learner), text, to_iso(self._now()))
            return [to_learners_assignment(row) for row in execute(conn, OF_LEARNER, *asked)]

    def of_learners(self, school: str, class_id: str, text: str) -> dict[str, list[LearnersAssignment]]:
        asked = (school, class_id, text)
        with self._connections.read() as conn:
            if execute(conn, IS_EXAM, school, text).fetchone():
                return by_learner(execute(conn, OF_LEARNERS_IN_EXAM, *asked, to_iso(self._now())))
            return by_learner(execute(conn, OF_LEARNERS, *asked))

    def in_force(self, school: str, text: str) -> dict[str, LearnersAssignment]:
        now = self._now()
        with self._connections.read() as conn:
            return in_force_of_rows(execute(conn, OF_TEXT, school, text, to_iso(now)), now)

    def kinds(self, school: str, text: str | None = None) -> list[LearnersAssignment]:
        with self._connections.read() as conn:
            plain = [LearnersAssignment(to_assignment(row), "", None) for row in execute(conn, GIVEN, school, text)]
            allowed = [to_learners_assignment(row) for row in execute(conn, KINDS, school, text)] if plain else []
        extra = {(own.assignment.id, own.allowance.extra_tries): own for own in allowed if own.allowance}
        return [*plain, *extra.values()]

    def allow(self, school: str, assignment_id: str, allowance: NewAllowance) -> None:
        times = time_column(allowance.due), time_column(allowance.closes)
        with self._connections.write() as conn:
            root = canonical_id(conn, school, allowance.learner)
            more = (allowance.extra_minutes, allowance.extra_tries, *times, int(allowance.excused), allowance.by)
            values = (new_id(), *more, to_iso(self._now()), allowance.reason, root)
            execute(conn, ADD_ALLOWANCE, *values, school, assignment_id)

    def allowances(self, school: str, assignment_id: str) -> dict[str, Allowance]:
        with self._connections.read() as conn:
            allowed = [to_allowance(row) for row in execute(conn, ALLOWANCES, school, assignment_id)]
        return {allowance.learner: allowance for allowance in allowed}

    def open_exams(self, school: str, text: str) -> list[Assignment]:
        now = to_iso(self._now())
        with self._connections.read() as conn:
            return [to_assignment(row) for row in execute(conn, OPEN_EXAMS, school, text, now)]

    def is_closed_to_others(self, school: str, text: str) -> bool:
        with self._connections.read() as conn:
            row = execute(conn, EXAMS_CLOSED_TO_OTHERS, school, text, to_iso(self._now())).fetchone()
        return bool(row[0])

    def exam_texts(self, school: str) -> frozenset[str]:
        with self._connections.read() as conn:
            return frozenset(text for (text,) in execute(conn, EXAM_TEXTS, school, to_iso(self._now())))


def _write_targets(conn: Connection, school: str, id: str, new: NewAssignment, now: str) -> None:
    """Write classes and named learners; those that stay keep their row, which has the time they were named at."""
    learners = {canonical_id(conn, school, learner) for learner in new.learners}
    for table, column, kept in (("classes", "class", {*new.classes}), ("learners", "learner", learners)):
        of = f"FROM assignment_{table} WHERE school = ? AND assignment = ?"
        for (target,) in execute(conn, f"SELECT {column} {of}", school, id).fetchall():
            if target not in kept:
                execute(conn, f"DELETE {of} AND {column} = ?", school, id, target)
    for class_id in new.classes:
        execute(conn, ADD_CLASS, id, school, class_id)
    for learner in sorted(learners):
        execute(conn, ADD_LEARNER, id, now, school, learner)


def _noted(conn: Connection, school: str, id: str, teacher: str, change: Change, now: str) -> Assignment:
    """Add the present state as a version, and return it."""
    assignment = to_assignment(execute(conn, FIND, school, id).fetchone())
    execute(conn, ADD_VERSION, now, teacher, change, version_state(assignment), school, id)
    return to_assignment(execute(conn, FIND, school, id).fetchone())
