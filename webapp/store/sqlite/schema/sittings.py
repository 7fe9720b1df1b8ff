"""Tables of sittings of exams and of late answers, added by a migration."""

from __future__ import annotations

SITTINGS = """CREATE TABLE sittings (
    school TEXT NOT NULL, learner TEXT NOT NULL, assignment TEXT NOT NULL, started TEXT NOT NULL,
    PRIMARY KEY (school, learner, assignment),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id)) STRICT, WITHOUT ROWID"""

LATE_ANSWERS = """CREATE TABLE late_answers (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    response TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, learner, text, question),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID"""

TABLE_NAMES = ("sittings", "late_answers")
STATEMENTS = (
    SITTINGS,
    LATE_ANSWERS,
    "CREATE INDEX sittings_by_assignment ON sittings (school, assignment)",
    """ALTER TABLE hand_ins ADD COLUMN handed_in_by TEXT NOT NULL DEFAULT 'learner'
        CHECK (handed_in_by IN ('learner', 'time', 'teacher'))""",
)
