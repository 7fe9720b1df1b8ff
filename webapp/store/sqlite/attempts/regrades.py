"""``store.regrades`` in the same SQLite file as the answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from webapp.domain.attempt import Attempt
from webapp.store.protocols.regrades import Applied, Batch, Change, Regrades, Restand, Scope, StaleRegrade, seen_of
from webapp.store.sqlite.attempts.effective_grades import as_graded, dump_grade, grade_of, load_grade
from webapp.store.sqlite.attempts.recalculate_standings import restand as restand_one
from webapp.store.sqlite.attempts.record_attempts import ADD_VERSION
from webapp.store.sqlite.attempts.row_mapping import TRY_COLUMNS, dump, stamp, to_try, unstamp
from webapp.store.sqlite.engine.connections import Connections, run
from webapp.store.sqlite.people.merged_learners import as_one, merged_under, roots, roots_among

if TYPE_CHECKING:
    from sqlite3 import Connection

VERSIONS = "SELECT text, question, version, tries FROM text_counts WHERE school = ? AND text = coalesce(?, text)"
OF_QUESTIONS = f"""
    SELECT {TRY_COLUMNS} FROM tries
    WHERE school = ? AND text = ? AND question IN (SELECT value FROM json_each(?)) ORDER BY rowid"""
# From the learners to their tries: the whole school's at a question may be a million times as many.
OF_LEARNERS = f"""
    SELECT {TRY_COLUMNS} FROM (SELECT value AS record FROM json_each(?)) AS who
    CROSS JOIN tries ON school = ? AND learner = who.record AND text = ?
    WHERE question IN (SELECT value FROM json_each(?)) ORDER BY tries.rowid"""
KNOWN = "SELECT 1 FROM regrade_batches WHERE school = ? AND id = ?"
ADD_BATCH = "INSERT INTO regrade_batches (school, id, text, teacher, reason, undoes, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
COLUMNS = (
    "school, learner, text, question, try_id, number, batch, version, verdict, earned, possible, why, note, rung, "
    "parts, old, mark_before, most_before, mark_after, most_after"
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
        tries = tries + excluded.tries, accepted = accepted + excluded.accepted,
        first_tries = first_tries + excluded.first_tries, first_accepted = first_accepted + excluded.first_accepted,
        earned = max(0.0, earned + ?)"""
DROP_EMPTY = "DELETE FROM text_counts WHERE school = ? AND text = ? AND question = ? AND tries <= 0"
BATCHES = """
    SELECT b.id, b.text, b.teacher, b.reason, b.undoes, b.at, count(*), count(DISTINCT r.learner),
        EXISTS (SELECT 1 FROM regrade_batches AS u WHERE u.school = b.school AND u.text = b.text AND u.undoes = b.id)
    FROM regrade_batches AS b CROSS JOIN regrades AS r ON r.school = b.school AND r.batch = b.id
    WHERE b.school = ? AND b.text = ? GROUP BY b.id ORDER BY b.at DESC, b.rowid DESC"""
OF_BATCH = "SELECT learner, question, try_id, number, old FROM regrades WHERE school = ? AND batch = ? ORDER BY rowid"


class SqliteRegrades(Regrades):
    """Methods are documented in :class:`webapp.store.protocols.regrades.Regrades`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def versions(self, school: str, text: str | None = None) -> dict[tuple[str, str], dict[str, int]]:
        found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        with self._connections.read() as conn:
            for of_text, question, version, tries in run(conn, VERSIONS, school, text):
                found[of_text, question][version] = tries
        return dict(found)

    def rules(self, school: str, text: str | None = None) -> dict[tuple[str, str], frozenset[str]]:
        with self._connections.read() as conn:
            found = run(conn, RULES, school, text).fetchall()
        return {(of_text, question): frozenset((low, high)) for of_text, question, low, high in found if low}

    def tries(self, school: str, text: str, questions: Collection[str], scope: Scope) -> list[tuple[str, Attempt]]:
        with self._connections.read() as conn:
            return _tries(conn, school, text, questions, scope)

    def join(self, tries: Sequence[Attempt], learner: str) -> list[Attempt]:
        return as_one(tries, learner)

    def apply(
        self,
        school: str,
        batch: Batch,
        scope: Scope,
        questions: Collection[str],
        seen: str,
        changes: Sequence[Change],
        bodies: Mapping[str, tuple[str, str]],
        restand: Restand,
    ) -> bool:
        now = self._now()
        with self._connections.write() as conn:
            new = run(conn, KNOWN, school, batch.id).fetchone() is None
            if new:
                there = _tries(conn, school, batch.text, questions, scope)
                if seen_of(there) != seen:
                    raise StaleRegrade(batch.text)
                given = (batch.text, batch.teacher, batch.reason, batch.undoes, stamp(now))
                run(conn, ADD_BATCH, school, batch.id, *given)
                for question, (version, body) in bodies.items():
                    run(conn, ADD_VERSION, school, version, batch.text, question, body)
                _write(conn, batch.id, {(one.learner, one.id): one for _, one in there}, changes)
                concerned = {(one.graded.learner, one.graded.question) for one in changes}
                kept = roots_among(conn, school, [learner for learner, _ in concerned])
                concerned |= {(kept.get(learner, learner), question) for learner, question in concerned}
                for learner, question in sorted(concerned):
                    restand_one(conn, (school, learner, batch.text, question), restand)
        return new

    def batches(self, school: str, text: str) -> list[Applied]:
        with self._connections.read() as conn:
            return [
                Applied(Batch(id_, of_text, teacher, reason, undoes), unstamp(at), tries, learners, bool(undone))
                for id_, of_text, teacher, reason, undoes, at, tries, learners, undone in run(
                    conn, BATCHES, school, text
                )
            ]

    def rows(self, school: str, batch: str) -> list[dict[str, Any]]:
        names = ("learner", "question", "try_id", "number", "old")
        with self._connections.read() as conn:
            found = [dict(zip(names, row, strict=True)) for row in run(conn, OF_BATCH, school, batch)]
        return [row | {"old": load_grade(row["old"])} for row in found]


def _tries(
    conn: Connection, school: str, text: str, questions: Collection[str], scope: Scope
) -> list[tuple[str, Attempt]]:
    asked = dump(list(questions))
    if scope is None:
        kept = roots(conn, school)
        rows = run(conn, OF_QUESTIONS, school, text, asked).fetchall()
    else:
        kept = merged_under(conn, school, scope)
        rows = run(conn, OF_LEARNERS, dump([*{*scope, *kept}]), school, text, asked).fetchall()
    return [(kept.get(one.learner, one.learner), one) for one in as_graded(conn, map(to_try, rows))]


def _write(conn: Connection, batch: str, there: Mapping[tuple[str, str], Attempt], changes: Sequence[Change]) -> None:
    for change in changes:
        new, old = change.graded, there[change.graded.learner, change.graded.id]
        before = replace(grade_of(old), rules=change.rules)
        run(
            conn,
            ADD_REGRADE,
            *(new.school, new.learner, new.text, new.question, new.id),
            *(old.regraded.times + 1 if old.regraded else 1, batch, change.version),
            *(new.verdict, new.earned, new.possible, new.why, new.note, new.rung),
            *(dump([asdict(part) for part in new.parts]), dump_grade(before), *change.before, *change.after),
        )
        _count(conn, old, before.version, -1)
        _count(conn, new, change.version, 1)
        run(conn, DROP_EMPTY, new.school, new.text, new.question)


def _count(conn: Connection, one: Attempt, version: str, by: int) -> None:
    accepted, first = one.verdict == "accepted", one.number == 1
    counted = (by, by * accepted, by * first, by * (accepted and first))
    run(conn, MOVE_COUNT, one.school, one.text, one.question, version, *counted, by * one.earned, by * one.earned)
