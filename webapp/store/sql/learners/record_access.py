"""``store.access`` in SQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from webapp.domain.access_codes import new_code
from webapp.domain.attempt import Learner
from webapp.store.protocols.joining import KEEP_CLAIMS
from webapp.store.protocols.live_lessons import MAX_LESSON_LENGTH
from webapp.store.protocols.record_access import NamedRecord, ReadersClass, RecordAccess
from webapp.store.sql.engine.column_values import from_iso, from_json, to_iso
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.learners.canonical_ids import canonical_id, record_ids
from webapp.store.sql.learners.create_learner import FIND_LEARNER
from webapp.store.sql.learners.learner_rows import to_learner
from webapp.store.sql.news_sources import ASSIGNED, MARKS, any_news
from webapp.store.tokens import hash_token, new_id

FIND_EPOCH = "SELECT epoch FROM learners WHERE school = ? AND id = ?"
# Asked by every request: school, learner, epoch, hashes of the id and of the session. What only some readers have is
# asked in statements of their own: a server begins with all parts of a statement, also with those it need not look at.
# A school that gives exams: who has begun or handed in one has it also outside its classes.
FIND_NAMED = """
    WITH asked (school, learner, epoch, owner, session) AS (VALUES (?, ?, ?, ?, ?)),
    merged (learner) AS (
        SELECT coalesce((SELECT root FROM merges WHERE merges.school = asked.school
            AND merges.learner = asked.learner), learner) FROM asked)
    SELECT merged.learner,
        coalesce((SELECT epoch FROM learners WHERE school = asked.school AND id = asked.learner), '') = asked.epoch
            AND NOT EXISTS (SELECT 1 FROM deleted_learners AS deleted
                WHERE deleted.school = asked.school AND deleted.hash = asked.owner)
            AND NOT EXISTS (SELECT 1 FROM ended_sessions AS ended
                WHERE ended.school = asked.school AND ended.owner = asked.owner AND ended.hash = asked.session),
        record.news_read,
        EXISTS (SELECT 1 FROM notes
            WHERE school = record.school AND learner = record.id AND at > record.news_read),
        EXISTS (SELECT 1 FROM marks WHERE school = record.school AND learner = record.id AND at > record.news_read)
            OR EXISTS (SELECT 1 FROM regrades WHERE school = record.school AND learner = record.id),
        EXISTS (SELECT 1 FROM memberships INDEXED BY memberships_by_learner
            WHERE school = record.school AND learner = record.id),
        EXISTS (SELECT 1 FROM assignment_learners WHERE school = record.school AND learner = record.id),
        EXISTS (SELECT 1 FROM assignments WHERE school = record.school AND exam = 1 AND removed IS NULL)
    FROM asked CROSS JOIN merged ON TRUE
    LEFT JOIN learners AS record ON record.school = asked.school AND record.id = merged.learner"""
# School, learner, and the time of the news that was read last.
NEWS_OF_MARKS = f"SELECT {any_news('?1', '?2', '?3', '', MARKS)}"
# The same, the present time, and the time after which a live lesson must have begun.
FIND_ASSIGNED = f"""SELECT {any_news("?1", "?2", "?3", "?4", ASSIGNED)},
    EXISTS (SELECT 1 FROM memberships INDEXED BY memberships_by_learner
        CROSS JOIN live_lessons
        ON live_lessons.school = memberships.school AND live_lessons.class = memberships.class
        WHERE memberships.school = ?1 AND memberships.learner = ?2 AND live_lessons.began > ?5),
    EXISTS (SELECT 1 FROM memberships INDEXED BY memberships_by_learner
        CROSS JOIN assignment_classes AS given
        ON given.school = memberships.school AND given.class = memberships.class
        WHERE memberships.school = ?1 AND memberships.learner = ?2),
    (SELECT json_group_array(json_array(
            classes.id, classes.name, classes.code, memberships.name, classes.shelf,
            classes.language, classes.digits))
        FROM memberships INDEXED BY memberships_by_learner
        CROSS JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
            AND classes.archived IS NULL
        WHERE memberships.school = ?1 AND memberships.learner = ?2)"""
CODE_TAKEN = "SELECT 1 FROM learners WHERE school = ? AND code = ?"
MAX_ENDED_SESSIONS = 500
"""Ended sessions that are kept of one record; behind it another epoch begins, which ends all sessions."""
MAX_COOKIE_AGE = timedelta(days=400)
END_SESSION = "INSERT INTO ended_sessions (school, owner, hash, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
ENDED_AT = "SELECT since FROM ended_sessions WHERE school = ? AND owner = ? AND hash = ?"
DROP_EXPIRED = "DELETE FROM ended_sessions WHERE school = ? AND owner = ? AND since < ?"
COUNT_ENDED = "SELECT count(*) FROM ended_sessions WHERE school = ? AND owner = ?"
FORGET_ENDED = "DELETE FROM ended_sessions WHERE school = ? AND owner = ?"
NEW_EPOCH = "UPDATE learners SET epoch = ? WHERE school = ? AND id = ?"
RENEW = "UPDATE learners SET code = ?, epoch = ? WHERE school = ? AND id = ?"
# The code on the card of a name that the learner took: the teacher can give the name back, and with it the card.
END_CARD = """
    UPDATE learners SET card_code = code, card_ended = ?1 WHERE school = ?2 AND id = ?3 AND card_code IS NULL
    AND EXISTS (SELECT 1 FROM claimed_names AS c
        WHERE c.school = ?2 AND c.name = ?4 AND c.at > ?5 AND c.undone IS NULL)"""


class SqlRecordAccess(RecordAccess):
    """Methods are documented in :class:`webapp.store.protocols.record_access.RecordAccess`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def epoch(self, school: str, learner: str) -> str:
        with self._connections.read() as conn:
            return _epoch(conn, school, learner)

    def named(self, school: str, learner: str, epoch: str, session: str | None = None) -> NamedRecord:
        hashes = hash_token(learner), "" if session is None else hash_token(session)
        with self._connections.read() as conn:
            row = execute(conn, FIND_NAMED, school, learner, epoch, *hashes).fetchone()
            root, valid, read, news, marked, member, named, exams = row
            if read is None:  # nothing is recorded
                return NamedRecord(learner, bool(valid), False)
            since = (school, root, read)
            news = news or (marked and execute(conn, NEWS_OF_MARKS, *since).fetchone()[0])
            record = NamedRecord(root, bool(valid), True, bool(named or exams), news=bool(news))
            if not (member or named):
                return record
            now = self._now()
            assigned = execute(conn, FIND_ASSIGNED, *since, to_iso(now), to_iso(now - MAX_LESSON_LENGTH)).fetchone()
        return _with_classes(record, *assigned)

    def end_session(self, school: str, learner: str, session: str) -> None:
        owner, now = hash_token(learner), self._now()
        with self._connections.write() as conn:
            if execute(conn, FIND_EPOCH, school, learner).fetchone() is None:
                return
            execute(conn, DROP_EXPIRED, school, owner, to_iso(now - MAX_COOKIE_AGE))
            if int(execute(conn, COUNT_ENDED, school, owner).fetchone()[0]) < MAX_ENDED_SESSIONS:
                execute(conn, END_SESSION, school, owner, hash_token(session), to_iso(now))
            else:
                execute(conn, NEW_EPOCH, new_id(), school, learner)
                execute(conn, FORGET_ENDED, school, owner)

    def session_ended(self, school: str, learner: str, session: str) -> datetime | None:
        with self._connections.read() as conn:
            row = execute(conn, ENDED_AT, school, hash_token(learner), hash_token(session)).fetchone()
        return from_iso(row[0]) if row else None

    def renew(self, school: str, learner: str, epoch: str, by_learner: bool = False) -> Learner | None:
        with self._connections.write() as conn:
            root = canonical_id(conn, school, learner)
            row = execute(conn, FIND_LEARNER, school, root).fetchone()
            if row and _epoch(conn, school, root) == epoch:
                for part in record_ids(conn, school, root):
                    if by_learner:
                        now = self._now()
                        execute(conn, END_CARD, to_iso(now), school, part, hash_token(part), to_iso(now - KEEP_CLAIMS))
                    renew_code(conn, school, part)
                row = execute(conn, FIND_LEARNER, school, root).fetchone()
            else:
                row = None
        return to_learner(row) if row else None


def _with_classes(record: NamedRecord, news: bool, together: bool, assigned: bool, listed: str) -> NamedRecord:
    """The record of a learner with classes or assignments: with what :data:`FIND_ASSIGNED` tells."""
    classes = sorted((ReadersClass(*row) for row in from_json(listed)), key=lambda klass: (klass.name, klass.id))
    return replace(
        record,
        assigned=bool(record.assigned or assigned),
        shelf="assigned" if classes and all(klass.shelf == "assigned" for klass in classes) else "all",
        news=bool(record.news or news),
        reads_together=bool(together),
        classes=tuple(classes),
    )


def renew_code(conn: Connection, school: str, learner: str) -> None:
    """Give one record another code and epoch: its code, card, cookies and tokens end."""
    execute(conn, RENEW, _free_code(conn, school), new_id(), school, learner)
    execute(conn, FORGET_ENDED, school, hash_token(learner))


def _epoch(conn: Connection, school: str, learner: str) -> str:
    row = execute(conn, FIND_EPOCH, school, learner).fetchone()
    return str(row[0]) if row else ""


def _free_code(conn: Connection, school: str) -> str:
    while True:
        code = new_code()
        if not execute(conn, CODE_TAKEN, school, code).fetchone():
            return code
