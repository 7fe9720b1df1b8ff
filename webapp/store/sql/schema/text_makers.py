"""Table of the makers of texts, added by a migration."""

from __future__ import annotations

# "by" is a teacher's id, empty for the command line. What was before is in the audit log.
TEXT_MAKERS = """CREATE TABLE text_makers (
    school TEXT NOT NULL, text TEXT NOT NULL, teacher TEXT NOT NULL, since TEXT NOT NULL, by TEXT NOT NULL,
    PRIMARY KEY (school, text, teacher),
    FOREIGN KEY (school, teacher) REFERENCES teachers (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

TABLE_NAMES = ("text_makers",)
STATEMENTS = (TEXT_MAKERS, "CREATE INDEX text_makers_by_teacher ON text_makers (school, teacher)")
