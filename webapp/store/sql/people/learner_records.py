"""Learners' records in SQL: compare, merge, unmerge, delete. A part of ``store.people``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from webapp.store.protocols.people import ClassContents, InactiveLearners, MergedRecord, RecordSummary
from webapp.store.protocols.regrades import CalculateAnyStanding
from webapp.store.sql.attempts.count_down import count_down
from webapp.store.sql.engine.column_values import from_iso, to_iso, to_json
from webapp.store.sql.engine.connection import BEGIN_READ, Connection, Connections, execute
from webapp.store.sql.learners.canonical_ids import canonical_id, record_ids
from webapp.store.sql.learners.create_learner import FIND_LEARNER
from webapp.store.sql.learners.inactive_learners import inactive_since
from webapp.store.sql.learners.learner_data import all_data_of, delete_all_data_of
from webapp.store.sql.learners.learner_rows import to_learner
from webapp.store.sql.learners.record_access import renew_code
from webapp.store.sql.merges.merge_log import Merge
from webapp.store.sql.people.classes import FIND_TEACHERS, members
from webapp.store.sql.people.people_rows import to_teacher
from webapp.store.sql.people.record_merges import merge_record, separate_all, separate_record
from webapp.store.sql.people.removed_members import drop_old_removals

SUM_UP = "SELECT count(*), min(at), max(at) FROM tries WHERE school = ? AND learner = ?"
TEXTS = "SELECT text FROM tries WHERE school = ? AND learner = ? GROUP BY text ORDER BY max(at) DESC, text"
ELSEWHERE = "SELECT 1 FROM memberships WHERE school = ? AND learner = ? AND class <> ? LIMIT 1"
# Not those that are in the class only by a record that was merged into them.
MERGED_IN_CLASS = """
    SELECT merges.learner, json_extract(merge_rows.old, '$.name'), merges.root FROM memberships
    CROSS JOIN merges ON merges.school = memberships.school AND merges.root = memberships.learner
    CROSS JOIN merge_rows ON merge_rows.school = merges.school AND merge_rows.learner = merges.learner
        AND of_table = 'memberships' AND key = ?
    WHERE memberships.school = ? AND memberships.class = ? AND NOT EXISTS (
        SELECT 1 FROM merges AS inner_merge
        JOIN merge_rows AS same ON same.school = inner_merge.school AND same.learner = inner_merge.learner
            AND same.of_table = merge_rows.of_table AND same.key = merge_rows.key AND same.kept_before IS NULL
        WHERE inner_merge.school = merges.school AND inner_merge.kept = merges.learner)
    ORDER BY json_extract(merge_rows.old, '$.joined'), merges.learner"""
DROP_EARLIER_HAND_INS = "DELETE FROM earlier_hand_ins WHERE school = ? AND since < ?"


class SqlLearnerRecords:
    """Methods are documented in :class:`webapp.store.protocols.people.People`."""

    _connections: Connections
    _now: Callable[[], datetime]

    def summary(self, school: str, learner: str) -> RecordSummary | None:
        with self._connections.read() as conn:
            row = execute(conn, FIND_LEARNER, school, learner).fetchone()
            tries, first, last = execute(conn, SUM_UP, school, learner).fetchone()
            texts = tuple(text for (text,) in execute(conn, TEXTS, school, learner))
        when = [from_iso(at) if at else None for at in (first, last)]
        return RecordSummary(to_learner(row), tries, texts, when[0], when[1]) if row else None

    def everything(self, school: str, learner: str) -> dict[str, list[dict[str, Any]]]:
        with self._connections.read() as conn:
            conn.execute(BEGIN_READ)
            try:
                data = all_data_of(conn, school, canonical_id(conn, school, learner))
            finally:
                conn.execute("ROLLBACK")
        return data

    def merge(
        self, school: str, kept: str, other: str, calculate: CalculateAnyStanding | None = None, teacher: str = ""
    ) -> bool:
        now = self._now()
        with self._connections.write() as conn:
            known = all(execute(conn, FIND_LEARNER, school, record).fetchone() for record in (kept, other))
            # Only the heads of two records: so no circle can come about.
            heads = all(canonical_id(conn, school, record) == record for record in (kept, other))
            merged = known and heads and kept != other
            if merged:
                merge_record(conn, Merge(school, other, kept, teacher, to_iso(now)), calculate)
        return merged

    def merged_in(self, school: str, class_id: str) -> list[MergedRecord]:
        with self._connections.read() as conn:
            rows = execute(conn, MERGED_IN_CLASS, to_json([class_id]), school, class_id).fetchall()
        return [MergedRecord(*row) for row in rows]

    def unmerge(
        self, school: str, learner: str, calculate: CalculateAnyStanding | None = None, new_codes: bool = False
    ) -> bool:
        with self._connections.write() as conn:
            root = canonical_id(conn, school, learner)
            separated = separate_record(conn, school, learner, calculate)
            for record in (
                {*record_ids(conn, school, root), *record_ids(conn, school, learner)} if separated and new_codes else ()
            ):
                renew_code(conn, school, record)
        return separated

    def delete_learner(self, school: str, learner: str) -> None:
        with self._connections.write() as conn:
            _delete_record(conn, school, canonical_id(conn, school, learner), self._now())
        self._connections.forget_deleted()

    def inactive_since(self, school: str, before: datetime) -> InactiveLearners:
        with self._connections.read() as conn:
            return _counted(conn, school, inactive_since(conn, school, before))

    def delete_inactive_since(self, school: str, before: datetime) -> InactiveLearners:
        with self._connections.write() as conn:
            inactive = _counted(conn, school, inactive_since(conn, school, before))
            for learner in inactive.learners:
                _delete_record(conn, school, learner, self._now())
            execute(conn, DROP_EARLIER_HAND_INS, school, to_iso(before))
            drop_old_removals(conn, school, self._now())
        self._connections.forget_deleted()
        return inactive

    def contents(self, school: str, class_id: str) -> ClassContents:
        with self._connections.read() as conn:
            present = members(conn, school, class_id)
            only_here = _only_here(conn, school, class_id)
            tries = sum(execute(conn, SUM_UP, school, learner).fetchone()[0] for learner in only_here)
            names = tuple(to_teacher(row).name for row in execute(conn, FIND_TEACHERS, school, class_id))
        return ClassContents(len(present), names, tuple(only_here), tries)

    def delete_class(self, school: str, class_id: str, with_records: bool) -> None:
        with self._connections.write() as conn:
            for learner in _only_here(conn, school, class_id) if with_records else ():
                _delete_record(conn, school, learner, self._now())
            for table in ("memberships", "class_teachers"):
                execute(conn, f"DELETE FROM {table} WHERE school = ? AND class = ?", school, class_id)
            execute(conn, "DELETE FROM classes WHERE school = ? AND id = ?", school, class_id)
        self._connections.forget_deleted()


def _only_here(conn: Connection, school: str, class_id: str) -> list[str]:
    learners = [member.learner for member in members(conn, school, class_id)]
    return [learner for learner in learners if not execute(conn, ELSEWHERE, school, learner, class_id).fetchone()]


def _counted(conn: Connection, school: str, learners: list[str]) -> InactiveLearners:
    tries = sum(execute(conn, SUM_UP, school, learner).fetchone()[0] for learner in learners)
    return InactiveLearners(tuple(learners), tries)


def _delete_record(conn: Connection, school: str, learner: str, now: datetime) -> None:
    # Separated first: the log of a merge may hold rows, which have to be counted down too.
    for part in separate_all(conn, school, learner):
        count_down(conn, school, part)
        delete_all_data_of(conn, school, part, now)
