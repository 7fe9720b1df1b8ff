"""Links that make an account or reset a password, in SQL: a part of ``store.people``."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from webapp.domain.people import Role, Teacher
from webapp.store.protocols.account_links import AccountLink, LinkKind, OpenLink
from webapp.store.protocols.audit_log import OPERATOR, Actor
from webapp.store.sql.engine.column_values import from_iso, to_iso
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.people.audit_log import add_entry
from webapp.store.sql.people.people_rows import to_teacher
from webapp.store.sql.people.teacher_accounts import (
    DROP_PASSWORD_LINKS,
    FIND_TEACHER,
    TOKEN_BYTES,
    any_teacher_in,
    save_password,
)
from webapp.store.tokens import hash_token, new_id

LINK_ID_LENGTH = 16
# A link ends with the account that made it; closing deletes it, and this holds for one made at the same moment.
MAKER_IS_OPEN = """NOT EXISTS (SELECT 1 FROM teachers
    WHERE teachers.school = desk_links.school AND teachers.id = desk_links.maker AND teachers.closed IS NOT NULL)"""
FIND_LINK = f"""
    SELECT kind, role, name, teacher, expires, maker FROM desk_links
    WHERE school = ? AND hash = ? AND {MAKER_IS_OPEN}"""
OPEN_LINKS = f"""
    SELECT hash, kind, role, name, teacher, maker, created, expires FROM desk_links
    WHERE school = ? AND kind <> 'setup' AND expires > ? AND {MAKER_IS_OPEN} ORDER BY created DESC, hash"""
FIND_BY_ID = """
    SELECT hash, kind, role, name, teacher, maker, created, expires FROM desk_links
    WHERE school = ? AND kind <> 'setup' AND substr(hash, 1, ?) = ?"""
ADD_LINK = """
    INSERT INTO desk_links (school, hash, kind, role, name, teacher, created, expires, maker)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
DROP_USED = "DELETE FROM desk_links WHERE school = ? AND (hash = ? OR kind = 'setup')"
ADD_TEACHER = """
    INSERT INTO teachers (school, id, sign_in, name, role, password, created) VALUES (?, ?, ?, ?, ?, ?, ?)"""


class SqlAccountLinks:
    """Methods are documented in :class:`webapp.store.protocols.people.People`."""

    _connections: Connections
    _now: Callable[[], datetime]

    def make_link(
        self, school: str, kind: LinkKind, role: Role, name: str, hours: float, by: Actor = OPERATOR
    ) -> str | None:
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._now()
        with self._connections.write() as conn:
            execute(conn, "DELETE FROM desk_links WHERE school = ? AND expires < ?", school, to_iso(now))
            if kind == "setup":
                execute(conn, "DELETE FROM desk_links WHERE school = ? AND kind = 'setup'", school)
            wanted = kind != "setup" or not any_teacher_in(conn, school)
            if wanted:
                until = to_iso(now + timedelta(hours=hours))
                values = (kind, role, name, "", to_iso(now), until, by.teacher)
                execute(conn, ADD_LINK, school, hash_token(token), *values)
            if kind == "invitation":
                add_entry(conn, school, now, by, "admin-invited" if role == "admin" else "invited", detail=name)
        return token if wanted else None

    def link(self, school: str, token: str) -> AccountLink | None:
        with self._connections.read() as conn:
            return _link(conn, school, token, self._now())

    def links(self, school: str) -> list[OpenLink]:
        with self._connections.read() as conn:
            return [_to_open_link(row) for row in execute(conn, OPEN_LINKS, school, to_iso(self._now()))]

    def revoke_link(self, school: str, link_id: str, by: Actor = OPERATOR) -> bool:
        with self._connections.write() as conn:
            row = execute(conn, FIND_BY_ID, school, LINK_ID_LENGTH, link_id).fetchone()
            if row:
                link = _to_open_link(row)
                execute(conn, "DELETE FROM desk_links WHERE school = ? AND hash = ?", school, row[0])
                add_entry(conn, school, self._now(), by, "link-revoked", link.teacher, link.name)
        return row is not None

    def use_link(
        self, school: str, token: str, sign_in: str, name: str, encoded: str, address: str = ""
    ) -> Teacher | None:
        now, teacher = self._now(), new_id()
        with self._connections.write() as conn:
            link = _link(conn, school, token, now)
            if link is None or link.kind == "password":
                return None
            if execute(conn, "SELECT 1 FROM teachers WHERE school = ? AND sign_in = ?", school, sign_in).fetchone():
                raise ValueError("the sign-in name is taken")
            execute(conn, ADD_TEACHER, school, teacher, sign_in, name, link.role, encoded, to_iso(now))
            execute(conn, DROP_USED, school, hash_token(token))
            add_entry(conn, school, now, Actor(teacher, address), "account-made", link.maker, link.name)
            account = to_teacher(execute(conn, FIND_TEACHER, school, teacher).fetchone())
        return account

    def make_password_link(self, school: str, teacher: str, hours: float, by: Actor = OPERATOR) -> str | None:
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._now()
        with self._connections.write() as conn:
            row = execute(conn, FIND_TEACHER, school, teacher).fetchone()
            account = to_teacher(row) if row else None
            if account is None or account.closed:
                return None
            execute(conn, DROP_PASSWORD_LINKS, school, teacher)
            until = to_iso(now + timedelta(hours=hours))
            values = ("password", account.role, account.name, teacher, to_iso(now), until, by.teacher)
            execute(conn, ADD_LINK, school, hash_token(token), *values)
            add_entry(conn, school, now, by, "password-link", teacher)
        return token

    def use_password_link(self, school: str, token: str, encoded: str, address: str = "") -> Teacher | None:
        now = self._now()
        with self._connections.write() as conn:
            link = _link(conn, school, token, now)
            row = execute(conn, FIND_TEACHER, school, link.teacher).fetchone() if link else None
            account = to_teacher(row) if row else None
            if account is None or account.closed:
                return None
            save_password(conn, school, account.id, encoded)
            add_entry(conn, school, now, Actor(account.id, address), "password-by-link", account.id)
        return account


def _link(conn: Connection, school: str, token: str, now: datetime) -> AccountLink | None:
    row = execute(conn, FIND_LINK, school, hash_token(token)).fetchone()
    if row is None or from_iso(row[4]) <= now or (row[0] == "setup" and any_teacher_in(conn, school)):
        return None
    return AccountLink(row[0], row[1], row[2], row[3], from_iso(row[4]), row[5])


def _to_open_link(row: tuple[str, LinkKind, Role, str, str, str, str, str]) -> OpenLink:
    key, kind, role, name, teacher, maker, created, expires = row
    return OpenLink(key[:LINK_ID_LENGTH], kind, role, name, teacher, maker, from_iso(created), from_iso(expires))
