"""Records in SQLite: told apart, merged, parted again, and deleted with everything. A part of ``store.people``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from webapp.store.protocols.people import Contents, Merged, Summary, Unseen
from webapp.store.protocols.regrades import RestandAny
from webapp.store.sqlite.attempts.recalculate_standings import restand_record
from webapp.store.sqlite.engine.column_values import unstamp
from webapp.store.sqlite.engine.connections import Connections, run
from webapp.store.sqlite.learners.create_learner import FIND_LEARNER
from webapp.store.sqlite.learners.inactive_learners import not_seen_since
from webapp.store.sqlite.learners.learner_data import delete_all, everything_of
from webapp.store.sqlite.learners.learner_rows import to_learner
from webapp.store.sqlite.learners.merge_chains import line_of, parts_of, root_of, roots_among
from webapp.store.sqlite.people.classes import FIND_MEMBERS, FIND_TEACHERS, members
from webapp.store.sqlite.people.people_rows import to_member, to_teacher

if TYPE_CHECKING:
    from sqlite3 import Connection

SUM_UP = "SELECT count(*), min(at), max(at) FROM tries WHERE school = ? AND learner = ?"
TEXTS = "SELECT text FROM tries WHERE school = ? AND learner = ? GROUP BY text ORDER BY max(at) DESC, text"
ELSEWHERE = "SELECT 1 FROM memberships WHERE school = ? AND learner = ? AND class <> ? LIMIT 1"
SET_MERGED = "UPDATE learners SET merged_into = ? WHERE school = ? AND id = ?"
# What this learner's tries put into the counters, by version.
COUNTED = """
    SELECT text, question, version, count(*), sum(verdict = 'accepted'), sum(number = 1),
        sum(number = 1 AND verdict = 'accepted'), sum(earned)
    FROM (
        SELECT t.text, t.question, t.number, coalesce(r.version, t.version) AS version,
            coalesce(r.verdict, t.verdict) AS verdict, coalesce(r.earned, t.earned) AS earned
        FROM tries AS t LEFT JOIN regrades AS r ON r.school = t.school AND r.learner = t.learner AND r.try_id = t.id
            AND r.number = (SELECT max(number) FROM regrades AS latest
                WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)
        WHERE t.school = ? AND t.learner = ?)
    GROUP BY text, question, version"""
COUNT_DOWN = """
    UPDATE text_counts SET tries = tries - ?, accepted = accepted - ?, first_tries = first_tries - ?,
        first_accepted = first_accepted - ?, earned = max(0.0, earned - ?)
    WHERE school = ? AND text = ? AND question = ? AND version = ?"""
DROP_EMPTY = "DELETE FROM text_counts WHERE school = ? AND text = ? AND question = ? AND version = ? AND tries <= 0"


class RecordsStore:
    """Methods are documented in :class:`webapp.store.protocols.people.People`."""

    _connections: Connections
    _now: Callable[[], datetime]

    def summary(self, school: str, learner: str) -> Summary | None:
        with self._connections.read() as conn:
            row = run(conn, FIND_LEARNER, school, learner).fetchone()
            tries, first, last = run(conn, SUM_UP, school, learner).fetchone()
            texts = tuple(text for (text,) in run(conn, TEXTS, school, learner))
        when = [unstamp(at) if at else None for at in (first, last)]
        return Summary(to_learner(row), tries, texts, when[0], when[1]) if row else None

    def everything(self, school: str, learner: str) -> dict[str, list[dict[str, Any]]]:
        with self._connections.read() as conn:
            conn.execute("BEGIN")
            try:
                found = everything_of(conn, school, root_of(conn, school, learner))
            finally:
                conn.execute("ROLLBACK")
        return found

    def merge(self, school: str, kept: str, other: str, restand: RestandAny | None = None) -> bool:
        with self._connections.write() as conn:
            known = all(run(conn, FIND_LEARNER, school, one).fetchone() for one in (kept, other))
            # Only the heads of two records: so no circle can come about.
            heads = all(root_of(conn, school, one) == one for one in (kept, other))
            merged = known and heads and kept != other
            if merged:
                run(conn, SET_MERGED, kept, school, other)
                if restand:
                    restand_record(conn, school, kept, restand)
        return merged

    def merged_in(self, school: str, class_id: str) -> list[Merged]:
        with self._connections.read() as conn:
            rows = [to_member(row) for row in run(conn, FIND_MEMBERS, school, class_id)]
            kept = roots_among(conn, school, [one.learner for one in rows])
        return [Merged(one.learner, one.name, kept[one.learner]) for one in rows if one.learner in kept]

    def unmerge(self, school: str, learner: str, restand: RestandAny | None = None) -> bool:
        with self._connections.write() as conn:
            line = line_of(conn, school, learner)
            sql = "UPDATE learners SET merged_into = NULL WHERE school = ? AND id = ? AND merged_into IS NOT NULL"
            parted = run(conn, sql, school, learner).rowcount > 0
            if restand and parted:
                for above in line[1:]:
                    restand_record(conn, school, above, restand)
        return parted

    def delete_learner(self, school: str, learner: str) -> None:
        with self._connections.write() as conn:
            _delete_record(conn, school, root_of(conn, school, learner))
        self._forget()

    def not_seen_since(self, school: str, before: datetime) -> Unseen:
        with self._connections.read() as conn:
            return _counted(conn, school, not_seen_since(conn, school, before))

    def delete_not_seen_since(self, school: str, before: datetime) -> Unseen:
        with self._connections.write() as conn:
            found = _counted(conn, school, not_seen_since(conn, school, before))
            for learner in found.learners:
                _delete_record(conn, school, learner)
        self._forget()
        return found

    def contents(self, school: str, class_id: str) -> Contents:
        with self._connections.read() as conn:
            there = members(conn, school, class_id)
            only_here = _only_here(conn, school, class_id)
            parts = [part for learner in only_here for part in parts_of(conn, school, learner)]
            tries = sum(run(conn, SUM_UP, school, part).fetchone()[0] for part in parts)
            names = tuple(to_teacher(row).name for row in run(conn, FIND_TEACHERS, school, class_id))
        return Contents(len(there), names, tuple(only_here), tries)

    def delete_class(self, school: str, class_id: str, with_records: bool) -> None:
        with self._connections.write() as conn:
            for learner in _only_here(conn, school, class_id) if with_records else ():
                _delete_record(conn, school, learner)
            for table in ("memberships", "class_teachers"):
                run(conn, f"DELETE FROM {table} WHERE school = ? AND class = ?", school, class_id)
            run(conn, "DELETE FROM classes WHERE school = ? AND id = ?", school, class_id)
        self._forget()

    def _forget(self) -> None:
        """Take what was deleted out of the log beside the database too; a reader who is busy there puts it off."""
        with self._connections.read() as conn:
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _only_here(conn: Connection, school: str, class_id: str) -> list[str]:
    learners = [one.learner for one in members(conn, school, class_id)]
    return [
        learner
        for learner in learners
        if not any(run(conn, ELSEWHERE, school, one, class_id).fetchone() for one in parts_of(conn, school, learner))
    ]


def _counted(conn: Connection, school: str, learners: list[str]) -> Unseen:
    parts = [part for learner in learners for part in parts_of(conn, school, learner)]
    return Unseen(tuple(learners), sum(run(conn, SUM_UP, school, part).fetchone()[0] for part in parts))


def _delete_record(conn: Connection, school: str, learner: str) -> None:
    for part in parts_of(conn, school, learner):
        for text, question, version, *counted in run(conn, COUNTED, school, part).fetchall():
            place = (school, text, question, version)
            run(conn, COUNT_DOWN, *counted, *place)
            run(conn, DROP_EMPTY, *place)
        delete_all(conn, school, part)
