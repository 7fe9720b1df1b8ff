"""Tables of learners, their attempts and what goes with these, made by the first migrations."""

from __future__ import annotations

LEARNERS = """CREATE TABLE learners (
    school TEXT NOT NULL, id TEXT NOT NULL, code TEXT NOT NULL, created TEXT NOT NULL,
    PRIMARY KEY (school, id), UNIQUE (school, code)) STRICT"""

# Written with the first try of a version, so that an old record can be explained after the file has changed.
QUESTION_VERSIONS = """CREATE TABLE question_versions (
    school TEXT NOT NULL, digest TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (school, text, question, digest)) STRICT"""

# The UNIQUE index also finds a learner's tries in a text: a second one over (school, learner, text) would
# only slow every insert down.
TRIES = """CREATE TABLE tries (
    id TEXT NOT NULL, school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    version TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0), response TEXT NOT NULL, label TEXT NOT NULL,
    shown TEXT NOT NULL, verdict TEXT NOT NULL, earned REAL NOT NULL, possible REAL NOT NULL, why TEXT NOT NULL,
    note TEXT NOT NULL, rung TEXT, parts TEXT NOT NULL, hints INTEGER NOT NULL, seconds REAL NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, learner, id), UNIQUE (school, learner, text, question, number),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, text, question, version) REFERENCES question_versions (school, text, question, digest)
    ) STRICT"""

STANDINGS = """CREATE TABLE standings (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    tries INTEGER NOT NULL, hints INTEGER NOT NULL, verdict TEXT NOT NULL, earned REAL NOT NULL,
    possible REAL NOT NULL, settled INTEGER NOT NULL, last_try TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, learner, text, question),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID"""

HINTS = """CREATE TABLE hints (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0), at TEXT NOT NULL,
    PRIMARY KEY (school, learner, text, question, number),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID"""

DRAFTS = """CREATE TABLE drafts (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    response TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, learner, text, question),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT"""

# Several failures may fall on the same microsecond, hence "times".
CODE_FAILURES = """CREATE TABLE code_failures (
    school TEXT NOT NULL, address TEXT NOT NULL, at TEXT NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (school, address, at)) STRICT, WITHOUT ROWID"""

TEXT_COUNTS = """CREATE TABLE text_counts (
    school TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL, version TEXT NOT NULL,
    tries INTEGER NOT NULL, accepted INTEGER NOT NULL, first_tries INTEGER NOT NULL,
    first_accepted INTEGER NOT NULL, earned REAL NOT NULL,
    PRIMARY KEY (school, text, question, version)) STRICT, WITHOUT ROWID"""

TABLES = (LEARNERS, QUESTION_VERSIONS, TRIES, STANDINGS, HINTS, DRAFTS, CODE_FAILURES, TEXT_COUNTS)
INDEXES = (
    "CREATE INDEX tries_by_question ON tries (school, text, question)",
    "CREATE INDEX code_failures_by_time ON code_failures (school, at)",
)

# The latest mark of a try is the one with the greatest number: the clock need not follow.
MARKS = """CREATE TABLE marks (
    id TEXT NOT NULL, school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    try_id TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0), points REAL NOT NULL CHECK (points >= 0),
    comment TEXT NOT NULL, marker TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, learner, try_id, number), UNIQUE (school, id),
    FOREIGN KEY (school, learner, try_id) REFERENCES tries (school, learner, id)) STRICT"""
