"""Second step of teachers' sign-in in SQL: a part of ``store.people``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.store.protocols.audit_log import OPERATOR, Actor
from webapp.store.sql.engine.connection import Connections, execute
from webapp.store.sql.people.audit_log import add_entry
from webapp.store.sql.people.teacher_accounts import end_all_sessions
from webapp.store.tokens import hash_token

SET_CODES = "UPDATE teachers SET code_seed = ?, spare_code = ?, code_step = ? WHERE school = ? AND id = ?"
USE_CODE = """
    UPDATE teachers SET code_step = ? WHERE school = ? AND id = ? AND code_seed IS NOT NULL AND code_step < ?"""
USE_SPARE = "UPDATE teachers SET code_seed = NULL, spare_code = NULL WHERE school = ? AND id = ? AND spare_code = ?"
DROP_CODES = """
    UPDATE teachers SET code_seed = NULL, spare_code = NULL WHERE school = ? AND id = ? AND code_seed IS NOT NULL"""


class SqlTwoFactor:
    """Methods are documented in :class:`webapp.store.protocols.people.People`."""

    _connections: Connections
    _now: Callable[[], datetime]

    def code_seed(self, school: str, teacher: str) -> str:
        with self._connections.read() as conn:
            row = execute(
                conn, "SELECT code_seed FROM teachers WHERE school = ? AND id = ?", school, teacher
            ).fetchone()
        return (row[0] or "") if row else ""

    def set_second_step(
        self, school: str, teacher: str, seed: str, spare: str, step: int, by: Actor = OPERATOR
    ) -> None:
        with self._connections.write() as conn:
            execute(conn, SET_CODES, seed, hash_token(spare), step, school, teacher)
            end_all_sessions(conn, school, teacher)
            add_entry(conn, school, self._now(), by, "second-step-on", teacher)

    def use_code(self, school: str, teacher: str, step: int) -> bool:
        with self._connections.write() as conn:
            used = execute(conn, USE_CODE, step, school, teacher, step).rowcount > 0
        return used

    def use_spare_code(self, school: str, teacher: str, spare: str, address: str = "") -> bool:
        with self._connections.write() as conn:
            used = execute(conn, USE_SPARE, school, teacher, hash_token(spare)).rowcount > 0
            if used:
                add_entry(conn, school, self._now(), Actor(teacher, address), "spare-code-used", teacher)
        return used

    def drop_second_step(self, school: str, teacher: str, by: Actor = OPERATOR) -> bool:
        with self._connections.write() as conn:
            dropped = execute(conn, DROP_CODES, school, teacher).rowcount > 0
            if dropped:
                end_all_sessions(conn, school, teacher)
                add_entry(conn, school, self._now(), by, "second-step-off", teacher)
        return dropped
