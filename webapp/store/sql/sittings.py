"""``store.sittings`` in SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from webapp.domain.question import Response
from webapp.store.new_attempt import is_empty_response
from webapp.store.protocols.regrades import CalculateAnyStanding
from webapp.store.protocols.sittings import Decided, HandIn, LateAnswer, Reopening, Sittings
from webapp.store.sql.assignments import reopened_exams
from webapp.store.sql.engine.column_values import from_iso, from_json, to_iso, to_json
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.exam_rules import OF_EXAM
from webapp.store.sql.learners.canonical_ids import canonical_id

START = """
    INSERT INTO sittings (school, learner, assignment, text, started)
    SELECT school, id, ?, ?, ? FROM learners WHERE school = ? AND id = ? ON CONFLICT DO NOTHING"""
STARTED = "SELECT started FROM sittings WHERE school = ? AND learner = ? AND assignment = ?"
OF_ASSIGNMENT = "SELECT learner, started FROM sittings WHERE school = ? AND assignment = ?"
UNFINISHED = """
    SELECT DISTINCT d.learner FROM json_each(?1) AS asked
    CROSS JOIN drafts AS d ON d.school = ?2 AND d.learner = asked.value AND d.text = ?3 AND d.at >= ?4
    WHERE NOT EXISTS (SELECT 1 FROM tries WHERE tries.school = d.school AND tries.learner = d.learner
        AND tries.text = d.text AND tries.question = d.question AND (?4 = '' OR tries.at >= d.at))
    ORDER BY d.learner"""
# A hand-in stays with the record that made it, also where that was merged.
HAND_INS = f"""
    WITH records (learner, id) AS (
        SELECT value, value FROM json_each(?1)
        UNION ALL SELECT merges.root, merges.learner FROM json_each(?1) AS asked
        CROSS JOIN merges ON merges.school = ?2 AND merges.root = asked.value)
    SELECT records.learner, h.at, h.how FROM records
    CROSS JOIN hand_ins AS h INDEXED BY hand_ins_by_learner
        ON h.school = ?2 AND h.learner = records.id AND h.text = ?3 AND h.reopened IS NULL AND h.at >= ?4
    WHERE ?5 = '' OR {OF_EXAM.format(school="?2", exam="?5")}
    ORDER BY h.at DESC"""
KEEP_LATE = """
    INSERT INTO late_answers (school, learner, text, question, response, at, written)
    SELECT school, id, ?, ?, ?, ?, ? FROM learners WHERE school = ? AND id = ?
    ON CONFLICT (school, learner, text, question) DO UPDATE
        SET response = excluded.response, at = excluded.at, written = excluded.written
        WHERE late_answers.decided IS NULL"""
LATE = """
    SELECT l.learner, l.question, l.response, l.at, l.written, l.decided FROM json_each(?1) AS asked
    CROSS JOIN late_answers AS l ON l.school = ?2 AND l.learner = asked.value AND l.text = ?3
    ORDER BY l.at, l.learner, l.question"""
DECIDE = """
    UPDATE late_answers SET decided = ?, teacher = ?
    WHERE school = ? AND learner = ? AND text = ? AND question = ? AND decided IS NULL"""


class SqlSittings(Sittings):
    """Methods are documented in :class:`webapp.store.protocols.sittings.Sittings`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def start(self, school: str, learner: str, assignment_id: str, text: str) -> datetime:
        with self._connections.write() as conn:
            root, now = canonical_id(conn, school, learner), self._now()
            if not execute(conn, reopened_exams.RESUME, to_iso(now), school, assignment_id, root).rowcount:
                execute(conn, START, assignment_id, text, to_iso(now), school, root)
            started = _started(conn, school, root, assignment_id)
        return started or now

    def started(self, school: str, learner: str, assignment_id: str) -> datetime | None:
        with self._connections.read() as conn:
            return _started(conn, school, canonical_id(conn, school, learner), assignment_id)

    def of_assignment(self, school: str, assignment_id: str) -> dict[str, datetime]:
        reopenings = self.reopenings(school, assignment_id)
        with self._connections.read() as conn:
            rows = execute(conn, OF_ASSIGNMENT, school, assignment_id).fetchall()
        starts = {learner: from_iso(started) for learner, started in rows}
        latest = {learner: several[-1].clock_from for learner, several in reopenings.items()}
        return {learner: at for learner, at in {**starts, **latest}.items() if at}

    def reopen(
        self,
        school: str,
        learner: str,
        assignment_id: str,
        text: str,
        questions: Collection[str],
        teacher: str,
        used: timedelta,
        since: datetime | None = None,
        judge: CalculateAnyStanding | None = None,
    ) -> None:
        with self._connections.write() as conn:
            exam = (school, canonical_id(conn, school, learner), assignment_id, text)
            reopened_exams.reopen(conn, exam, questions, teacher, used, self._now(), _from(since), judge)

    def reopenings(self, school: str, assignment_id: str) -> dict[str, list[Reopening]]:
        by_learner: dict[str, list[Reopening]] = {}
        with self._connections.read() as conn:
            for row in execute(conn, reopened_exams.OF_ASSIGNMENT, school, assignment_id):
                reopening = reopened_exams.to_reopening(row)
                by_learner.setdefault(reopening.learner, []).append(reopening)
        return by_learner

    def latest_reopening(self, school: str, learner: str, assignment_id: str) -> Reopening | None:
        with self._connections.read() as conn:
            root = canonical_id(conn, school, learner)
            return reopened_exams.latest_reopening(conn, school, root, assignment_id)

    def unfinished(self, school: str, learners: Collection[str], text: str, since: datetime | None = None) -> list[str]:
        asked = (to_json(list(learners)), school, text, _from(since))
        with self._connections.read() as conn:
            rows = execute(conn, UNFINISHED, *asked).fetchall()
        return [learner for (learner,) in rows]

    def hand_in(self, school: str, learner: str, text: str, since: datetime | None = None) -> HandIn | None:
        with self._connections.read() as conn:
            root = canonical_id(conn, school, learner)
        return self.hand_ins(school, [root], text, since).get(root)

    def hand_ins(
        self,
        school: str,
        learners: Collection[str],
        text: str,
        since: datetime | None = None,
        assignment_id: str = "",
    ) -> dict[str, HandIn]:
        asked = (to_json(list(learners)), school, text, _from(since), assignment_id)
        with self._connections.read() as conn:
            rows = execute(conn, HAND_INS, *asked).fetchall()
        return {learner: HandIn(from_iso(at), how) for learner, at, how in rows}

    def keep_late(
        self, school: str, learner: str, text: str, answers: Mapping[str, Response], written: datetime | None
    ) -> None:
        now = self._now()
        with self._connections.write() as conn:
            root = canonical_id(conn, school, learner)
            for question, response in answers.items():
                if not is_empty_response(response):
                    row = (text, question, to_json(response), to_iso(now), to_iso(written or now))
                    execute(conn, KEEP_LATE, *row, school, root)

    def late_answers(self, school: str, learners: Collection[str], text: str) -> list[LateAnswer]:
        with self._connections.read() as conn:
            rows = execute(conn, LATE, to_json(list(learners)), school, text).fetchall()
        return [
            LateAnswer(learner, question, from_json(response), from_iso(at), from_iso(written), decided)
            for learner, question, response, at, written, decided in rows
        ]

    def decide_late(
        self, school: str, learner: str, text: str, questions: Collection[str], decided: Decided, teacher: str
    ) -> None:
        with self._connections.write() as conn:
            root = canonical_id(conn, school, learner)
            for question in questions:
                execute(conn, DECIDE, decided, teacher, school, root, text, question)


def _from(since: datetime | None) -> str:
    return to_iso(since) if since else ""


def _started(conn: Connection, school: str, root: str, assignment_id: str) -> datetime | None:
    reopening = reopened_exams.latest_reopening(conn, school, root, assignment_id)
    if reopening:
        return reopening.clock_from
    row = execute(conn, STARTED, school, root, assignment_id).fetchone()
    return from_iso(row[0]) if row else None
