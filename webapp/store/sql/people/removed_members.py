"""Members who were removed from a class together, in SQL: a part of ``store.people``."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from webapp.store.protocols.removed_members import KEEP_REMOVALS, Removal
from webapp.store.sql.engine.column_values import from_iso, to_iso
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.sql.people.classes import DROP_MEMBER, join_class, members
from webapp.store.tokens import new_id

NOTE = """
    INSERT INTO removed_members (school, class, removal, learner, name, joined, since) VALUES (?, ?, ?, ?, ?, ?, ?)"""
REMOVALS = """
    SELECT removal, min(since), count(*) FROM removed_members WHERE school = ? AND class = ? AND since > ?
    GROUP BY removal ORDER BY min(since) DESC, removal"""
OF_REMOVAL = """
    SELECT learner, name, joined FROM removed_members WHERE school = ? AND class = ? AND removal = ?
    ORDER BY joined, learner"""
DROP = "DELETE FROM removed_members WHERE school = ? AND class = ? AND removal = ? AND learner = ?"
DROP_OLD = "DELETE FROM removed_members WHERE school = ? AND since <= ?"


class SqlRemovedMembers:
    """Methods are documented in :class:`webapp.store.protocols.removed_members.RemovedMembers`."""

    _connections: Connections
    _now: Callable[[], datetime]

    def remove_members(self, school: str, class_id: str, learners: Collection[str]) -> int:
        now, removal = self._now(), new_id()
        with self._connections.write() as conn:
            drop_old_removals(conn, school, now)
            leaving = [member for member in members(conn, school, class_id) if member.learner in learners]
            for member in leaving:
                own = (member.learner, member.name, to_iso(member.joined), to_iso(now))
                execute(conn, NOTE, school, class_id, removal, *own)
                execute(conn, DROP_MEMBER, school, class_id, member.learner)
        return len(leaving)

    def removals(self, school: str, class_id: str) -> list[Removal]:
        with self._connections.read() as conn:
            rows = execute(conn, REMOVALS, school, class_id, to_iso(self._now() - KEEP_REMOVALS)).fetchall()
        return [Removal(removal, from_iso(since), count) for removal, since, count in rows]

    def restore_members(self, school: str, class_id: str, removal: str) -> int:
        restored = 0
        with self._connections.write() as conn:
            for learner, name, joined in execute(conn, OF_REMOVAL, school, class_id, removal).fetchall():
                record = canonical_id(conn, school, learner)
                outcome = join_class(conn, school, class_id, record, name, True, from_iso(joined))
                if outcome.membership:
                    execute(conn, DROP, school, class_id, removal, learner)
                restored += outcome.is_new
        return restored


def drop_old_removals(conn: Connection, school: str, now: datetime) -> None:
    """Forget the removals that can no longer be undone, inside the caller's transaction."""
    execute(conn, DROP_OLD, school, to_iso(now - KEEP_REMOVALS))
