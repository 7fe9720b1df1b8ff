"""Table of the versions of question and words files; added by a migration."""

from __future__ import annotations

# "number" is the order of versions: the clock need not follow. The bytes are kept as they are: a file that another
# program wrote need not be text.
CONTENT_VERSIONS = """CREATE TABLE content_versions (
    school TEXT NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('questions', 'words', 'text')),
    number INTEGER NOT NULL CHECK (number > 0), at TEXT NOT NULL, digest TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'seen-in-file')), base TEXT NOT NULL,
    teacher TEXT NOT NULL, name TEXT NOT NULL, why TEXT NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (school, text, kind, number)) STRICT"""

TABLE_NAMES = ("content_versions",)
STATEMENTS = (
    CONTENT_VERSIONS,
    # Lists of versions are read without the rows, which hold whole files.
    "CREATE INDEX content_versions_listed ON content_versions "
    "(school, kind, text, number, state, at, digest, base, teacher, name, why)",
    *(
        f"CREATE TRIGGER content_versions_{name} BEFORE {change} ON content_versions "
        "BEGIN SELECT RAISE(ABORT, 'content_versions is only added to, never changed'); END"
        for name, change in (("stay", "UPDATE"), ("are_kept", "DELETE"))
    ),
)
