"""Tables of sittings of exams, and of answers that came after their end, added by a migration."""

from __future__ import annotations

from webapp.store.sql.exam_rules import BEGUN
from webapp.store.sql.schema.exams import KEEP
from webapp.store.sql.schema.merges import guard

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
# schema/exams.py.
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
# "began" and "used" (seconds of the time limit) are of the sitting before; "resumed" is when the learner went on, null
# until then. "answers" has what was handed in, by question, and "taken_out" the whole rows, which no longer count.
REOPENED = """CREATE TABLE reopened_exams (
    school TEXT NOT NULL, learner TEXT NOT NULL, id TEXT NOT NULL, assignment TEXT NOT NULL, text TEXT NOT NULL,
    teacher TEXT NOT NULL, at TEXT NOT NULL, handed_in TEXT, how TEXT, began TEXT, used REAL NOT NULL CHECK (used >= 0),
    resumed TEXT, answers TEXT NOT NULL, taken_out TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (school, learner, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id)) STRICT"""
REOPENING = (
    REOPENED,
    "CREATE INDEX reopened_by_assignment ON reopened_exams (school, assignment, learner, seq)",
    """CREATE TRIGGER reopened_exams_stay BEFORE UPDATE ON reopened_exams WHEN OLD.resumed IS NOT NULL
            AND NEW.resumed IS NOT OLD.resumed OR (NEW.school, NEW.id, NEW.assignment, NEW.text, NEW.teacher, NEW.at,
            NEW.handed_in, NEW.how, NEW.began, NEW.used, NEW.answers, NEW.taken_out, NEW.seq) IS NOT (OLD.school,
            OLD.id, OLD.assignment, OLD.text, OLD.teacher, OLD.at, OLD.handed_in, OLD.how, OLD.began, OLD.used,
            OLD.answers, OLD.taken_out, OLD.seq)
        BEGIN SELECT RAISE(ABORT, 'reopened_exams are only added to, never changed'); END""",
    # The reopening that ended it; the hand-in stays as evidence.
    "ALTER TABLE hand_ins ADD COLUMN reopened TEXT",
)
TABLE_NAMES = ("sittings", "late_answers")
REOPENED_TABLE_NAMES = ("reopened_exams",)
STATEMENTS = (
    SITTINGS,
    LATE_ANSWERS,
    "CREATE INDEX sittings_by_assignment ON sittings (school, assignment)",
    "CREATE INDEX late_answers_by_text ON late_answers (school, text)",
    guard("sittings"),
    "ALTER TABLE hand_ins ADD COLUMN how TEXT NOT NULL DEFAULT 'learner' CHECK (how IN ('learner', 'time', 'teacher'))",
)
