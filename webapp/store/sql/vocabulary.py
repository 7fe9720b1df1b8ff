"""Saved words and their reviews in SQL: a part of the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.store.protocols.store import KeptWord, Origin, Review, Schedule, WordHome
from webapp.store.sql.engine.bulk_insert import next_seq
from webapp.store.sql.engine.column_values import Row, from_iso, from_json, to_iso, to_json
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.sql.learners.create_learner import ensure_learner

KEPT_COLUMNS = "key, text, paragraph, position, word, lemma, origin, at, removed_at, due, reviews"
REVIEW_COLUMNS = "id, key, number, rating, at, due, state"
OF_LEARNER = "WHERE school = ? AND learner = ?"
FIND_KEPT = f"SELECT {KEPT_COLUMNS} FROM kept_words {OF_LEARNER} AND key = ?"
ALL_KEPT = f"SELECT {KEPT_COLUMNS} FROM kept_words {OF_LEARNER} AND removed_at IS NULL ORDER BY at DESC, key"
ALL_DUE = f"SELECT {KEPT_COLUMNS} FROM kept_words {OF_LEARNER} AND removed_at IS NULL AND due <= ? ORDER BY due, key"
ADD_KEPT = """
    INSERT INTO kept_words (school, learner, key, text, paragraph, position, word, lemma, origin, at, due)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
# Its reviews and its due date are unchanged.
KEEP_AGAIN = f"""
    UPDATE kept_words SET text = ?, paragraph = ?, position = ?, word = ?, removed_at = NULL {OF_LEARNER} AND key = ?"""
DROP = f"UPDATE kept_words SET removed_at = ? {OF_LEARNER} AND key = ? AND removed_at IS NULL"
FIND_REVIEW = f"SELECT {REVIEW_COLUMNS} FROM reviews {OF_LEARNER} AND id = ?"
# The card says which: of merged records, the other's card of the same word had reviews with the same numbers.
LAST_REVIEW = f"""
    SELECT {REVIEW_COLUMNS} FROM reviews {OF_LEARNER} AND key = ? AND number = ? ORDER BY due = ? DESC LIMIT 1"""
# In the order of recording, which the clock need not follow.
ALL_REVIEWS = f"SELECT {REVIEW_COLUMNS} FROM reviews {OF_LEARNER} AND key = coalesce(?, key) ORDER BY seq"
ADD_REVIEW = f"INSERT INTO reviews (school, learner, {REVIEW_COLUMNS}, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
SET_DUE = f"UPDATE kept_words SET due = ?, reviews = ? {OF_LEARNER} AND key = ?"
COUNT_FIRST = f"SELECT count(*) FROM reviews {OF_LEARNER} AND number = 1 AND at >= ?"


class SqlSavedWords:
    """Methods are documented in :class:`webapp.store.Store`."""

    _connections: Connections
    _now: Callable[[], datetime]

    def keep_word(self, school: str, learner: str, home: WordHome, origin: Origin) -> bool:
        with self._connections.write() as conn:
            kept = _keep(conn, school, canonical_id(conn, school, learner), home, origin, self._now())
        return kept

    def drop_word(self, school: str, learner: str, key: str) -> bool:
        with self._connections.write() as conn:
            root = canonical_id(conn, school, learner)
            dropped = execute(conn, DROP, to_iso(self._now()), school, root, key).rowcount
        return dropped > 0

    def kept_word(self, school: str, learner: str, key: str) -> KeptWord | None:
        with self._connections.read() as conn:
            row = execute(conn, FIND_KEPT, school, learner, key).fetchone()
        return _to_kept(row) if row else None

    def kept_words(self, school: str, learner: str) -> list[KeptWord]:
        with self._connections.read() as conn:
            return [_to_kept(row) for row in execute(conn, ALL_KEPT, school, learner)]

    def due_words(self, school: str, learner: str, at: datetime) -> list[KeptWord]:
        with self._connections.read() as conn:
            return [_to_kept(row) for row in execute(conn, ALL_DUE, school, learner, to_iso(at))]

    def review_word(
        self, school: str, learner: str, key: str, review_id: str, rating: str, schedule: Schedule
    ) -> Review | None:
        with self._connections.write() as conn:
            who = (school, canonical_id(conn, school, learner))
            review = _review(conn, who, key, review_id, rating, schedule, self._now())
        return review

    def reviews(self, school: str, learner: str, key: str | None = None) -> list[Review]:
        with self._connections.read() as conn:
            return [_to_review(row) for row in execute(conn, ALL_REVIEWS, school, learner, key)]

    def first_reviews_since(self, school: str, learner: str, since: datetime) -> int:
        with self._connections.read() as conn:
            return int(execute(conn, COUNT_FIRST, school, learner, to_iso(since)).fetchone()[0])


def _keep(conn: Connection, school: str, learner: str, home: WordHome, origin: Origin, now: datetime) -> bool:
    row = execute(conn, FIND_KEPT, school, learner, home.key).fetchone()
    place = (home.text, home.paragraph, home.position, home.word)
    if row is None:
        ensure_learner(conn, school, learner, now)
        execute(conn, ADD_KEPT, school, learner, home.key, *place, home.lemma, origin, to_iso(now), to_iso(now))
        return True
    if _to_kept(row).removed_at is None or origin == "missed":
        return False
    execute(conn, KEEP_AGAIN, *place, school, learner, home.key)
    return True


def _review(
    conn: Connection, who: tuple[str, str], key: str, review_id: str, rating: str, schedule: Schedule, now: datetime
) -> Review | None:
    earlier = execute(conn, FIND_REVIEW, *who, review_id).fetchone()
    if earlier:
        return _to_review(earlier)
    row = execute(conn, FIND_KEPT, *who, key).fetchone()
    if row is None or _to_kept(row).removed_at is not None:
        return None
    card = _to_kept(row)
    last = execute(conn, LAST_REVIEW, *who, key, card.reviews, to_iso(card.due)).fetchone()
    before = _to_review(last) if last else None
    state, due = schedule(before.state if before else None)
    number = before.number + 1 if before else 1
    values = (review_id, key, number, rating, to_iso(now), to_iso(due), to_json(state))
    execute(conn, ADD_REVIEW, *who, *values, next_seq(conn, "reviews"))
    execute(conn, SET_DUE, to_iso(due), number, *who, key)
    # Read back, so that the value returned now equals the one read later.
    return _to_review(execute(conn, FIND_REVIEW, *who, review_id).fetchone())


def _to_kept(row: Row) -> KeptWord:
    """Saved word of a row of ``KEPT_COLUMNS``."""
    key, text, paragraph, position, word, lemma, origin, at, removed_at, due, reviews = row
    removed = from_iso(removed_at) if removed_at else None
    return KeptWord(key, text, paragraph, position, word, lemma, origin, from_iso(at), removed, from_iso(due), reviews)


def _to_review(row: Row) -> Review:
    """Review of a row of ``REVIEW_COLUMNS``."""
    review_id, key, number, rating, at, due, state = row
    return Review(review_id, key, number, rating, from_iso(at), from_iso(due), from_json(state))
