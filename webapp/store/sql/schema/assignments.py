"""Tables of assignments, their targets, earlier states, and learners' allowances, added by a migration."""

from __future__ import annotations

from webapp.store.sql.schema.merges import guard

# The present state. "places" is a JSON list, empty for the whole text; "number" is that of its latest version.
ASSIGNMENTS = """CREATE TABLE assignments (
    school TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, places TEXT NOT NULL,
    opens TEXT, due TEXT, closes TEXT, exam INTEGER NOT NULL CHECK (exam IN (0, 1)),
    gate TEXT CHECK (gate IN ('open', 'answered', 'correct')), tries INTEGER CHECK (tries > 0),
    minutes INTEGER CHECK (minutes > 0), shuffle INTEGER NOT NULL CHECK (shuffle IN (0, 1)),
    results TEXT NOT NULL CHECK (results IN ('at-once', 'after-close', 'by-hand')), note TEXT NOT NULL,
    teacher TEXT NOT NULL, created TEXT NOT NULL, removed TEXT, number INTEGER NOT NULL CHECK (number > 0),
    PRIMARY KEY (school, id)) STRICT"""

ASSIGNMENT_CLASSES = """CREATE TABLE assignment_classes (
    school TEXT NOT NULL, assignment TEXT NOT NULL, class TEXT NOT NULL,
    PRIMARY KEY (school, assignment, class),
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

ASSIGNMENT_LEARNERS = """CREATE TABLE assignment_learners (
    school TEXT NOT NULL, learner TEXT NOT NULL, assignment TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (school, learner, assignment),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id)) STRICT, WITHOUT ROWID"""

# "state" has everything but the named learners, as JSON: what is deleted of a learner must not stay here.
ASSIGNMENT_VERSIONS = """CREATE TABLE assignment_versions (
    school TEXT NOT NULL, assignment TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0), at TEXT NOT NULL,
    teacher TEXT NOT NULL, change TEXT NOT NULL CHECK (change IN ('added', 'changed', 'removed', 'restored')),
    state TEXT NOT NULL,
    PRIMARY KEY (school, assignment, number),
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id)) STRICT, WITHOUT ROWID"""

# The one with the greatest "seq" counts: the clock need not follow.
ALLOWANCES = """CREATE TABLE allowances (
    school TEXT NOT NULL, learner TEXT NOT NULL, id TEXT NOT NULL, assignment TEXT NOT NULL,
    extra_minutes INTEGER NOT NULL CHECK (extra_minutes >= 0), extra_tries INTEGER NOT NULL CHECK (extra_tries >= 0),
    due TEXT, closes TEXT, excused INTEGER NOT NULL CHECK (excused IN (0, 1)), teacher TEXT NOT NULL,
    at TEXT NOT NULL, reason TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (school, learner, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id)) STRICT"""

TABLE_NAMES = ("assignments", "assignment_classes", "assignment_learners", "assignment_versions", "allowances")
STATEMENTS = (
    ASSIGNMENTS,
    ASSIGNMENT_CLASSES,
    ASSIGNMENT_LEARNERS,
    ASSIGNMENT_VERSIONS,
    ALLOWANCES,
    "CREATE INDEX exams_by_text ON assignments (school, text) WHERE exam = 1 AND removed IS NULL",
    "CREATE INDEX assignments_by_class ON assignment_classes (school, class)",
    "CREATE INDEX assignments_by_learner ON assignment_learners (school, assignment)",
    "CREATE INDEX allowances_by_assignment ON allowances (school, assignment, learner, seq)",
    "CREATE UNIQUE INDEX allowances_by_seq ON allowances (seq)",
    *(
        f"CREATE TRIGGER assignment_versions_{name} BEFORE {change} ON assignment_versions "
        "BEGIN SELECT RAISE(ABORT, 'assignment_versions is only added to, never changed'); END"
        for name, change in (("stay", "UPDATE"), ("are_kept", "DELETE"))
    ),
    guard("allowances"),
    "ALTER TABLE classes ADD COLUMN shelf TEXT NOT NULL DEFAULT 'all' CHECK (shelf IN ('all', 'assigned'))",
)
