"""``store.sittings`` in SQLite."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from webapp.domain.question import Response
from webapp.domain.sitting import HandIn, LateAnswer
from webapp.store.protocols.sittings import Sittings
from webapp.store.sqlite.engine.column_values import from_iso, from_json, to_iso, to_json
from webapp.store.sqlite.engine.connections import Connections, execute
from webapp.store.sqlite.learners.canonical_ids import canonical_id
from webapp.store.sqlite.learners.create_learner import ensure_learner

START = "INSERT INTO sittings (school, learner, assignment, started) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
FIND_START = "SELECT started FROM sittings WHERE school = ? AND learner = ? AND assignment = ?"
ALL_STARTS = "SELECT learner, started FROM sittings WHERE school = ? AND assignment = ?"
LISTED = "SELECT value FROM json_each(?3)"
WITH_DRAFTS = f"SELECT DISTINCT learner FROM drafts WHERE school = ?1 AND text = ?2 AND learner IN ({LISTED})"
HAND_INS = f"""SELECT learner, min(at), handed_in_by FROM hand_ins
    WHERE school = ?1 AND text = ?2 AND learner IN ({LISTED}) GROUP BY learner"""
KEEP_LATE = """
    INSERT INTO late_answers (school, learner, text, question, response, at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET response = excluded.response, at = excluded.at"""
LATE = f"""SELECT learner, question, response, at FROM late_answers
    WHERE school = ?1 AND text = ?2 AND learner IN ({LISTED}) ORDER BY learner, question"""
DROP_LATE = "DELETE FROM late_answers WHERE school = ? AND learner = ? AND text = ?"


class SqliteSittings(Sittings):
    """Methods are documented in :class:`webapp.store.protocols.sittings.Sittings`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def start(self, school: str, learner: str, assignment_id: str) -> datetime:
        with self._connections.write() as conn:
            root, now = canonical_id(conn, school, learner), self._now()
            ensure_learner(conn, school, root, now)
            execute(conn, START, school, root, assignment_id, to_iso(now))
            (started,) = execute(conn, FIND_START, school, root, assignment_id).fetchone()
        return from_iso(started)

    def started(self, school: str, learner: str, assignment_id: str) -> datetime | None:
        with self._connections.read() as conn:
            row = execute(conn, FIND_START, school, canonical_id(conn, school, learner), assignment_id).fetchone()
        return from_iso(row[0]) if row else None

    def all_started(self, school: str, assignment_id: str) -> dict[str, datetime]:
        with self._connections.read() as conn:
            rows = execute(conn, ALL_STARTS, school, assignment_id).fetchall()
        return {learner: from_iso(started) for learner, started in rows}

    def with_saved_answers(self, school: str, text: str, learners: Collection[str]) -> set[str]:
        with self._connections.read() as conn:
            rows = execute(conn, WITH_DRAFTS, school, text, to_json(list(learners))).fetchall()
        return {learner for (learner,) in rows}

    def hand_ins(self, school: str, text: str, learners: Collection[str]) -> dict[str, HandIn]:
        with self._connections.read() as conn:
            rows = execute(conn, HAND_INS, school, text, to_json(list(learners))).fetchall()
        return {learner: HandIn(learner, from_iso(at), by) for learner, at, by in rows}

    def keep_late(self, school: str, learner: str, text: str, answers: Mapping[str, Response]) -> None:
        with self._connections.write() as conn:
            root, now = canonical_id(conn, school, learner), self._now()
            ensure_learner(conn, school, root, now)
            for question, response in answers.items():
                execute(conn, KEEP_LATE, school, root, text, question, to_json(response), to_iso(now))

    def late_answers(self, school: str, text: str, learners: Collection[str]) -> list[LateAnswer]:
        with self._connections.read() as conn:
            rows = execute(conn, LATE, school, text, to_json(list(learners))).fetchall()
        return [
            LateAnswer(learner, question, from_json(response), from_iso(at)) for learner, question, response, at in rows
        ]

    def drop_late(self, school: str, learner: str, text: str) -> None:
        with self._connections.write() as conn:
            execute(conn, DROP_LATE, school, canonical_id(conn, school, learner), text)
