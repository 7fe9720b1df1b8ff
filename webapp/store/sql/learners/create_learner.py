"""Creation of learners with their first write, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from webapp.domain.access_codes import new_code
from webapp.domain.attempt import Learner
from webapp.store.protocols.store import LearnerDeleted
from webapp.store.sql.engine.bulk_insert import in_chunks, values_clause
from webapp.store.sql.engine.column_values import to_iso
from webapp.store.sql.engine.connection import Connection, execute
from webapp.store.sql.learners.learner_rows import LEARNER_COLUMNS, to_learner
from webapp.store.surrogates import replace_surrogates
from webapp.store.tokens import hash_token

FIND_LEARNER = f"SELECT {LEARNER_COLUMNS} FROM learners WHERE school = ? AND id = ?"
FIND_DELETED = "SELECT 1 FROM deleted_learners WHERE school = ? AND hash = ?"
# None of a deleted record, and none whose code is taken.
ADD_LEARNERS = """
    WITH new (school, id, code, created, hash) AS ({new})
    INSERT INTO learners (school, id, code, created) SELECT school, id, code, created FROM new WHERE NOT EXISTS (
        SELECT 1 FROM deleted_learners AS deleted WHERE deleted.school = new.school AND deleted.hash = new.hash)
    ON CONFLICT DO NOTHING"""


def ensure_learner(conn: Connection, school: str, learner_id: str, now: datetime) -> Learner:
    """Return the learner, created with a new code if missing."""
    while True:
        row = execute(conn, FIND_LEARNER, school, learner_id).fetchone()
        if row:
            return to_learner(row)
        if execute(conn, FIND_DELETED, school, hash_token(learner_id)).fetchone():
            raise LearnerDeleted("the record was deleted meanwhile")
        # Where the code is taken, nothing is inserted: try another one.
        _add(conn, [(school, learner_id)], [now])


def add_learners(conn: Connection, unknown: Mapping[tuple[str, str], datetime]) -> None:
    """Create the learners of these schools and ids, with their times of creation."""
    if _add(conn, list(unknown), list(unknown.values())) < len(unknown):
        for (school, learner_id), now in unknown.items():
            ensure_learner(conn, school, learner_id, now)


def _add(conn: Connection, learners: Sequence[tuple[str, str]], times: Sequence[datetime]) -> int:
    """Insert learners; return the number inserted."""
    rows = [
        (replace_surrogates(school), replace_surrogates(learner_id), new_code(), to_iso(now), hash_token(learner_id))
        for (school, learner_id), now in zip(learners, times, strict=True)
    ]
    return sum(conn.execute(_add_sql(count), values).rowcount for count, values in in_chunks(rows))


def _add_sql(count: int) -> str:
    return ADD_LEARNERS.format(new=values_clause(count, 5))
