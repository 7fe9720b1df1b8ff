"""Points of many learners in the columns of a gradebook, added up in one statement."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from webapp.store.protocols.class_reports import ColumnTotals, CountedQuestion
from webapp.store.sql.engine.column_values import to_iso, to_json
from webapp.store.sql.engine.connection import Connection, execute

BY_HAND = """(EXISTS (
    SELECT 1 FROM marks WHERE marks.school = standings.school AND marks.learner = standings.learner
        AND marks.try_id = standings.last_try) AND last_try NOT IN (SELECT value FROM json_each(?4)))"""
# 0: nothing yet; 1: waits for a mark; 2: answered and decided; 3: not answered, and no try is left. The frequent
# verdicts come first, since this is worked out for each standing. A slip of spelling after another try costs none: the
# try before it says whether the question was answered.
STATE = f"""CASE verdict WHEN 'accepted' THEN 2 WHEN 'refused' THEN 2 WHEN 'partial' THEN 2 WHEN 'noted' THEN 2
    WHEN 'pending' THEN CASE WHEN {BY_HAND} THEN 2 ELSE 1 END
    WHEN 'nearly' THEN CASE WHEN EXISTS (
        SELECT 1 FROM tries WHERE tries.school = standings.school AND tries.learner = standings.learner
            AND tries.text = standings.text AND tries.question = standings.question
            AND tries.verdict NOT IN ('nearly', 'unanswered')) THEN 2 ELSE 3 * settled END
    ELSE 3 * settled END"""
# The same rounding as domain/scoring.py: round_for_display. A test compares the two.
ROUNDED = f"""CASE
    WHEN exact <= 1e-9 THEN 0.0
    WHEN exact >= points - 1e-9 THEN points
    WHEN {BY_HAND} THEN exact
    ELSE min(max(1, round(exact * steps + 0.000001)), most) / steps END"""
EXACT = "CASE WHEN possible = points OR possible = 0 THEN earned ELSE earned * points / possible END"
COLUMN_TOTALS = f"""
    WITH asked (place, of_text, of_question, points, required, steps, most, after) AS MATERIALIZED (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
            CAST(json_extract(value, '$[3]') AS DOUBLE PRECISION), CAST(json_extract(value, '$[4]') AS INTEGER),
            CAST(json_extract(value, '$[5]') AS DOUBLE PRECISION),
            CAST(json_extract(value, '$[6]') AS DOUBLE PRECISION), json_extract(value, '$[7]')
        FROM json_each(?3))
    SELECT learner, place, sum(CASE WHEN {STATE} > 1 THEN {ROUNDED.replace("exact", f"({EXACT})")} ELSE 0 END),
        sum(CASE WHEN {STATE} > 1 THEN points ELSE 0 END), sum(points),
        sum(CASE WHEN required = 1 AND {STATE} IN (1, 2) THEN 1 ELSE 0 END), sum(CASE {STATE} WHEN 1 THEN 1 ELSE 0 END)
    FROM json_each(?2) AS wanted CROSS JOIN standings ON school = ?1 AND learner = wanted.value
    JOIN asked ON of_text = text AND of_question = question
    {{period}} GROUP BY learner, place"""
PERIOD, AFTER = "at >= ?5 AND at < ?6", "at > coalesce(after, '')"
FIRST, LAST = "", "9999"
"""Ends of a period that has none: before and after every time."""


def column_totals(
    conn: Connection,
    school: str,
    learners: Collection[str],
    questions: Sequence[CountedQuestion],
    period: tuple[datetime | None, datetime | None],
    hidden: Collection[str],
) -> dict[tuple[str, str], ColumnTotals]:
    """Totals by learner and column; of questions last answered from the ``period``'s beginning on, before its end."""
    asked = to_json([_asked(question) for question in questions])
    values = [school, to_json(sorted(set(learners))), asked, to_json(sorted(hidden))]
    conditions = [AFTER] if any(question.after for question in questions) else []
    if any(period):
        conditions.append(PERIOD)
        values += [to_iso(at) if at else end for at, end in zip(period, (FIRST, LAST), strict=True)]
    rows = execute(
        conn, COLUMN_TOTALS.format(period=f"WHERE {' AND '.join(conditions)}" if conditions else ""), *values
    ).fetchall()
    return {(learner, column): to_column_totals(row) for learner, column, *row in rows}


def to_column_totals(row: Sequence[Any]) -> ColumnTotals:
    """Totals of one learner in one column, without the noise of adding decimal fractions."""
    earned, possible, begun, answered, waiting = row
    return ColumnTotals(round(earned, 6), round(possible, 6), begun, answered, waiting)


def _asked(question: CountedQuestion) -> tuple[str | float | None, ...]:
    """A question for the statement, with the steps of a point that pages show, and the most steps below full marks."""
    steps = 10 if question.points >= 1 else 100
    most = math.ceil(question.points * steps - 1e-6) - 1
    place = (question.column, question.text, question.question, question.points)
    after = to_iso(question.after) if question.after else None
    return (*place, int(question.required), steps, most, after)
