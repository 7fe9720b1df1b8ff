"""``store.reports`` in SQLite: a few statements a class, each by keys that begin with school and learner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from webapp.domain.attempt import Attempt, ManualMark
from webapp.store.merged_learners import merge_attempts, merge_standings
from webapp.store.protocols.class_reports import ClassReports
from webapp.store.protocols.store import Standing
from webapp.store.sqlite.attempts.effective_grades import to_graded_attempt, with_latest_regrade
from webapp.store.sqlite.attempts.row_mapping import (
    MARK_NAMES,
    STANDING_COLUMNS,
    to_mark,
    to_standing,
)
from webapp.store.sqlite.engine.connections import Connections, execute
from webapp.store.sqlite.learners.merge_chains import canonical_ids_among

MAX_LEARNERS_PER_QUERY = 500
"""Number of learners in one statement; SQLite allows 32,766 values."""
# Every record of these learners, merged ones at any depth, with its canonical record.
PARTS = """WITH RECURSIVE part (of_school, kept, record) AS (
    SELECT school, id, id FROM learners WHERE school = ? AND id IN ({marks})
    UNION SELECT learners.school, part.kept, learners.id FROM part
    JOIN learners ON learners.school = part.of_school AND learners.merged_into = part.record)"""
# CROSS JOIN keeps SQLite to this order: first the records, then what is theirs by its key.
THEIRS = "FROM part CROSS JOIN {table} ON {table}.school = part.of_school AND {table}.learner = part.record"
MARKS = ", ".join(f"marks.{name}" for name in MARK_NAMES)
# Few standings end with a slip of spelling: for those, and by the key, the last try before it that cost one.
COSTING = """CASE verdict WHEN 'nearly' THEN coalesce((
    SELECT tries.verdict FROM tries WHERE tries.school = part.of_school AND tries.learner = part.record
        AND tries.text = standings.text AND tries.question = standings.question AND tries.verdict <> 'nearly'
    ORDER BY tries.number DESC LIMIT 1), verdict) ELSE verdict END"""
STANDING = STANDING_COLUMNS.replace("verdict", COSTING)
STANDINGS_OF_LEARNERS = f"SELECT part.kept, text, {STANDING} {THEIRS.format(table='standings')} {{where}}"
# By the index of a text; a table whose learners come first has no other way to one text of all.
STANDINGS_IN_TEXT = f"""
    SELECT learner, {STANDING_COLUMNS} FROM standings INDEXED BY standings_by_text WHERE school = ? AND text = ?"""
ATTEMPTS_OF_LEARNERS = with_latest_regrade(
    f"SELECT part.kept, tries.* {THEIRS.format(table='tries')} {{where}}", first="t.kept, "
)
MARKS_OF_LEARNERS = f"SELECT part.kept, {MARKS} {THEIRS.format(table='marks')} {{where}} ORDER BY number"
LATEST = f"""
    SELECT * FROM (
        SELECT part.kept, tries.*, row_number() OVER (
            PARTITION BY part.kept ORDER BY tries.at DESC, tries.seq DESC) AS place
        {THEIRS.format(table="tries")} {{where}})
    WHERE place <= ?"""
LATEST_ATTEMPTS = with_latest_regrade(LATEST, "t.at, t.seq", "t.kept, ")


class SqliteClassReports(ClassReports):
    """Methods are documented in :class:`webapp.store.protocols.class_reports.ClassReports`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def standings(
        self, school: str, learners: Collection[str], text: str | None = None
    ) -> dict[tuple[str, str], dict[str, Standing]]:
        standings: dict[tuple[str, str], list[Standing]] = defaultdict(list)
        for kept, of_text, *row in self._rows(STANDINGS_OF_LEARNERS, school, learners, {"text": text}):
            standings[kept, of_text].append(to_standing(row))
        return {key: merge_standings(rows) for key, rows in standings.items()}

    def text_standings(self, school: str, text: str) -> dict[str, dict[str, Standing]]:
        standings: dict[str, list[Standing]] = defaultdict(list)
        with self._connections.read() as conn:
            rows = execute(conn, STANDINGS_IN_TEXT, school, text).fetchall()
            kept = canonical_ids_among(conn, school, sorted({learner for learner, *_ in rows}))
        for learner, *row in rows:
            standings[kept.get(learner, learner)].append(to_standing(row))
        return {learner: merge_standings(own) for learner, own in standings.items()}

    def tries(
        self, school: str, learners: Collection[str], text: str | None = None, question: str | None = None
    ) -> list[Attempt]:
        attempts: dict[tuple[str, str], list[tuple[int, Attempt]]] = defaultdict(list)
        asked = {"text": text, "question": question}
        for place, (kept, *row) in enumerate(self._rows(ATTEMPTS_OF_LEARNERS, school, learners, asked)):
            attempt = to_graded_attempt(row)
            attempts[kept, attempt.text].append((place, attempt))
        places = {(kept, attempt.id): place for (kept, _), own in attempts.items() for place, attempt in own}
        joined = [
            attempt
            for (kept, _), own in attempts.items()
            for attempt in merge_attempts([attempt for _, attempt in own], kept)
        ]
        return sorted(joined, key=lambda attempt: places[attempt.learner, attempt.id])

    def latest_tries(self, school: str, learners: Collection[str], each: int) -> list[Attempt]:
        rows = self._rows(LATEST_ATTEMPTS, school, learners, {}, (each,))
        return [replace(to_graded_attempt(row), learner=kept) for kept, *row in rows]

    def marks(
        self, school: str, learners: Collection[str], text: str | None = None
    ) -> dict[tuple[str, str], ManualMark]:
        rows = self._rows(MARKS_OF_LEARNERS, school, learners, {"text": text})
        # The later one replaces the earlier one.
        return {(kept, mark.try_id): mark for kept, *row in rows for mark in [to_mark(row)]}

    def _rows(
        self,
        sql: str,
        school: str,
        learners: Collection[str],
        asked: dict[str, str | None],
        values: Sequence[int] = (),
    ) -> Iterator[Sequence[Any]]:
        conditions = {name: value for name, value in asked.items() if value is not None}
        where = " AND ".join(["TRUE", *(f"{name} = ?" for name in conditions)])
        ids = sorted(set(learners))
        with self._connections.read() as conn:
            for start in range(0, len(ids), MAX_LEARNERS_PER_QUERY):
                some = ids[start : start + MAX_LEARNERS_PER_QUERY]
                parts = PARTS.format(marks=", ".join("?" * len(some)))
                whole = f"{parts} {sql.format(where=f'WHERE {where}')}"
                yield from execute(conn, whole, school, *some, *conditions.values(), *values).fetchall()
