"""Tables of live lessons, added by migration m006."""

from __future__ import annotations

# One lesson a class. Steps are paragraphs from 1, and the whole text is the step after the last of them.
# "version" grows with everything that the teacher's page shows, so that asking whether it changed costs one row.
LIVE_LESSONS = """CREATE TABLE live_lessons (
    school TEXT NOT NULL, class TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, began TEXT NOT NULL,
    opened_to INTEGER NOT NULL DEFAULT 0 CHECK (opened_to >= 0), held_at INTEGER CHECK (held_at > 0),
    version INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (school, class),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

# Deleted with the lesson: positions are personal, and not needed afterwards.
LIVE_PLACES = """CREATE TABLE live_places (
    school TEXT NOT NULL, class TEXT NOT NULL, learner TEXT NOT NULL, step INTEGER NOT NULL CHECK (step > 0),
    PRIMARY KEY (school, class, learner),
    FOREIGN KEY (school, class) REFERENCES live_lessons (school, class) ON DELETE CASCADE,
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

INDEXES = (
    "CREATE INDEX live_lessons_by_text ON live_lessons (school, text)",
    "CREATE INDEX live_places_by_learner ON live_places (school, learner)",
)

BUMP = "UPDATE live_lessons SET version = version + 1 WHERE school = {row}.school"
# Triggers, so that nothing that records an answer or changes a class has to know of lessons.
ON_ANSWER = f"""CREATE TRIGGER live_answer AFTER INSERT ON tries BEGIN
        {BUMP.format(row="NEW")} AND text = NEW.text AND class IN (
            SELECT class FROM live_places WHERE school = NEW.school AND learner = NEW.learner);
    END"""
TRIGGERS = (
    ON_ANSWER,
    f"""CREATE TRIGGER live_renamed AFTER UPDATE OF name ON memberships BEGIN
        {BUMP.format(row="NEW")} AND class = NEW.class;
    END""",
    f"""CREATE TRIGGER live_left AFTER DELETE ON memberships BEGIN
        DELETE FROM live_places WHERE school = OLD.school AND class = OLD.class AND learner = OLD.learner;
        {BUMP.format(row="OLD")} AND class = OLD.class;
    END""",
)
TABLE_NAMES = ("live_lessons", "live_places")
STATEMENTS = (LIVE_LESSONS, LIVE_PLACES, *INDEXES, *TRIGGERS)
