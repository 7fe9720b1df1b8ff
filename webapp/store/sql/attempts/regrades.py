"""``store.regrades`` in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from webapp.domain.attempt import Attempt
from webapp.domain.effective_grade import effective_grade
from webapp.store.protocols.regrades import (
    AppliedBatch,
    Batch,
    CalculateStanding,
    Change,
    Regrades,
    Scope,
    StaleRegrade,
    grades_fingerprint,
)
from webapp.store.sql.attempts.effective_grades import dump_grade, load_grade, to_graded_attempt, with_latest_regrade
from webapp.store.sql.attempts.recalculate_standings import recalculate_standing
from webapp.store.sql.attempts.record_attempts import INSERT_VERSION
from webapp.store.sql.attempts.row_mapping import plain_parts
from webapp.store.sql.engine.bulk_insert import next_seq
from webapp.store.sql.engine.column_values import from_iso, to_iso, to_json
from webapp.store.sql.engine.connection import Connection, Connections, execute

VERSIONS = "SELECT text, question, version, tries FROM text_counts WHERE school = ? AND text = coalesce(?, text)"
ATTEMPTS_AT_QUESTIONS = with_latest_regrade(
    "SELECT * FROM tries WHERE school = ? AND text = ? AND question IN (SELECT value FROM json_each(?))"
)
# From the learners to their tries: the whole school's at a question may be a million times as many.
ATTEMPTS_OF_LEARNERS = with_latest_regrade("""
    SELECT tries.* FROM (SELECT value AS record FROM json_each(?)) AS who
    CROSS JOIN tries ON school = ? AND learner = who.record AND text = ?
    WHERE question IN (SELECT value FROM json_each(?))""")
BATCH_EXISTS = "SELECT 1 FROM regrade_batches WHERE school = ? AND id = ?"
ADD_BATCH = """
    INSERT INTO regrade_batches (school, id, text, teacher, reason, undoes, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
COLUMNS = (
    "school, learner, text, question, try_id, number, batch, version, verdict, earned, possible, why, note, rung, "
    "parts, old, mark_before, most_before, mark_after, most_after, seq, unsure"
)
ADD_REGRADE = f"INSERT INTO regrades ({COLUMNS}) VALUES ({', '.join('?' * len(COLUMNS.split(',')))})"
# Two seeks a question, however many have answered it.
RULES = """
    SELECT text, question,
        (SELECT min(rules) FROM standings AS s
            WHERE s.school = c.school AND s.text = c.text AND s.question = c.question AND s.rules > ''),
        (SELECT max(rules) FROM standings AS s
            WHERE s.school = c.school AND s.text = c.text AND s.question = c.question AND s.rules > '')
    FROM (SELECT DISTINCT school, text, question FROM text_counts WHERE school = ? AND text = coalesce(?, text)) AS c"""
MOVE_COUNT = """
    INSERT INTO text_counts (school, text, question, version, tries, accepted, first_tries, first_accepted, earned)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, max(0.0, ?))
    ON CONFLICT (school, text, question, version) DO UPDATE SET
        tries = text_counts.tries + excluded.tries, accepted = text_counts.accepted + excluded.accepted,
        first_tries = text_counts.first_tries + excluded.first_tries,
        first_accepted = text_counts.first_accepted + excluded.first_accepted,
        earned = max(0.0, text_counts.earned + ?)"""
DROP_EMPTY = "DELETE FROM text_counts WHERE school = ? AND text = ? AND question = ? AND tries <= 0"
BATCHES = """
    SELECT b.id, b.text, b.teacher, b.reason, b.undoes, b.at, count(*), count(DISTINCT r.learner),
        EXISTS (SELECT 1 FROM regrade_batches AS u WHERE u.school = b.school AND u.text = b.text AND u.undoes = b.id)
    FROM regrade_batches AS b CROSS JOIN regrades AS r ON r.school = b.school AND r.batch = b.id
    WHERE b.school = ? AND b.text = ? GROUP BY b.school, b.id ORDER BY b.at DESC, b.seq DESC"""
OF_BATCH = """
    SELECT learner, question, try_id, number, old FROM regrades WHERE school = ?1 AND batch = ?2
        AND (?3 IS NULL OR learner IN (SELECT value FROM json_each(?3))) ORDER BY seq"""
LEARNERS = """
    SELECT DISTINCT learner FROM standings WHERE school = ? AND text = ? AND learner > ? ORDER BY learner LIMIT ?"""
LEARNERS_OF_BATCH = """
    SELECT DISTINCT learner FROM regrades WHERE school = ? AND batch = ? AND learner > ? ORDER BY learner LIMIT ?"""


class SqlRegrades(Regrades):
    """Methods are documented in :class:`webapp.store.protocols.regrades.Regrades`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def versions(self, school: str, text: str | None = None) -> dict[tuple[str, str], dict[str, int]]:
        counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        with self._connections.read() as conn:
            for of_text, question, version, tries in execute(conn, VERSIONS, school, text):
                counts[of_text, question][version] = tries
        return dict(counts)

    def rules(self, school: str, text: str | None = None) -> dict[tuple[str, str], frozenset[str]]:
        with self._connections.read() as conn:
            rows = execute(conn, RULES, school, text).fetchall()
        return {(of_text, question): frozenset((low, high)) for of_text, question, low, high in rows if low}

    def tries(self, school: str, text: str, questions: Collection[str], scope: Scope) -> list[tuple[str, Attempt]]:
        with self._connections.read() as conn:
            return _attempts(conn, school, text, questions, scope)

    def apply(
        self,
        school: str,
        batch: Batch,
        scope: Scope,
        questions: Collection[str],
        seen: str,
        changes: Sequence[Change],
        bodies: Mapping[str, tuple[str, str]],
        calculate: CalculateStanding,
        *,
        go_on: bool = False,
    ) -> bool:
        now = self._now()
        with self._connections.write() as conn:
            new = execute(conn, BATCH_EXISTS, school, batch.id).fetchone() is None
            if new or go_on:
                attempts = _attempts(conn, school, batch.text, questions, scope)
                if grades_fingerprint(attempts) != seen:
                    raise StaleRegrade(batch.text)
                if new:
                    values = (batch.text, batch.teacher, batch.reason, batch.undoes, to_iso(now))
                    execute(conn, ADD_BATCH, school, batch.id, *values, next_seq(conn, "regrade_batches"))
                for question, (version, body) in bodies.items():
                    execute(conn, INSERT_VERSION, school, version, batch.text, question, body)
                _write(conn, batch.id, {(attempt.learner, attempt.id): attempt for _, attempt in attempts}, changes)
                changed = {(change.graded.learner, change.graded.question) for change in changes}
                for learner, question in sorted(changed):
                    recalculate_standing(conn, (school, learner, batch.text, question), calculate)
        return new or go_on

    def batches(self, school: str, text: str) -> list[AppliedBatch]:
        with self._connections.read() as conn:
            return [
                AppliedBatch(Batch(id_, of_text, teacher, reason, undoes), from_iso(at), tries, learners, bool(undone))
                for id_, of_text, teacher, reason, undoes, at, tries, learners, undone in execute(
                    conn, BATCHES, school, text
                )
            ]

    def rows(self, school: str, batch: str, learners: Scope = None) -> list[dict[str, Any]]:
        names = ("learner", "question", "try_id", "number", "old")
        of_whom = None if learners is None else to_json([*{*learners}])
        with self._connections.read() as conn:
            found = execute(conn, OF_BATCH, school, batch, of_whom)
            rows = [dict(zip(names, row, strict=True)) for row in found]
        return [row | {"old": load_grade(row["old"])} for row in rows]

    def learners(self, school: str, text: str, after: str, most: int, batch: str | None = None) -> list[str]:
        asked = (LEARNERS, school, text) if batch is None else (LEARNERS_OF_BATCH, school, batch)
        with self._connections.read() as conn:
            return [learner for (learner,) in execute(conn, *asked, after, most)]


def _attempts(
    conn: Connection, school: str, text: str, questions: Collection[str], scope: Scope
) -> list[tuple[str, Attempt]]:
    asked = to_json(list(questions))
    if scope is None:
        rows = execute(conn, ATTEMPTS_AT_QUESTIONS, school, text, asked).fetchall()
    else:
        rows = execute(conn, ATTEMPTS_OF_LEARNERS, to_json([*{*scope}]), school, text, asked).fetchall()
    return [(attempt.learner, attempt) for attempt in map(to_graded_attempt, rows)]


def _write(
    conn: Connection, batch: str, attempts: Mapping[tuple[str, str], Attempt], changes: Sequence[Change]
) -> None:
    for seq, change in enumerate(changes, next_seq(conn, "regrades")):
        new, old = change.graded, attempts[change.graded.learner, change.graded.id]
        before = replace(effective_grade(old), rules=change.rules)
        execute(
            conn,
            ADD_REGRADE,
            *(new.school, new.learner, new.text, new.question, new.id),
            *(old.regraded.times + 1 if old.regraded else 1, batch, change.version),
            *(new.verdict, new.earned, new.possible, new.why, new.note, new.tolerance_level),
            *(to_json(plain_parts(new.parts)), dump_grade(before), *change.before, *change.after),
            seq,
            new.unsure,
        )
        _move_count(conn, old, before.version, -1)
        _move_count(conn, new, change.version, 1)
        execute(conn, DROP_EMPTY, new.school, new.text, new.question)


def _move_count(conn: Connection, attempt: Attempt, version: str, by: int) -> None:
    accepted, first = attempt.verdict == "accepted", attempt.number == 1
    counted = (by, by * accepted, by * first, by * (accepted and first))
    execute(
        conn,
        MOVE_COUNT,
        attempt.school,
        attempt.text,
        attempt.question,
        version,
        *counted,
        by * attempt.earned,
        by * attempt.earned,
    )
