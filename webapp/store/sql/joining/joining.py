"""``store.joining`` in SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.store.protocols.joining import KEEP_CODES, Joining, MemberActivity, ReplacedCode
from webapp.store.sql.engine.column_values import from_iso, to_iso
from webapp.store.sql.engine.connection import Connections, execute
from webapp.store.sql.joining.claimed_names import SqlClaimedNames

ACTIVITY = """
    SELECT m.learner, l.unopened, count(s.question), max(s.at) FROM memberships AS m
    CROSS JOIN learners AS l ON l.school = m.school AND l.id = m.learner
    LEFT JOIN standings AS s ON s.school = m.school AND s.learner = m.learner AND s.tries > 0
    WHERE m.school = ? AND m.class = ? GROUP BY m.learner, l.unopened"""
SHOW_NAMES = "UPDATE classes SET names_shown = ? WHERE school = ? AND id = ?"
REPLACED = """
    SELECT code, replaced FROM replaced_codes WHERE school = ? AND class = ? AND replaced > ?
    ORDER BY replaced DESC LIMIT 1"""
DROP_CODE = "DELETE FROM replaced_codes WHERE school = ? AND class = ? AND code = ? AND replaced > ?"
SET_CODE = "UPDATE classes SET code = ? WHERE school = ? AND id = ?"


class SqlJoining(SqlClaimedNames, Joining):
    """Methods are documented in :class:`webapp.store.protocols.joining.Joining`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def activity(self, school: str, class_id: str) -> dict[str, MemberActivity]:
        with self._connections.read() as conn:
            rows = execute(conn, ACTIVITY, school, class_id).fetchall()
        return {
            learner: MemberActivity(not unopened, answered, from_iso(last) if last else None)
            for learner, unopened, answered, last in rows
        }

    def show_names(self, school: str, class_id: str, shown: bool) -> None:
        with self._connections.write() as conn:
            execute(conn, SHOW_NAMES, int(shown), school, class_id)

    def replaced_code(self, school: str, class_id: str) -> ReplacedCode | None:
        since = to_iso(self._now() - KEEP_CODES)
        with self._connections.read() as conn:
            row = execute(conn, REPLACED, school, class_id, since).fetchone()
        return ReplacedCode(row[0], from_iso(row[1])) if row else None

    def restore_code(self, school: str, class_id: str, code: str) -> bool:
        since = to_iso(self._now() - KEEP_CODES)
        with self._connections.write() as conn:
            restored = execute(conn, DROP_CODE, school, class_id, code, since).rowcount > 0
            if restored:
                execute(conn, SET_CODE, code, school, class_id)
        return restored
