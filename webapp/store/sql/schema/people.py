"""Tables of teachers, classes and merged records, added by migration m004."""

from __future__ import annotations

TEACHERS = """CREATE TABLE teachers (
    school TEXT NOT NULL, id TEXT NOT NULL, sign_in TEXT NOT NULL, name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'teacher')), password TEXT NOT NULL, created TEXT NOT NULL, closed TEXT,
    PRIMARY KEY (school, id), UNIQUE (school, sign_in)) STRICT"""

# Only hashes of links and of sessions: who reads the file cannot sign in with it.
DESK_LINKS = """CREATE TABLE desk_links (
    school TEXT NOT NULL, hash TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('setup', 'invitation', 'password')),
    role TEXT NOT NULL, name TEXT NOT NULL, teacher TEXT NOT NULL, created TEXT NOT NULL, expires TEXT NOT NULL,
    PRIMARY KEY (school, hash)) STRICT, WITHOUT ROWID"""

DESK_SESSIONS = """CREATE TABLE desk_sessions (
    school TEXT NOT NULL, hash TEXT NOT NULL, teacher TEXT NOT NULL, device TEXT NOT NULL,
    created TEXT NOT NULL, seen TEXT NOT NULL,
    PRIMARY KEY (school, hash),
    FOREIGN KEY (school, teacher) REFERENCES teachers (school, id)) STRICT, WITHOUT ROWID"""

CLASSES = """CREATE TABLE classes (
    school TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL,
    created TEXT NOT NULL, archived TEXT,
    PRIMARY KEY (school, id), UNIQUE (school, code)) STRICT"""

CLASS_TEACHERS = """CREATE TABLE class_teachers (
    school TEXT NOT NULL, class TEXT NOT NULL, teacher TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (school, class, teacher),
    FOREIGN KEY (school, class) REFERENCES classes (school, id),
    FOREIGN KEY (school, teacher) REFERENCES teachers (school, id)) STRICT, WITHOUT ROWID"""

# No UNIQUE over the names: undoing a merge may bring a second Layla back, and the teacher then tells them apart.
MEMBERSHIPS = """CREATE TABLE memberships (
    school TEXT NOT NULL, class TEXT NOT NULL, learner TEXT NOT NULL, name TEXT NOT NULL, joined TEXT NOT NULL,
    PRIMARY KEY (school, class, learner),
    FOREIGN KEY (school, class) REFERENCES classes (school, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID"""

TABLES = (TEACHERS, DESK_LINKS, DESK_SESSIONS, CLASSES, CLASS_TEACHERS, MEMBERSHIPS)
TABLE_NAMES = ("teachers", "desk_links", "desk_sessions", "classes", "class_teachers", "memberships")
INDEXES = (
    "CREATE INDEX desk_sessions_by_teacher ON desk_sessions (school, teacher)",
    "CREATE INDEX classes_by_teacher ON class_teachers (school, teacher)",
    "CREATE INDEX memberships_by_learner ON memberships (school, learner)",
    "CREATE INDEX learners_merged ON learners (school, merged_into) WHERE merged_into IS NOT NULL",
)
# A merged record names the one it is merged into. Nothing else of it changes, so the merge can be undone.
STATEMENTS = ("ALTER TABLE learners ADD COLUMN merged_into TEXT", *TABLES, *INDEXES)
LANGUAGE = tuple(
    f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT 'auto' CHECK ({column} IN ({values}))"
    for table in ("classes", "teachers")
    for column, values in (("language", "'auto', 'ar', 'en', 'both'"), ("digits", "'auto', 'arab', 'latn'"))
)
