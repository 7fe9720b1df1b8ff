"""``store.reports`` in SQL: a few statements a class, each by keys that begin with school and learner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from webapp.domain.attempt import Attempt, AttemptFigures, ManualMark
from webapp.domain.question import Verdict
from webapp.store.protocols.class_reports import ClassReaders, ClassReports, ColumnTotals, CountedQuestion
from webapp.store.protocols.store import Standing
from webapp.store.sql.attempts.column_totals import column_totals
from webapp.store.sql.attempts.effective_grades import (
    FIGURE_COLUMNS,
    IN_RECORD,
    figures_with_latest_regrade,
    to_attempt_figures,
    to_graded_attempt,
    with_latest_regrade,
)
from webapp.store.sql.attempts.row_mapping import (
    MARK_COLUMNS,
    STANDING_COLUMNS,
    to_mark,
    to_standing,
)
from webapp.store.sql.engine.column_values import to_json
from webapp.store.sql.engine.connection import Connections, execute

MAX_LEARNERS_PER_QUERY = 500
"""Number of learners in one statement; SQLite allows 32,766 values."""
THEIRS = "WHERE school = ? AND learner IN ({marks}){more}"
# Few standings end with a slip of spelling: for those, and by the key, the last try before it that cost one.
COSTING = """CASE verdict WHEN 'nearly' THEN coalesce((
    SELECT tries.verdict FROM tries WHERE tries.school = standings.school AND tries.learner = standings.learner
        AND tries.text = standings.text AND tries.question = standings.question AND tries.verdict <> 'nearly'
    ORDER BY tries.seq DESC LIMIT 1), verdict) ELSE verdict END"""
STANDING = STANDING_COLUMNS.replace("verdict", COSTING)
STANDINGS_OF_LEARNERS = f"SELECT learner, text, {STANDING} FROM standings {THEIRS}"
# By the index of a text; a table whose learners come first has no other way to one text of all.
STANDINGS_IN_TEXT = f"""
    SELECT learner, {STANDING_COLUMNS} FROM standings INDEXED BY standings_by_text WHERE school = ? AND text = ?"""
ATTEMPTS_OF_LEARNERS = with_latest_regrade(f"SELECT * FROM tries {THEIRS}", number=IN_RECORD)
FIGURES_OF_LEARNERS = figures_with_latest_regrade(f"SELECT * FROM tries {THEIRS}", "t.seq")
MARKS_OF_LEARNERS = f"SELECT {MARK_COLUMNS} FROM marks {THEIRS} ORDER BY number"
LATEST = f"""
    SELECT * FROM (
        SELECT *, row_number() OVER (PARTITION BY learner ORDER BY at DESC, seq DESC) AS place FROM tries {THEIRS})
    AS placed WHERE place <= ?"""
# Both by an index that has the unsure ones alone.
UNSURE = """
    SELECT * FROM tries WHERE school = ? AND unsure <> '' AND text = coalesce(?, text){theirs}
    UNION SELECT tries.* FROM regrades CROSS JOIN tries
        ON tries.school = regrades.school AND tries.learner = regrades.learner AND tries.id = regrades.try_id
    WHERE regrades.school = ? AND regrades.unsure <> '' AND regrades.text = coalesce(?, regrades.text){regraded}"""
# A search by the key for each learner and text, rather than all standings of these learners: a value is looked up so
# by both engines, while of EXISTS PostgreSQL makes a join with the standings of the whole school.
READERS = """
    SELECT asked.value, classes.id, classes.name, count(*)
    FROM class_teachers AS teaches
    CROSS JOIN classes ON classes.school = teaches.school AND classes.id = teaches.class AND classes.archived IS NULL
    CROSS JOIN memberships AS m ON m.school = teaches.school AND m.class = teaches.class
    CROSS JOIN json_each(?3) AS asked ON TRUE
    WHERE teaches.school = ?1 AND teaches.teacher = ?2 AND 1 = (
        SELECT 1 FROM standings WHERE school = m.school AND learner = m.learner AND text = asked.value AND tries > 0
        LIMIT 1)
    GROUP BY asked.value, classes.school, classes.id ORDER BY classes.name, classes.id"""
AMONG = " AND {} IN (SELECT value FROM json_each(?))"
LATEST_ATTEMPTS = with_latest_regrade(LATEST, "t.at, t.seq")
LATEST_FIGURES = figures_with_latest_regrade(LATEST.replace("SELECT *, ", f"SELECT {FIGURE_COLUMNS}, "), "t.at, t.seq")
NOW_OF_VERDICT = " WHERE coalesce(r.verdict, t.verdict) = ? ORDER BY"
LATEST_OF_VERDICT = LATEST_ATTEMPTS.replace(" ORDER BY t.at, t.seq", f"{NOW_OF_VERDICT} t.at, t.seq")


class SqlClassReports(ClassReports):
    """Methods are documented in :class:`webapp.store.protocols.class_reports.ClassReports`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def standings(
        self, school: str, learners: Collection[str], text: str | None = None
    ) -> dict[tuple[str, str], dict[str, Standing]]:
        standings: dict[tuple[str, str], dict[str, Standing]] = defaultdict(dict)
        for learner, of_text, *row in self._rows(STANDINGS_OF_LEARNERS, school, learners, {"text": text}):
            standing = to_standing(row)
            standings[learner, of_text][standing.question] = standing
        return dict(standings)

    def column_totals(
        self,
        school: str,
        learners: Collection[str],
        questions: Sequence[CountedQuestion],
        *,
        since: datetime | None = None,
        before: datetime | None = None,
        hidden: Collection[str] = (),
    ) -> dict[tuple[str, str], ColumnTotals]:
        with self._connections.read() as conn:
            return column_totals(conn, school, learners, questions, (since, before), hidden)

    def text_standings(self, school: str, text: str) -> dict[str, dict[str, Standing]]:
        standings: dict[str, dict[str, Standing]] = defaultdict(dict)
        with self._connections.read() as conn:
            for learner, *row in execute(conn, STANDINGS_IN_TEXT, school, text):
                standing = to_standing(row)
                standings[learner][standing.question] = standing
        return dict(standings)

    def tries(
        self, school: str, learners: Collection[str], text: str | None = None, question: str | None = None
    ) -> list[Attempt]:
        asked = {"text": text, "question": question}
        return [to_graded_attempt(row) for row in self._rows(ATTEMPTS_OF_LEARNERS, school, learners, asked)]

    def figures(self, school: str, learners: Collection[str], text: str) -> list[AttemptFigures]:
        rows = self._rows(FIGURES_OF_LEARNERS, school, learners, {"text": text})
        return [to_attempt_figures(row) for row in rows]

    def latest_figures(self, school: str, learners: Collection[str], each: int) -> list[AttemptFigures]:
        return [to_attempt_figures(row) for row in self._rows(LATEST_FIGURES, school, learners, {}, (each,))]

    def latest_tries(
        self, school: str, learners: Collection[str], each: int, verdict: Verdict | None = None
    ) -> list[Attempt]:
        sql = LATEST_OF_VERDICT if verdict else LATEST_ATTEMPTS
        values = (each, verdict) if verdict else (each,)
        return [to_graded_attempt(row) for row in self._rows(sql, school, learners, {}, values)]

    def unsure_tries(
        self, school: str, learners: Collection[str] | None = None, text: str | None = None
    ) -> list[Attempt]:
        among: tuple[str, ...] = () if learners is None else (to_json(sorted(set(learners))),)
        theirs, regraded = (AMONG.format(name) if among else "" for name in ("learner", "regrades.learner"))
        sql = with_latest_regrade(UNSURE.format(theirs=theirs, regraded=regraded), number=IN_RECORD)
        with self._connections.read() as conn:
            rows = execute(conn, sql, school, text, *among, school, text, *among).fetchall()
        return [attempt for attempt in map(to_graded_attempt, rows) if attempt.unsure]

    def readers(self, school: str, teacher: str, texts: Collection[str]) -> dict[str, list[ClassReaders]]:
        readers: dict[str, list[ClassReaders]] = defaultdict(list)
        with self._connections.read() as conn:
            for text, *row in execute(conn, READERS, school, teacher, to_json(sorted(texts))):
                readers[text].append(ClassReaders(*row))
        return dict(readers)

    def marks(
        self, school: str, learners: Collection[str], text: str | None = None
    ) -> dict[tuple[str, str], ManualMark]:
        marks = map(to_mark, self._rows(MARKS_OF_LEARNERS, school, learners, {"text": text}))
        # The later one replaces the earlier one.
        return {(mark.learner, mark.try_id): mark for mark in marks}

    def _rows(
        self,
        sql: str,
        school: str,
        learners: Collection[str],
        asked: dict[str, str | None],
        values: Sequence[str | int] = (),
    ) -> Iterator[Sequence[Any]]:
        conditions = {name: value for name, value in asked.items() if value is not None}
        more = "".join(f" AND {name} = ?" for name in conditions)
        ids = sorted(set(learners))
        with self._connections.read() as conn:
            for start in range(0, len(ids), MAX_LEARNERS_PER_QUERY):
                some = ids[start : start + MAX_LEARNERS_PER_QUERY]
                whole = sql.format(marks=", ".join("?" * len(some)), more=more)
                yield from execute(conn, whole, school, *some, *conditions.values(), *values).fetchall()
