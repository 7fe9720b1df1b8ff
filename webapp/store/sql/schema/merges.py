"""Tables of merged records, added by migration m011: the merges, and the log that undoes each.

Rows of a merged record are re-pointed to the kept one, so that readers know nothing of merging. Before, they kept their
learner, and every statement had to gather them.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.store.sql.merges.merge_tables import COLUMNS, KEYS

# "learner" was merged into "kept"; "root" is the record that has its rows now: another one than "kept" where that was
# merged later. "open" is 1 only inside the transaction that merges or undoes. They are undone from the greatest "seq".
MERGES = """CREATE TABLE merges (
    school TEXT NOT NULL, learner TEXT NOT NULL, kept TEXT NOT NULL, root TEXT NOT NULL, seq INTEGER NOT NULL,
    teacher TEXT NOT NULL, merged TEXT NOT NULL, open INTEGER NOT NULL CHECK (open IN (0, 1)),
    PRIMARY KEY (school, learner),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID"""

# One row for each row of the merged record: "of_table", the columns of its key besides school and learner as JSON, and
# as JSON too the row before the merge ("old", null where it was re-pointed unchanged and cannot change), and the kept
# record's row under the same key before and after it.
MERGE_ROWS = """CREATE TABLE merge_rows (
    school TEXT NOT NULL, learner TEXT NOT NULL, of_table TEXT NOT NULL, key TEXT NOT NULL,
    old TEXT, kept_before TEXT, kept_after TEXT,
    PRIMARY KEY (school, learner, of_table, key),
    FOREIGN KEY (school, learner) REFERENCES merges (school, learner)) STRICT, WITHOUT ROWID"""

# Numbers of the tries of a learner who has merged records; without a row, the number that was recorded counts. "number"
# is by time over all tries at the question. "place" is by the order of recording over those that count; null: does not
# count, since another record had answered fully right. "record" is the merged record in which the try was made.
MERGED_TRIES = """CREATE TABLE merged_tries (
    school TEXT NOT NULL, learner TEXT NOT NULL, try_id TEXT NOT NULL, record TEXT,
    number INTEGER NOT NULL CHECK (number > 0), place INTEGER CHECK (place > 0),
    PRIMARY KEY (school, learner, try_id),
    FOREIGN KEY (school, learner, try_id) REFERENCES tries (school, learner, id)) STRICT, WITHOUT ROWID"""

TABLE_NAMES = ("merges", "merge_rows", "merged_tries")
TABLES = (MERGES, MERGE_ROWS, MERGED_TRIES)
INDEXES = (
    "CREATE UNIQUE INDEX merges_by_seq ON merges (seq)",
    "CREATE INDEX merges_by_root ON merges (school, root)",
)

# As before, but a learner may have several tries of a question with the same number, of several records.
TRIES = """CREATE TABLE tries_now (
    id TEXT NOT NULL, school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    version TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0), response TEXT NOT NULL, label TEXT NOT NULL,
    shown TEXT NOT NULL, verdict TEXT NOT NULL, earned REAL NOT NULL, possible REAL NOT NULL, why TEXT NOT NULL,
    note TEXT NOT NULL, rung TEXT, parts TEXT NOT NULL, hints INTEGER NOT NULL, seconds REAL NOT NULL, at TEXT NOT NULL,
    support TEXT NOT NULL DEFAULT '[]', seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (school, learner, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, text, question, version) REFERENCES question_versions (school, text, question, digest)
    ) STRICT"""
# The same of the reviews of a word.
REVIEWS = """CREATE TABLE reviews_now (
    school TEXT NOT NULL, learner TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0), rating TEXT NOT NULL, at TEXT NOT NULL, due TEXT NOT NULL,
    state TEXT NOT NULL, seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (school, learner, id),
    FOREIGN KEY (school, learner, key) REFERENCES kept_words (school, learner, key)) STRICT"""


# The foreign keys that point here are not looked at meanwhile: see Connections.
def _replace(table: str, definition: str) -> Iterator[str]:
    yield definition
    yield f"INSERT INTO {table}_now SELECT * FROM {table} ORDER BY seq"
    yield f"DROP TABLE {table}"
    yield f"ALTER TABLE {table}_now RENAME TO {table}"


REPLACED_INDEXES = (
    "CREATE INDEX tries_by_question ON tries (school, text, question)",
    "CREATE INDEX tries_pending ON tries (school, at) WHERE verdict = 'pending'",
    "CREATE UNIQUE INDEX tries_by_seq ON tries (seq)",
    "CREATE INDEX tries_by_learner ON tries (school, learner, text, question, seq)",
    "CREATE INDEX reviews_first ON reviews (school, learner, at) WHERE number = 1",
    "CREATE UNIQUE INDEX reviews_by_seq ON reviews (seq)",
    "CREATE INDEX reviews_by_word ON reviews (school, learner, key, number)",
)

SINCE_M011 = (
    "allowances",
    "assignment_learners",
    "notes",
    "group_members",
    "grade_excuses",
    "report_words",
    "sittings",
    "late_answers",
    "reopened_exams",
)
"""Those that did not exist when that migration re-pointed the rows of earlier merges."""
GUARDED_FIRST = ("marks", "second_marks", "regrades", "tries", "hints", "reviews")
"""Tables whose rows never change, that existed when that migration was written."""
ADDED_SINCE = frozenset({"unsure"})
"""Those that tables got after migration m011."""


def guard(table: str, unknown: frozenset[str] = frozenset()) -> str:
    """Statement that creates the trigger which keeps rows of a table as they are.

    A row's learner alone may change, inside a merge that is open, and only if the merge's log has the row. ``unknown``:
    columns that the table does not have yet.
    """
    names = [name for column in COLUMNS[table].split(",") if (name := column.strip()) not in unknown]
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    key = ", ".join(f"OLD.{name}" for name in KEYS[table])
    return f"""CREATE TRIGGER {table}_stay BEFORE UPDATE ON {table}
    WHEN ({new}) IS NOT ({old}) OR NOT EXISTS (
        SELECT 1 FROM merges JOIN merge_rows ON merge_rows.school = merges.school
            AND merge_rows.learner = merges.learner AND of_table = '{table}' AND key = json_array({key})
        WHERE merges.school = OLD.school AND open = 1
            AND (merges.learner = OLD.learner AND kept = NEW.learner
                OR merges.learner = NEW.learner AND kept = OLD.learner))
    BEGIN SELECT RAISE(ABORT, '{table} are only added to, never changed'); END"""


def _guards() -> Iterator[str]:
    for table in GUARDED_FIRST:
        yield f"DROP TRIGGER IF EXISTS {table}_stay"
        yield guard(table, ADDED_SINCE)


STATEMENTS = (
    *_replace("tries", TRIES),
    *_replace("reviews", REVIEWS),
    *REPLACED_INDEXES,
    *TABLES,
    *INDEXES,
    *_guards(),
)
