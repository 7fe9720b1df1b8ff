"""Ends of access: ended sessions of learners, epochs of teachers' known devices, members who were removed together.

Added by migration m015.
"""

from __future__ import annotations

# Hashes of a learner's id ("owner") and of a session's: so that nobody is named, and a copy of the cookie is refused.
ENDED_SESSIONS = """CREATE TABLE ended_sessions (
    school TEXT NOT NULL, owner TEXT NOT NULL, hash TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (school, owner, hash)) STRICT, WITHOUT ROWID"""

# What is needed to bring them back. The record is the one that was in the class, also where it was merged since.
REMOVED_MEMBERS = """CREATE TABLE removed_members (
    school TEXT NOT NULL, class TEXT NOT NULL, removal TEXT NOT NULL, learner TEXT NOT NULL, name TEXT NOT NULL,
    joined TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (school, class, removal, learner),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

TABLE_NAMES = ("ended_sessions", "removed_members")
STATEMENTS = (
    ENDED_SESSIONS,
    REMOVED_MEMBERS,
    "CREATE INDEX removed_members_by_learner ON removed_members (school, learner)",
    # Empty until the sessions of an account are ended for the first time.
    "ALTER TABLE teachers ADD COLUMN device_epoch TEXT NOT NULL DEFAULT ''",
)
