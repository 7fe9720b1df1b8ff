"""Classes and their learners in SQL: a part of ``store.people``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from webapp.domain.access_codes import normalize_code, random_code
from webapp.domain.people import (
    MAX_MEMBERS,
    Digits,
    Language,
    Membership,
    SchoolClass,
    Shelf,
    Teacher,
    free_name,
    name_key,
    name_order,
)
from webapp.store.protocols.joining import KEEP_CODES
from webapp.store.protocols.people import Joined
from webapp.store.sql.engine.column_values import to_iso, to_json
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.sql.learners.create_learner import ensure_learner
from webapp.store.sql.people.people_rows import (
    CLASS_COLUMNS,
    MEMBER_COLUMNS,
    TEACHER_COLUMNS,
    to_class,
    to_member,
    to_teacher,
)
from webapp.store.tokens import new_id

CODE_LENGTH = 6
FIND_CLASS = f"SELECT {CLASS_COLUMNS} FROM classes WHERE school = ? AND id = ?"
OF_TEACHER = f"""
    SELECT {CLASS_COLUMNS} FROM classes JOIN class_teachers AS t ON t.school = classes.school AND t.class = classes.id
    WHERE t.school = ? AND t.teacher = ? AND (classes.archived IS NOT NULL) = ?
    ORDER BY classes.name, classes.created"""
FIND_MEMBERS = f"SELECT {MEMBER_COLUMNS} FROM memberships WHERE school = ? AND class = ? ORDER BY joined, learner"
# Said to SQLite, which would read the memberships of the whole school.
OF_LEARNER = f"""
    SELECT {CLASS_COLUMNS}, {MEMBER_COLUMNS} FROM memberships INDEXED BY memberships_by_learner
    CROSS JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
    WHERE memberships.school = ? AND memberships.learner = ? AND classes.archived IS NULL"""
ADD_MEMBER = "INSERT INTO memberships (school, class, learner, name, joined) VALUES (?, ?, ?, ?, ?)"
DROP_MEMBER = "DELETE FROM memberships WHERE school = ? AND class = ? AND learner = ?"
SET_NAME = "UPDATE memberships SET name = ? WHERE school = ? AND class = ? AND learner = ?"
# A record that is separated again has the name by which the class knows the learner now.
SET_MERGED_NAME = """
    UPDATE merge_rows SET old = json_set(old, '$.name', ?)
    WHERE school = ? AND of_table = 'memberships' AND key = ?
        AND learner IN (SELECT learner FROM merges WHERE school = ? AND root = ?)"""
FORGET_CODES = "DELETE FROM replaced_codes WHERE school = ? AND replaced <= ?"
KEEP_CODE = """
    INSERT INTO replaced_codes (school, code, class, replaced)
    SELECT school, code, id, ? FROM classes WHERE school = ? AND id = ?"""
CODE_TAKEN = """
    SELECT 1 FROM classes WHERE school = ?1 AND code = ?2
    UNION ALL SELECT 1 FROM replaced_codes WHERE school = ?1 AND code = ?2"""
SET_UNOPENED = "UPDATE learners SET unopened = 1 WHERE school = ? AND id = ?"
ADD_TEACHER = "INSERT INTO class_teachers (school, class, teacher, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
FIND_TEACHERS = f"""
    SELECT {TEACHER_COLUMNS} FROM teachers WHERE school = ? AND id IN (
        SELECT teacher FROM class_teachers WHERE class_teachers.school = teachers.school AND class = ?)
    ORDER BY name, id"""


class SqlClasses:
    """Methods are documented in :class:`webapp.store.protocols.people.People`."""

    _connections: Connections
    _now: Callable[[], datetime]

    def classes_of(self, school: str, teacher: str, archived: bool = False) -> list[SchoolClass]:
        with self._connections.read() as conn:
            return [to_class(row) for row in execute(conn, OF_TEACHER, school, teacher, archived)]

    def school_class(self, school: str, class_id: str) -> SchoolClass | None:
        with self._connections.read() as conn:
            row = execute(conn, FIND_CLASS, school, class_id).fetchone()
        return to_class(row) if row else None

    def teaches(self, school: str, teacher: str, class_id: str) -> bool:
        sql = "SELECT 1 FROM class_teachers WHERE school = ? AND class = ? AND teacher = ?"
        with self._connections.read() as conn:
            return execute(conn, sql, school, class_id, teacher).fetchone() is not None

    def members(self, school: str, class_id: str) -> list[Membership]:
        with self._connections.read() as conn:
            return members(conn, school, class_id)

    def member(self, school: str, class_id: str, learner: str) -> Membership | None:
        return next((member for member in self.members(school, class_id) if member.learner == learner), None)

    def classes_of_learner(self, school: str, learner: str) -> list[tuple[SchoolClass, Membership]]:
        with self._connections.read() as conn:
            rows = execute(conn, OF_LEARNER, school, canonical_id(conn, school, learner)).fetchall()
        joined = [(to_class(row[:-3]), to_member(row[-3:])) for row in rows]
        return sorted(joined, key=lambda pair: (pair[0].name, pair[0].id))

    def class_names(self, school: str) -> dict[str, str]:
        sql = """SELECT memberships.learner, classes.name FROM memberships
            JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
            WHERE memberships.school = ? ORDER BY classes.name, classes.id"""
        names_of: dict[str, dict[str, None]] = {}
        with self._connections.read() as conn:
            for learner, name in execute(conn, sql, school):
                names_of.setdefault(learner, {})[name] = None
        return {learner: "; ".join(names) for learner, names in names_of.items()}

    def class_by_code(self, school: str, code: str) -> SchoolClass | None:
        sql = f"SELECT {CLASS_COLUMNS} FROM classes WHERE school = ? AND code = ? AND archived IS NULL"
        with self._connections.read() as conn:
            row = execute(conn, sql, school, normalize_code(code)).fetchone()
        return to_class(row) if row else None

    def add_class(self, school: str, teacher: str, name: str) -> SchoolClass:
        now, class_id = self._now(), new_id()
        with self._connections.write() as conn:
            sql = "INSERT INTO classes (school, id, name, code, created) VALUES (?, ?, ?, ?, ?)"
            execute(conn, sql, school, class_id, name, _free_code(conn, school), to_iso(now))
            execute(conn, ADD_TEACHER, school, class_id, teacher, to_iso(now))
            added = to_class(execute(conn, FIND_CLASS, school, class_id).fetchone())
        return added

    def rename_class(self, school: str, class_id: str, name: str) -> None:
        with self._connections.write() as conn:
            execute(conn, "UPDATE classes SET name = ? WHERE school = ? AND id = ?", name, school, class_id)

    def renew_code(self, school: str, class_id: str) -> None:
        now = self._now()
        with self._connections.write() as conn:
            execute(conn, FORGET_CODES, school, to_iso(now - KEEP_CODES))
            execute(conn, KEEP_CODE, to_iso(now), school, class_id)
            code = _free_code(conn, school)
            execute(conn, "UPDATE classes SET code = ? WHERE school = ? AND id = ?", code, school, class_id)

    def archive(self, school: str, class_id: str, away: bool) -> None:
        at = to_iso(self._now()) if away else None
        with self._connections.write() as conn:
            execute(conn, "UPDATE classes SET archived = ? WHERE school = ? AND id = ?", at, school, class_id)

    def set_shelf(self, school: str, class_id: str, shelf: Shelf) -> None:
        with self._connections.write() as conn:
            execute(conn, "UPDATE classes SET shelf = ? WHERE school = ? AND id = ?", shelf, school, class_id)

    def set_class_language(self, school: str, class_id: str, language: Language, digits: Digits) -> None:
        sql = "UPDATE classes SET language = ?, digits = ? WHERE school = ? AND id = ?"
        with self._connections.write() as conn:
            execute(conn, sql, language, digits, school, class_id)

    def teachers_of(self, school: str, class_id: str) -> list[Teacher]:
        with self._connections.read() as conn:
            return [to_teacher(row) for row in execute(conn, FIND_TEACHERS, school, class_id)]

    def share(self, school: str, class_id: str, teacher: str) -> None:
        with self._connections.write() as conn:
            execute(conn, ADD_TEACHER, school, class_id, teacher, to_iso(self._now()))

    def leave(self, school: str, class_id: str, teacher: str) -> bool:
        sql = "SELECT count(*) FROM class_teachers WHERE school = ? AND class = ? AND teacher <> ?"
        drop = "DELETE FROM class_teachers WHERE school = ? AND class = ? AND teacher = ?"
        with self._connections.write() as conn:
            others = int(execute(conn, sql, school, class_id, teacher).fetchone()[0])
            left = bool(others) and execute(conn, drop, school, class_id, teacher).rowcount > 0
        return left

    def join(self, school: str, class_id: str, learner: str, name: str, numbered: bool = False) -> Joined:
        with self._connections.write() as conn:
            joined = join_class(
                conn, school, class_id, canonical_id(conn, school, learner), name, numbered, self._now()
            )
        return joined

    def add_names(self, school: str, class_id: str, names: Sequence[str]) -> list[Membership]:
        now = self._now()
        with self._connections.write() as conn:
            joined = [join_class(conn, school, class_id, new_id() + new_id(), name, True, now) for name in names]
            for outcome in joined:
                if outcome.membership:
                    execute(conn, SET_UNOPENED, school, outcome.membership.learner)
        return [outcome.membership for outcome in joined if outcome.membership]

    def rename(self, school: str, class_id: str, learner: str, name: str) -> bool:
        with self._connections.write() as conn:
            others = [member.name for member in members(conn, school, class_id) if member.learner != learner]
            free = name_key(name) not in map(name_key, others)
            if free:
                execute(conn, SET_NAME, name, school, class_id, learner)
                execute(conn, SET_MERGED_NAME, name, school, to_json([class_id]), school, learner)
        return free

    def move(self, school: str, class_id: str, learner: str, other: str) -> None:
        now = self._now()
        with self._connections.write() as conn:
            membership = next((member for member in members(conn, school, class_id) if member.learner == learner), None)
            if membership and other != class_id:
                # The time stays: what is closed to those who join by themselves is not to who is moved.
                times = (now, membership.joined)
                join_class(conn, school, other, learner, membership.name, True, *times, limited=False)
                execute(conn, DROP_MEMBER, school, class_id, learner)

    def take_out(self, school: str, class_id: str, learner: str) -> None:
        with self._connections.write() as conn:
            execute(conn, DROP_MEMBER, school, class_id, learner)


def members(conn: Connection, school: str, class_id: str) -> list[Membership]:
    """Members of a class by name."""
    present = [to_member(row) for row in execute(conn, FIND_MEMBERS, school, class_id)]
    return sorted(present, key=lambda member: (name_order(member.name), member.joined))


def join_class(
    conn: Connection,
    school: str,
    class_id: str,
    learner: str,
    name: str,
    numbered: bool,
    now: datetime,
    joined: datetime | None = None,
    limited: bool = True,
) -> Joined:
    """Make a learner a member inside the caller's transaction, since ``joined``; see :meth:`SqlClasses.join`."""
    present = members(conn, school, class_id)
    already = next((member for member in present if member.learner == learner), None)
    if already:
        return Joined(already, already=True)
    if limited and len(present) >= MAX_MEMBERS:
        return Joined(None, full=True)
    free = free_name(name, [member.name for member in present])
    if free != name and not numbered:
        return Joined(None, taken=True)
    ensure_learner(conn, school, learner, now)
    joined = joined or now
    execute(conn, ADD_MEMBER, school, class_id, learner, free, to_iso(joined))
    return Joined(Membership(learner, free, joined))


def _free_code(conn: Connection, school: str) -> str:
    """Find a join code that no class has or had lately, archived ones included.

    It remains free: nobody else writes meanwhile.
    """
    while True:
        code = random_code(CODE_LENGTH)
        if not execute(conn, CODE_TAKEN, school, code).fetchone():
            return code
