"""Table of the limits from which on a class lists who needs help, added by a migration."""

from __future__ import annotations

# Only added to: the row with the greatest number counts, the earlier ones tell who had set what. A null is the usual.
HELP_LIMITS = """CREATE TABLE help_limits (
    school TEXT NOT NULL, class TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0), low REAL, fall REAL,
    wrong INTEGER, tries INTEGER, days INTEGER, teacher TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, class, number),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

TABLE_NAMES = ("help_limits",)
STATEMENTS = (
    HELP_LIMITS,
    "CREATE TRIGGER help_limits_stay BEFORE UPDATE ON help_limits "
    "BEGIN SELECT RAISE(ABORT, 'help_limits are only added to, never changed'); END",
)
