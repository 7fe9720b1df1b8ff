"""Names that learners take from a class's list, and codes of classes that were replaced; added by a migration."""

from __future__ import annotations

# A name is taken by merging the record that the teacher made for it into the learner's own. Both ids are here as hashes
# ("name" and "owner"), so that a deleted learner leaves nothing: who has the name now, the merge tells. "device" is the
# random id of a known device, so that a teacher sees that one device took several names.
CLAIMED_NAMES = """CREATE TABLE claimed_names (
    school TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL, class TEXT NOT NULL, device TEXT NOT NULL,
    at TEXT NOT NULL, undone TEXT, undone_by TEXT,
    PRIMARY KEY (school, name, owner),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

# For a while the old code can be brought back, so no other class is given it.
REPLACED_CODES = """CREATE TABLE replaced_codes (
    school TEXT NOT NULL, code TEXT NOT NULL, class TEXT NOT NULL, replaced TEXT NOT NULL,
    PRIMARY KEY (school, code),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""

# A learner who has taken a name and makes a new code ends the printed card of the name. Code and time are in the row of
# the name's own record, and go with it.
ENDED_CARDS = (
    "ALTER TABLE learners ADD COLUMN card_code TEXT",
    "ALTER TABLE learners ADD COLUMN card_ended TEXT",
)
TABLE_NAMES = ("claimed_names", "replaced_codes")
STATEMENTS = (
    CLAIMED_NAMES,
    REPLACED_CODES,
    "CREATE INDEX claimed_names_by_class ON claimed_names (school, class, at)",
    "CREATE INDEX replaced_codes_by_class ON replaced_codes (school, class, replaced)",
    # 1: a teacher made the record beforehand, and no device has opened it yet. Of earlier records that is not known, so
    # their names cannot be taken.
    "ALTER TABLE learners ADD COLUMN unopened INTEGER NOT NULL DEFAULT 0 CHECK (unopened IN (0, 1))",
    # 1: who has the class's code may choose from the names that nobody has used yet.
    "ALTER TABLE classes ADD COLUMN names_shown INTEGER NOT NULL DEFAULT 1 CHECK (names_shown IN (0, 1))",
)
