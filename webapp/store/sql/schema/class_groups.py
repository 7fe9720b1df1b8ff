"""Tables of groups inside classes, grade rules, excused learners and words for parents, added by a migration."""

from __future__ import annotations

CLASS_GROUPS = """CREATE TABLE class_groups (
    school TEXT NOT NULL, class TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, created TEXT NOT NULL,
    removed TEXT,
    PRIMARY KEY (school, class, id),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

# Of learners who have left the class too: whoever comes back is in the group again.
GROUP_MEMBERS = """CREATE TABLE group_members (
    school TEXT NOT NULL, learner TEXT NOT NULL, class TEXT NOT NULL, group_id TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (school, learner, class, group_id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, class, group_id) REFERENCES class_groups (school, class, id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID"""

GRADE_RULES = """CREATE TABLE grade_rules (
    school TEXT NOT NULL, class TEXT NOT NULL, out_of INTEGER NOT NULL, rounding TEXT NOT NULL,
    teacher TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (school, class),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

# "grade_column" names a text or an assignment, as domain/grade_rule.py writes it.
GRADE_WEIGHTS = """CREATE TABLE grade_weights (
    school TEXT NOT NULL, class TEXT NOT NULL, grade_column TEXT NOT NULL, weight REAL NOT NULL CHECK (weight >= 0),
    PRIMARY KEY (school, class, grade_column),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

GRADE_EXCUSES = """CREATE TABLE grade_excuses (
    school TEXT NOT NULL, learner TEXT NOT NULL, class TEXT NOT NULL, grade_column TEXT NOT NULL,
    teacher TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (school, learner, class, grade_column),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

REPORT_WORDS = """CREATE TABLE report_words (
    school TEXT NOT NULL, learner TEXT NOT NULL, class TEXT NOT NULL, words TEXT NOT NULL, teacher TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (school, learner, class),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

TABLE_NAMES = ("class_groups", "group_members", "grade_rules", "grade_weights", "grade_excuses", "report_words")
STATEMENTS = (
    CLASS_GROUPS,
    GROUP_MEMBERS,
    GRADE_RULES,
    GRADE_WEIGHTS,
    GRADE_EXCUSES,
    REPORT_WORDS,
    "CREATE INDEX group_members_by_class ON group_members (school, class, group_id)",
    "CREATE INDEX grade_excuses_by_class ON grade_excuses (school, class)",
    "CREATE INDEX report_words_by_class ON report_words (school, class)",
)
