"""Table of the comments that teachers keep for marking by hand; added by a migration."""

from __future__ import annotations

# "seq" is the order of keeping: the clock need not follow.
KEPT_COMMENTS = """CREATE TABLE kept_comments (
    school TEXT NOT NULL, teacher TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    id TEXT NOT NULL, comment TEXT NOT NULL, at TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (school, teacher, id), UNIQUE (school, teacher, text, question, comment)) STRICT"""

TABLE_NAMES = ("kept_comments",)
STATEMENTS = (KEPT_COMMENTS,)
