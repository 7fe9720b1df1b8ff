"""Creation of learners with their first write, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from webapp.domain.access_codes import new_code
from webapp.domain.attempt import Learner
from webapp.store.protocols.store import LearnerDeleted
from webapp.store.sql.engine.bulk_insert import Insert
from webapp.store.sql.engine.column_values import to_iso, to_json
from webapp.store.sql.engine.connection import Connection, execute
from webapp.store.sql.learners.learner_rows import LEARNER_COLUMNS, to_learner
from webapp.store.surrogates import replace_surrogates
from webapp.store.tokens import hash_token

FIND_LEARNER = f"SELECT {LEARNER_COLUMNS} FROM learners WHERE school = ? AND id = ?"
FIND_DELETED = """
    SELECT 1 FROM json_each(?) AS asked CROSS JOIN deleted_learners AS deleted
    ON deleted.school = json_extract(asked.value, '$[0]')
        AND deleted.hash = json_extract(asked.value, '$[1]') LIMIT 1"""
LEARNERS = Insert("learners", "school, id, code, created", "ON CONFLICT DO NOTHING")


def ensure_learner(conn: Connection, school: str, learner_id: str, now: datetime) -> Learner:
    """Return the learner, created with a new code if missing."""
    while True:
        row = execute(conn, FIND_LEARNER, school, learner_id).fetchone()
        if row:
            return to_learner(row)
        _refuse_deleted(conn, [(school, learner_id)])
        # Where the code is taken, nothing is inserted: try another one.
        LEARNERS.rows(conn, [(replace_surrogates(school), replace_surrogates(learner_id), new_code(), to_iso(now))])


def add_learners(conn: Connection, unknown: Mapping[tuple[str, str], datetime]) -> None:
    """Create the learners of these schools and ids, with their times of creation."""
    _refuse_deleted(conn, unknown)
    rows = [(*who, new_code(), to_iso(now)) for who, now in unknown.items()]
    if LEARNERS.rows(conn, rows) < len(rows):  # created meanwhile, or the code was taken
        for (school, learner_id), now in unknown.items():
            ensure_learner(conn, school, learner_id, now)


def _refuse_deleted(conn: Connection, learners: Collection[tuple[str, str]]) -> None:
    hashes = [(replace_surrogates(school), hash_token(learner_id)) for school, learner_id in learners]
    if learners and execute(conn, FIND_DELETED, to_json(hashes)).fetchone():
        raise LearnerDeleted("the record was deleted meanwhile")
