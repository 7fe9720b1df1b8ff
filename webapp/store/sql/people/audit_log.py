"""``store.audit`` in SQL, and the writing of an entry inside another change's transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.store.protocols.audit_log import Actor, AuditAction, AuditEntry, AuditLog
from webapp.store.sql.engine.column_values import Row, from_iso, to_iso
from webapp.store.sql.engine.connection import NO_LIMIT, Connection, Connections, execute

COLUMNS = "seq, at, actor, action, subject, detail, address"
ADD = f"""
    INSERT INTO audit_log (school, {COLUMNS})
    SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 FROM audit_log WHERE school = ?1"""
# Two searches by index, each cut to the page that is wanted, rather than one OR over the whole log.
OF_PERSON = f"""
    SELECT {COLUMNS} FROM audit_log WHERE school = ?1 AND actor = ?2
    UNION SELECT {COLUMNS} FROM audit_log WHERE school = ?1 AND subject = ?2
    ORDER BY seq DESC LIMIT ?3 OFFSET ?4"""
OF_ALL = f"SELECT {COLUMNS} FROM audit_log WHERE school = ? ORDER BY seq DESC LIMIT ? OFFSET ?"
COUNT_OF_PERSON = """
    SELECT count(*) FROM (SELECT seq FROM audit_log WHERE school = ?1 AND actor = ?2
    UNION SELECT seq FROM audit_log WHERE school = ?1 AND subject = ?2) AS entries"""
COUNT_OF_ALL = "SELECT count(*) FROM audit_log WHERE school = ?"
# Of several alike the latest, with their number.
UNSEEN = f"""
    SELECT {COLUMNS}, alike FROM (
        SELECT {COLUMNS}, count(*) OVER (PARTITION BY actor, action, detail) AS alike,
            row_number() OVER (PARTITION BY actor, action, detail ORDER BY seq DESC) AS place FROM audit_log
        WHERE school = ?1 AND subject = ?2 AND actor <> ?2
        AND seq > (SELECT audit_seen FROM teachers WHERE school = ?1 AND id = ?2)) AS unseen
    WHERE place = 1 ORDER BY seq DESC"""
DISMISS = "UPDATE teachers SET audit_seen = ? WHERE school = ? AND id = ? AND audit_seen < ?"


class SqlAuditLog(AuditLog):
    """Methods are documented in :class:`webapp.store.protocols.audit_log.AuditLog`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def add(self, school: str, by: Actor, action: AuditAction, subject: str = "", detail: str = "") -> None:
        with self._connections.write() as conn:
            add_entry(conn, school, self._now(), by, action, subject, detail)

    def entries(self, school: str, person: str = "", limit: int | None = None, offset: int = 0) -> list[AuditEntry]:
        page = (NO_LIMIT if limit is None else limit, offset)
        with self._connections.read() as conn:
            rows = execute(conn, OF_PERSON, school, person, *page) if person else execute(conn, OF_ALL, school, *page)
            return [_to_entry(row) for row in rows]

    def count(self, school: str, person: str = "") -> int:
        with self._connections.read() as conn:
            row = execute(conn, COUNT_OF_PERSON, school, person) if person else execute(conn, COUNT_OF_ALL, school)
            return int(row.fetchone()[0])

    def unseen(self, school: str, teacher: str) -> list[AuditEntry]:
        with self._connections.read() as conn:
            return [_to_entry(row) for row in execute(conn, UNSEEN, school, teacher)]

    def dismiss(self, school: str, teacher: str, up_to: int) -> None:
        with self._connections.write() as conn:
            last = execute(conn, "SELECT coalesce(max(seq), 0) FROM audit_log WHERE school = ?", school).fetchone()[0]
            seen = max(0, min(up_to, int(last)))  # an entry that nobody has seen yet cannot be dismissed
            execute(conn, DISMISS, seen, school, teacher, seen)


def add_entry(
    conn: Connection, school: str, now: datetime, by: Actor, action: AuditAction, subject: str = "", detail: str = ""
) -> None:
    """Add an entry inside the caller's transaction."""
    execute(conn, ADD, school, to_iso(now), by.teacher, action, subject, detail, by.address)


def _to_entry(row: Row) -> AuditEntry:
    seq, at, *rest = row
    return AuditEntry(seq, from_iso(at), *rest)
