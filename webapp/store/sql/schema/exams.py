"""Tables of exams that were handed in, and of results that teachers have told, added by a migration."""

from __future__ import annotations

HAND_INS = """CREATE TABLE hand_ins (
    school TEXT NOT NULL, id TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID"""

# Of learners who have left the class, or whose record was deleted: the name, the text and the time, no answer.
EARLIER_HAND_INS = """CREATE TABLE earlier_hand_ins (
    school TEXT NOT NULL, class TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, hand_in TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (school, class, hand_in, name),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

TOLD_RESULTS = """CREATE TABLE told_results (
    school TEXT NOT NULL, class TEXT NOT NULL, text TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (school, class, text),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

TABLE_NAMES = ("hand_ins", "earlier_hand_ins", "told_results")
INDEXES = ("CREATE INDEX hand_ins_by_learner ON hand_ins (school, learner, text)",)
KEEP = "INSERT OR IGNORE INTO earlier_hand_ins (school, class, name, text, hand_in, since)"
# Triggers, so that nothing that deletes a record or changes a class has to know of exams. Of the two rows either may
# be deleted first.
TRIGGERS = (
    f"""CREATE TRIGGER hand_ins_left BEFORE DELETE ON memberships BEGIN
        {KEEP} SELECT OLD.school, OLD.class, OLD.name, text, id, at FROM hand_ins
            WHERE school = OLD.school AND (learner = OLD.learner
                OR learner IN (SELECT learner FROM merges WHERE school = OLD.school AND root = OLD.learner));
    END""",
    f"""CREATE TRIGGER hand_ins_deleted BEFORE DELETE ON hand_ins BEGIN
        {KEEP} SELECT OLD.school, class, name, OLD.text, OLD.id, OLD.at FROM memberships
            WHERE school = OLD.school AND learner = OLD.learner;
    END""",
)
# A name that is put back on the list, or a record that is merged, goes to another record by a change of the membership.
# What was begun before the learner had the name is of no exam of this class.
LEFT_BY_CHANGE = f"""CREATE TRIGGER exams_left_by_change BEFORE UPDATE OF learner ON memberships BEGIN
        {KEEP} SELECT OLD.school, OLD.class, OLD.name, text, id, at FROM hand_ins
            WHERE school = OLD.school AND learner = OLD.learner AND at >= OLD.joined;
        {KEEP} SELECT OLD.school, OLD.class, OLD.name, text, 'begun ' || assignment || ' ' || started, started
            FROM sittings WHERE school = OLD.school AND learner = OLD.learner AND started >= OLD.joined;
    END"""
# The exam that was handed in, where it was given as one; empty for a text that is an exam by its file, and before.
OF_ASSIGNMENT = "ALTER TABLE hand_ins ADD COLUMN assignment TEXT NOT NULL DEFAULT ''"
STATEMENTS = (HAND_INS, EARLIER_HAND_INS, TOLD_RESULTS, *INDEXES, *TRIGGERS)
