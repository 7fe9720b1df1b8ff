"""Tables of saved words and their reviews, and the help used with a try."""

from __future__ import annotations

KEPT_WORDS = """CREATE TABLE kept_words (
    school TEXT NOT NULL, learner TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL,
    paragraph INTEGER NOT NULL CHECK (paragraph > 0), position INTEGER NOT NULL CHECK (position >= 0),
    word TEXT NOT NULL, lemma TEXT NOT NULL, origin TEXT NOT NULL CHECK (origin IN ('kept', 'missed')),
    at TEXT NOT NULL, removed_at TEXT, due TEXT NOT NULL, reviews INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (school, learner, key),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID"""

# A card's state is that of its last review; its due date is also in kept_words, where it can be found by time.
REVIEWS = """CREATE TABLE reviews (
    school TEXT NOT NULL, learner TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0), rating TEXT NOT NULL, at TEXT NOT NULL, due TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (school, learner, id), UNIQUE (school, learner, key, number),
    FOREIGN KEY (school, learner, key) REFERENCES kept_words (school, learner, key)) STRICT"""

STATEMENTS = (
    "ALTER TABLE tries ADD COLUMN support TEXT NOT NULL DEFAULT '[]'",
    KEPT_WORDS,
    REVIEWS,
    "CREATE INDEX kept_words_due ON kept_words (school, learner, due) WHERE removed_at IS NULL",
    # How many new cards a day has seen.
    "CREATE INDEX reviews_first ON reviews (school, learner, at) WHERE number = 1",
    "CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews "
    "BEGIN SELECT RAISE(ABORT, 'reviews are only added to, never changed'); END",
)
