"""Epochs of learners' credentials, and hashes of deleted learners' ids, added by a migration."""

from __future__ import annotations

# The hash of an id, so that what was signed for it is refused, and nobody's id is kept.
DELETED_LEARNERS = """CREATE TABLE deleted_learners (
    school TEXT NOT NULL, hash TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (school, hash)) STRICT, WITHOUT ROWID"""
TABLE_NAMES = ("deleted_learners",)
# Empty until a learner's code is changed for the first time: cookies and tokens of an earlier Fahm name no epoch.
STATEMENTS = ("ALTER TABLE learners ADD COLUMN epoch TEXT NOT NULL DEFAULT ''", DELETED_LEARNERS)
