"""Tables of notes to learners and classes, added by a migration; and what the screen of a live lesson shows."""

from __future__ import annotations

# "seq" is the order of writing, which the clock need not follow. Class "" where no class has to do with it.
NOTES = """CREATE TABLE notes (
    school TEXT NOT NULL, learner TEXT NOT NULL, id TEXT NOT NULL, class TEXT NOT NULL, kind TEXT NOT NULL,
    text TEXT NOT NULL, question TEXT NOT NULL, assignment TEXT NOT NULL, words TEXT NOT NULL, teacher TEXT NOT NULL,
    at TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (school, learner, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT"""

# Read by whoever is a member when it is written.
CLASS_NOTES = """CREATE TABLE class_notes (
    school TEXT NOT NULL, class TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    question TEXT NOT NULL, assignment TEXT NOT NULL, words TEXT NOT NULL, teacher TEXT NOT NULL, at TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (school, class, id),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT"""

TABLE_NAMES = ("notes", "class_notes")
STATEMENTS = (
    NOTES,
    CLASS_NOTES,
    "CREATE INDEX notes_by_time ON notes (school, learner, at)",
    "CREATE INDEX class_notes_by_time ON class_notes (school, class, at)",
    # Few tries wait for a person: the others are not in it.
    "CREATE INDEX tries_pending_by_learner ON tries (school, learner) WHERE verdict = 'pending'",
    "CREATE INDEX marks_by_time ON marks (school, learner, at)",
    # The time up to which a learner has read the news.
    "ALTER TABLE learners ADD COLUMN news_read TEXT NOT NULL DEFAULT ''",
)

# Of the lesson, not of a browser: a phone is the remote control of the projector.
SCREEN = (
    *(
        f"ALTER TABLE live_lessons ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0"
        for name in ("shown_step", "shown_answer", "shown_evidence")
    ),
    # The teacher's page shows the number of members too.
    """CREATE TRIGGER live_joined AFTER INSERT ON memberships BEGIN
        UPDATE live_lessons SET version = version + 1 WHERE school = NEW.school AND class = NEW.class;
    END""",
)
