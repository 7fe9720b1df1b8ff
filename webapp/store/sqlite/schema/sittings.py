"""Tables of sittings of exams, and of answers that came after their end, added by a migration."""

from __future__ import annotations

from webapp.store.sqlite.merges.merge_tables import guard
from webapp.store.sqlite.schema.exams import KEEP

# The end is not stored: it follows from the assignment and the learner's allowance.
SITTINGS = """CREATE TABLE sittings (
    school TEXT NOT NULL, learner TEXT NOT NULL, assignment TEXT NOT NULL, text TEXT NOT NULL, started TEXT NOT NULL,
    PRIMARY KEY (school, learner, assignment),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id)) STRICT, WITHOUT ROWID"""

# The latest answer to each question. "at" is the time at which it came, "written" when its device says it was
# typed, "teacher" who has decided on it.
LATE_ANSWERS = """CREATE TABLE late_answers (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL, response TEXT NOT NULL,
    at TEXT NOT NULL, written TEXT NOT NULL, decided TEXT CHECK (decided IN ('taken', 'left')),
    teacher TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (school, learner, text, question),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID"""

# Who has begun an exam has seen it: also after a deletion, or back under the same name, the teacher is told. As in
# schema/exams.py; the id is made of what is in the row, since it has none.
BEGUN = "'begun ' || assignment || ' ' || started"
TRACES = (
    f"""CREATE TRIGGER sittings_left BEFORE DELETE ON memberships BEGIN
        {KEEP} SELECT OLD.school, OLD.class, OLD.name, text, {BEGUN}, started FROM sittings
            WHERE school = OLD.school AND learner = OLD.learner;
    END""",
    f"""CREATE TRIGGER sittings_deleted BEFORE DELETE ON sittings BEGIN
        {KEEP} SELECT OLD.school, class, name, OLD.text, 'begun ' || OLD.assignment || ' ' || OLD.started, OLD.started
            FROM memberships WHERE school = OLD.school AND learner = OLD.learner;
    END""",
)
TABLE_NAMES = ("sittings", "late_answers")
STATEMENTS = (
    SITTINGS,
    LATE_ANSWERS,
    "CREATE INDEX sittings_by_assignment ON sittings (school, assignment)",
    "CREATE INDEX late_answers_by_text ON late_answers (school, text)",
    guard("sittings"),
    "ALTER TABLE hand_ins ADD COLUMN how TEXT NOT NULL DEFAULT 'learner' CHECK (how IN ('learner', 'time', 'teacher'))",
)
