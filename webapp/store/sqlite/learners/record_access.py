"""``store.access`` in SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.domain.access_codes import new_code
from webapp.domain.attempt import Learner
from webapp.store.protocols.record_access import NamedRecord, RecordAccess
from webapp.store.sqlite.engine.connections import Connections, execute
from webapp.store.sqlite.learners.canonical_ids import canonical_id, record_ids
from webapp.store.sqlite.learners.create_learner import FIND_LEARNER
from webapp.store.sqlite.learners.learner_rows import to_learner
from webapp.store.tokens import hash_token, new_id

if TYPE_CHECKING:
    from sqlite3 import Connection

FIND_EPOCH = "SELECT epoch FROM learners WHERE school = ? AND id = ?"
# One statement, since every request asks: school, learner, epoch, and the hash of the learner's id.
FIND_NAMED = """
    WITH asked (school, learner, epoch, hash) AS (VALUES (?, ?, ?, ?)), merged (learner) AS (
        SELECT coalesce((SELECT root FROM merges WHERE merges.school = asked.school
            AND merges.learner = asked.learner), learner) FROM asked)
    SELECT merged.learner,
        coalesce((SELECT epoch FROM learners WHERE school = asked.school AND id = asked.learner), '') = asked.epoch
            AND NOT EXISTS (SELECT 1 FROM deleted_learners AS deleted
                WHERE deleted.school = asked.school AND deleted.hash = asked.hash),
        EXISTS (SELECT 1 FROM learners WHERE school = asked.school AND id = merged.learner)
    FROM asked, merged"""
CODE_TAKEN = "SELECT 1 FROM learners WHERE school = ? AND code = ?"
RENEW = "UPDATE learners SET code = ?, epoch = ? WHERE school = ? AND id = ?"


class SqliteRecordAccess(RecordAccess):
    """Methods are documented in :class:`webapp.store.protocols.record_access.RecordAccess`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def epoch(self, school: str, learner: str) -> str:
        with self._connections.read() as conn:
            return _epoch(conn, school, learner)

    def named(self, school: str, learner: str, epoch: str) -> NamedRecord:
        with self._connections.read() as conn:
            root, valid, exists = execute(conn, FIND_NAMED, school, learner, epoch, hash_token(learner)).fetchone()
        return NamedRecord(root if exists else learner, bool(valid), bool(exists))

    def renew(self, school: str, learner: str, epoch: str) -> Learner | None:
        with self._connections.write() as conn:
            root = canonical_id(conn, school, learner)
            row = execute(conn, FIND_LEARNER, school, root).fetchone()
            if row and _epoch(conn, school, root) == epoch:
                for part in record_ids(conn, school, root):
                    execute(conn, RENEW, _free_code(conn, school), new_id(), school, part)
                row = execute(conn, FIND_LEARNER, school, root).fetchone()
            else:
                row = None
        return to_learner(row) if row else None


def _epoch(conn: Connection, school: str, learner: str) -> str:
    row = execute(conn, FIND_EPOCH, school, learner).fetchone()
    return str(row[0]) if row else ""


def _free_code(conn: Connection, school: str) -> str:
    while True:
        code = new_code()
        if not execute(conn, CODE_TAKEN, school, code).fetchone():
            return code
