"""Tables of second markers and of regrades, added by migration m007."""

from __future__ import annotations

# Which questions a class has marked by two teachers, and how many points they may be apart.
SECOND_MARKING = """CREATE TABLE second_marking (
    school TEXT NOT NULL, class TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    apart REAL NOT NULL CHECK (apart >= 0), teacher TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, class, text, question),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

# Given without seeing the first. "behind" counts the marks given before it: those after it decide.
SECOND_MARKS = """CREATE TABLE second_marks (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL, try_id TEXT NOT NULL,
    behind INTEGER NOT NULL CHECK (behind > 0), points REAL NOT NULL CHECK (points >= 0), comment TEXT NOT NULL,
    detail TEXT NOT NULL, marker TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, learner, try_id),
    FOREIGN KEY (school, learner, try_id) REFERENCES tries (school, learner, id)) STRICT"""

REGRADE_BATCHES = """CREATE TABLE regrade_batches (
    school TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, teacher TEXT NOT NULL, reason TEXT NOT NULL,
    undoes TEXT, at TEXT NOT NULL,
    PRIMARY KEY (school, id)) STRICT"""

# A try's latest regrade is the one with the greatest number. "old" is the whole grade before it, as JSON.
# The four marks are the question's: what it earned and could earn, before and after.
REGRADES = """CREATE TABLE regrades (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL, try_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0), batch TEXT NOT NULL, version TEXT NOT NULL, verdict TEXT NOT NULL,
    earned REAL NOT NULL, possible REAL NOT NULL, why TEXT NOT NULL, note TEXT NOT NULL, rung TEXT, parts TEXT NOT NULL,
    old TEXT NOT NULL, mark_before REAL NOT NULL, most_before REAL NOT NULL, mark_after REAL NOT NULL,
    most_after REAL NOT NULL,
    PRIMARY KEY (school, learner, try_id, number),
    FOREIGN KEY (school, learner, try_id) REFERENCES tries (school, learner, id),
    FOREIGN KEY (school, batch) REFERENCES regrade_batches (school, id),
    FOREIGN KEY (school, text, question, version) REFERENCES question_versions (school, text, question, digest)
    ) STRICT"""

TABLE_NAMES = ("second_marking", "second_marks", "regrade_batches", "regrades")
INDEXES = (
    "CREATE INDEX regrades_by_question ON regrades (school, text, question)",
    "CREATE INDEX regrades_by_batch ON regrades (school, batch)",
    "CREATE INDEX regrade_batches_by_text ON regrade_batches (school, text, at)",
)
TRIGGERS = tuple(
    f"CREATE TRIGGER {table}_stay BEFORE UPDATE ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{table} are only added to, never changed'); END"
    for table in ("second_marks", "regrade_batches", "regrades")
)
STATEMENTS = (
    "ALTER TABLE marks ADD COLUMN detail TEXT NOT NULL DEFAULT '[]'",
    SECOND_MARKING,
    SECOND_MARKS,
    REGRADE_BATCHES,
    REGRADES,
    *INDEXES,
    *TRIGGERS,
)
