"""``store.reports`` in SQLite: a few statements for a class, each by the keys that begin with school and learner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from webapp.domain.attempt import Attempt, ManualMark
from webapp.store.protocols.class_reports import Reports
from webapp.store.protocols.store import Standing
from webapp.store.sqlite.attempts.effective_grades import as_graded
from webapp.store.sqlite.attempts.row_mapping import (
    MARK_FIELDS,
    STANDING_COLUMNS,
    TRY_FIELDS,
    to_mark,
    to_standing,
    to_try,
)
from webapp.store.sqlite.engine.connections import Connections, run
from webapp.store.sqlite.people.merged_learners import as_one, joined_standings, roots_among

AT_ONCE = 500
"""Learners in one statement; SQLite takes 32,766 values."""
# Every record of these learners, merged ones at any depth, beside the one that stays.
PARTS = """WITH RECURSIVE part (of_school, kept, record) AS (
    SELECT school, id, id FROM learners WHERE school = ? AND id IN ({marks})
    UNION SELECT learners.school, part.kept, learners.id FROM part
    JOIN learners ON learners.school = part.of_school AND learners.merged_into = part.record)"""
# CROSS JOIN keeps SQLite to this order: first the records, then what is theirs by its key.
THEIRS = "FROM part CROSS JOIN {table} ON {table}.school = part.of_school AND {table}.learner = part.record"
TRIES = ", ".join(f"tries.{name}" for name in TRY_FIELDS)
MARKS = ", ".join(f"marks.{name}" for name in MARK_FIELDS)
# Few standings end with a slip of spelling: for those, and by the key, the last try before it that cost one.
COSTING = """CASE verdict WHEN 'nearly' THEN coalesce((
    SELECT tries.verdict FROM tries WHERE tries.school = part.of_school AND tries.learner = part.record
        AND tries.text = standings.text AND tries.question = standings.question AND tries.verdict <> 'nearly'
    ORDER BY tries.number DESC LIMIT 1), verdict) ELSE verdict END"""
STANDING = STANDING_COLUMNS.replace("verdict", COSTING)
FIND_STANDINGS = f"SELECT part.kept, text, {STANDING} {THEIRS.format(table='standings')}"
# By the index of a text; a table whose learners come first has no other way to one text of all.
FIND_TEXT_STANDINGS = f"""
    SELECT learner, {STANDING_COLUMNS} FROM standings INDEXED BY standings_by_text WHERE school = ? AND text = ?"""
FIND_TRIES = f"SELECT part.kept, {TRIES} {THEIRS.format(table='tries')}"
FIND_MARKS = f"SELECT part.kept, {MARKS} {THEIRS.format(table='marks')}"
FIND_LATEST = f"""
    SELECT kept, {", ".join(TRY_FIELDS)} FROM (
        SELECT part.kept, tries.*, tries.rowid AS line, row_number() OVER (
            PARTITION BY part.kept ORDER BY tries.at DESC, tries.rowid DESC) AS place
        {THEIRS.format(table="tries")})
    WHERE place <= ? ORDER BY at, line"""


class SqliteReports(Reports):
    """Methods are documented in :class:`webapp.store.protocols.class_reports.Reports`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def standings(
        self, school: str, learners: Collection[str], text: str | None = None
    ) -> dict[tuple[str, str], dict[str, Standing]]:
        found: dict[tuple[str, str], list[Standing]] = defaultdict(list)
        for kept, of_text, *row in self._rows(FIND_STANDINGS, school, learners, {"text": text}):
            found[kept, of_text].append(to_standing(row))
        return {key: joined_standings(rows) for key, rows in found.items()}

    def text_standings(self, school: str, text: str) -> dict[str, dict[str, Standing]]:
        found: dict[str, list[Standing]] = defaultdict(list)
        with self._connections.read() as conn:
            rows = run(conn, FIND_TEXT_STANDINGS, school, text).fetchall()
            kept = roots_among(conn, school, sorted({learner for learner, *_ in rows}))
        for learner, *row in rows:
            found[kept.get(learner, learner)].append(to_standing(row))
        return {learner: joined_standings(own) for learner, own in found.items()}

    def tries(
        self, school: str, learners: Collection[str], text: str | None = None, question: str | None = None
    ) -> list[Attempt]:
        found: dict[tuple[str, str], list[tuple[int, Attempt]]] = defaultdict(list)
        asked = {"text": text, "question": question}
        # The row id follows the order of recording; the clock need not.
        rows = self._rows(FIND_TRIES, school, learners, asked, "ORDER BY tries.rowid")
        for place, (kept, one) in enumerate(self._graded(rows)):
            found[kept, one.text].append((place, one))
        places = {(kept, one.id): place for (kept, _), own in found.items() for place, one in own}
        joined = [one for (kept, _), own in found.items() for one in as_one([one for _, one in own], kept)]
        return sorted(joined, key=lambda one: places[one.learner, one.id])

    def latest_tries(self, school: str, learners: Collection[str], each: int) -> list[Attempt]:
        rows = self._rows(FIND_LATEST, school, learners, {}, values=(each,))
        return [replace(one, learner=kept) for kept, one in self._graded(rows)]

    def marks(
        self, school: str, learners: Collection[str], text: str | None = None
    ) -> dict[tuple[str, str], ManualMark]:
        rows = self._rows(FIND_MARKS, school, learners, {"text": text}, "ORDER BY number")
        # The later takes the earlier one's place.
        return {(kept, mark.try_id): mark for kept, *row in rows for mark in [to_mark(row)]}

    def _graded(self, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[str, Attempt]]:
        """The tries of such rows as they are graded by now, each behind the learner whose it is."""
        found = [(kept, to_try(row)) for kept, *row in rows]
        with self._connections.read() as conn:
            graded = list(as_graded(conn, [one for _, one in found]))
        yield from zip([kept for kept, _ in found], graded, strict=True)

    def _rows(
        self,
        sql: str,
        school: str,
        learners: Collection[str],
        asked: dict[str, str | None],
        order: str = "",
        values: Sequence[int] = (),
    ) -> Iterator[Sequence[Any]]:
        given = {name: value for name, value in asked.items() if value is not None}
        where = " AND ".join(f"{name} = ?" for name in given)
        ids = sorted(set(learners))
        with self._connections.read() as conn:
            for start in range(0, len(ids), AT_ONCE):
                some = ids[start : start + AT_ONCE]
                parts = PARTS.format(marks=", ".join("?" * len(some)))
                whole = f"{parts} {sql} {'WHERE ' + where if where else ''} {order}"
                yield from run(conn, whole, school, *some, *given.values(), *values).fetchall()
