"""Teachers' accounts and sessions in SQL: a part of ``store.people``. Passwords are hashed by callers."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from webapp.domain.people import Digits, Language, Teacher
from webapp.store.protocols.audit_log import OPERATOR, Actor
from webapp.store.protocols.people import DeskSession
from webapp.store.sql.engine.column_values import from_iso, to_iso
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.people.audit_log import add_entry
from webapp.store.sql.people.people_rows import TEACHER_COLUMNS, to_teacher
from webapp.store.tokens import hash_token, new_id

MAX_IDLE = timedelta(hours=12)
MAX_SESSION_AGE = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)
"""Interval of recording that a session is in use; without one, each page would be a write."""
TOKEN_BYTES = 32
SESSION_ID_LENGTH = 16

FIND_TEACHER = f"SELECT {TEACHER_COLUMNS} FROM teachers WHERE school = ? AND id = ?"
# Links that an account made, and those for its password.
DROP_LINKS = "DELETE FROM desk_links WHERE school = ? AND (maker = ? OR teacher = ?)"
DROP_PASSWORD_LINKS = "DELETE FROM desk_links WHERE school = ? AND kind = 'password' AND teacher = ?"
ADD_SESSION = "INSERT INTO desk_sessions (school, hash, teacher, device, created, seen) VALUES (?, ?, ?, ?, ?, ?)"
FIND_SESSION = "SELECT teacher, hash, device, created, seen FROM desk_sessions WHERE school = ? AND hash = ?"
FIND_SESSIONS = """
    SELECT hash, device, created, seen FROM desk_sessions WHERE school = ? AND teacher = ? ORDER BY seen DESC, hash"""
DROP_OLD = "DELETE FROM desk_sessions WHERE school = ? AND (seen < ? OR created < ?)"
DROP_SESSIONS = "DELETE FROM desk_sessions WHERE school = ? AND teacher = ? AND substr(hash, 1, ?) <> ?"
# An account that is so already is left alone.
SET_CLOSED = "UPDATE teachers SET closed = ? WHERE school = ? AND id = ? AND (closed IS NULL) = ?"
OTHER_ADMINS = "SELECT 1 FROM teachers WHERE school = ? AND id <> ? AND role = 'admin' AND closed IS NULL"


class SqlTeacherAccounts:
    """Methods are documented in :class:`webapp.store.protocols.people.People`."""

    _connections: Connections
    _now: Callable[[], datetime]

    def any_teacher(self, school: str) -> bool:
        with self._connections.read() as conn:
            return any_teacher_in(conn, school)

    def teachers(self, school: str) -> list[Teacher]:
        sql = f"SELECT {TEACHER_COLUMNS} FROM teachers WHERE school = ? ORDER BY closed IS NOT NULL, name, id"
        with self._connections.read() as conn:
            return [to_teacher(row) for row in execute(conn, sql, school)]

    def teacher(self, school: str, teacher: str) -> Teacher | None:
        with self._connections.read() as conn:
            row = execute(conn, FIND_TEACHER, school, teacher).fetchone()
        return to_teacher(row) if row else None

    def by_sign_in(self, school: str, sign_in: str) -> tuple[Teacher, str] | None:
        sql = f"SELECT password, {TEACHER_COLUMNS} FROM teachers WHERE school = ? AND sign_in = ? AND closed IS NULL"
        with self._connections.read() as conn:
            row = execute(conn, sql, school, sign_in).fetchone()
        return (to_teacher(row[1:]), row[0]) if row else None

    def password_of(self, school: str, teacher: str) -> str:
        with self._connections.read() as conn:
            row = execute(conn, "SELECT password FROM teachers WHERE school = ? AND id = ?", school, teacher).fetchone()
        return row[0] if row else ""

    def set_password(
        self, school: str, teacher: str, encoded: str, end_sessions: bool = True, by: Actor = OPERATOR
    ) -> None:
        with self._connections.write() as conn:
            save_password(conn, school, teacher, encoded, end_sessions)
            if end_sessions:
                add_entry(conn, school, self._now(), by, "password-changed", teacher)

    def set_desk_language(self, school: str, teacher: str, language: Language, digits: Digits) -> None:
        sql = "UPDATE teachers SET language = ?, digits = ? WHERE school = ? AND id = ?"
        with self._connections.write() as conn:
            execute(conn, sql, language, digits, school, teacher)

    def close_account(self, school: str, teacher: str, closed: bool, by: Actor = OPERATOR) -> bool:
        now = self._now()
        with self._connections.write() as conn:
            may = not closed or execute(conn, OTHER_ADMINS, school, teacher).fetchone() is not None
            if may:
                at = to_iso(now) if closed else None
                changed = execute(conn, SET_CLOSED, at, school, teacher, closed).rowcount > 0
                end_all_sessions(conn, school, teacher)
                if changed and closed:
                    execute(conn, DROP_LINKS, school, teacher, teacher)
                if changed:
                    add_entry(conn, school, now, by, "account-closed" if closed else "account-reopened", teacher)
        return may

    def start_session(self, school: str, teacher: str, device: str) -> str:
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._now()
        with self._connections.write() as conn:
            execute(conn, DROP_OLD, school, to_iso(now - MAX_IDLE), to_iso(now - MAX_SESSION_AGE))
            execute(conn, ADD_SESSION, school, hash_token(token), teacher, device[:200], to_iso(now), to_iso(now))
        return token

    def session(self, school: str, token: str) -> tuple[Teacher, DeskSession] | None:
        now, key = self._now(), hash_token(token)
        with self._connections.read() as conn:
            row = execute(conn, FIND_SESSION, school, key).fetchone()
            account = to_teacher(execute(conn, FIND_TEACHER, school, row[0]).fetchone()) if row else None
        if account is None or account.closed or not _is_alive(device_session := _session(row[1:]), now):
            return None
        if now - device_session.seen >= SEEN_EVERY:
            with self._connections.write() as conn:
                execute(
                    conn, "UPDATE desk_sessions SET seen = ? WHERE school = ? AND hash = ?", to_iso(now), school, key
                )
        return account, device_session

    def sessions(self, school: str, teacher: str) -> list[DeskSession]:
        now = self._now()
        with self._connections.read() as conn:
            device_sessions = [_session(row) for row in execute(conn, FIND_SESSIONS, school, teacher)]
        return [device_session for device_session in device_sessions if _is_alive(device_session, now)]

    def end_session(self, school: str, teacher: str, session_id: str) -> bool:
        sql = "DELETE FROM desk_sessions WHERE school = ? AND teacher = ? AND substr(hash, 1, ?) = ?"
        with self._connections.write() as conn:
            ended = execute(conn, sql, school, teacher, SESSION_ID_LENGTH, session_id).rowcount > 0
        return ended

    def end_other_sessions(self, school: str, teacher: str, kept: str) -> None:
        with self._connections.write() as conn:
            end_all_sessions(conn, school, teacher, kept)


def end_all_sessions(conn: Connection, school: str, teacher: str, kept: str = "") -> None:
    """End an account's sessions but the one with the id ``kept``, and make all its devices unknown."""
    execute(conn, DROP_SESSIONS, school, teacher, SESSION_ID_LENGTH, kept)
    execute(conn, "UPDATE teachers SET device_epoch = ? WHERE school = ? AND id = ?", new_id(), school, teacher)


def any_teacher_in(conn: Connection, school: str) -> bool:
    """Tell whether the school has a teacher."""
    return execute(conn, "SELECT 1 FROM teachers WHERE school = ? LIMIT 1", school).fetchone() is not None


def save_password(conn: Connection, school: str, teacher: str, encoded: str, end_sessions: bool = True) -> None:
    """Save a password hash inside the caller's transaction; see :meth:`SqlTeacherAccounts.set_password`."""
    execute(conn, "UPDATE teachers SET password = ? WHERE school = ? AND id = ?", encoded, school, teacher)
    if end_sessions:
        end_all_sessions(conn, school, teacher)
        execute(conn, DROP_PASSWORD_LINKS, school, teacher)


def _session(row: tuple[str, str, str, str]) -> DeskSession:
    key, device, created, seen = row
    return DeskSession(key[:SESSION_ID_LENGTH], device, from_iso(created), from_iso(seen))


def _is_alive(session: DeskSession, now: datetime) -> bool:
    return now - session.seen < MAX_IDLE and now - session.created < MAX_SESSION_AGE
