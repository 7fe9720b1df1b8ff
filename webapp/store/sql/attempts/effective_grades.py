"""Attempts with the grade that counts: the recorded one, or that of the latest regrade."""

from __future__ import annotations

from dataclasses import replace

from webapp.domain.attempt import Attempt, AttemptFigures, RegradeSummary
from webapp.domain.effective_grade import EffectiveGrade
from webapp.store.sql.attempts.row_mapping import TRY_NAMES, plain_parts, read_parts, to_attempt, to_parts
from webapp.store.sql.engine.column_values import Row, from_iso, from_json, to_json

REGRADE_NAMES = (
    "r.batch", "r.version", "b.at", "b.reason", "r.mark_before", "r.most_before", "r.mark_after", "r.most_after",
    "r.number", "r.verdict", "r.earned", "r.possible", "r.why", "r.note", "r.rung", "r.parts",
    "r.unsure",
)  # fmt: skip
FIGURE_COLUMNS = """school, learner, id, text, question, number, label, verdict, earned, possible, hints, seconds, at,
    unsure, seq"""
"""Columns of attempts that :func:`figures_with_latest_regrade` reads: fewer to sort."""
_WIDTH = len(TRY_NAMES)
RECORDED, IN_RECORD, BY_TIME = "t.number", "coalesce(n.place, t.number)", "coalesce(n.number, t.number)"
"""Numbers of attempts: as recorded; by the order of recording over all merged records; by time over all of them."""
LATEST = """
    LEFT JOIN regrades AS r ON r.school = t.school AND r.learner = t.learner AND r.try_id = t.id AND r.number = (
        SELECT max(number) FROM regrades AS latest
        WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)
    LEFT JOIN regrade_batches AS b ON b.school = r.school AND b.id = r.batch
    LEFT JOIN merged_tries AS n ON n.school = t.school AND n.learner = t.learner AND n.try_id = t.id"""


def with_latest_regrade(tries: str, order: str = "t.seq", first: str = "", number: str = RECORDED) -> str:
    """Build the statement that reads rows of ``tries`` with their latest regrades.

    ``tries`` is a statement that gives all columns of that table; columns ``first`` of it are read before the others.
    With numbers ``IN_RECORD``, attempts that do not count beside those of another record are left out.
    """
    columns = ", ".join([*(f"t.{name}" for name in TRY_NAMES), "n.record", *REGRADE_NAMES])
    columns = columns.replace(RECORDED, number)
    where = "WHERE n.place IS NOT NULL OR n.number IS NULL" if number == IN_RECORD else ""
    return f"SELECT {first}{columns} FROM ({tries}) AS t {LATEST} {where} ORDER BY {order}"


def figures_with_latest_regrade(tries: str, order: str) -> str:
    """Build the statement that reads the figures of attempts: as above, but of fewer columns, numbers ``IN_RECORD``."""
    graded = [
        f"CASE WHEN r.batch IS NULL THEN t.{name} ELSE r.{name} END"
        for name in ("verdict", "earned", "possible", "unsure")
    ]
    place = ("t.id", "t.learner", "t.text", "t.question", IN_RECORD, "t.label")
    columns = ", ".join([*place, *graded[:3], "t.hints", "t.seconds", graded[3], "t.at"])
    batches = "LEFT JOIN regrade_batches AS b ON b.school = r.school AND b.id = r.batch"
    where = "WHERE n.place IS NOT NULL OR n.number IS NULL"
    return f"SELECT {columns} FROM ({tries}) AS t {LATEST.replace(batches, '')} {where} ORDER BY {order}"


def to_attempt_figures(row: Row) -> AttemptFigures:
    """Build the figures of a row of :func:`figures_with_latest_regrade`."""
    return AttemptFigures._make((*row[:-1], from_iso(row[-1])))


def to_graded_attempt(row: Row) -> Attempt:
    """Build the attempt of a row of :func:`with_latest_regrade`."""
    attempt, record = to_attempt(row[:_WIDTH]), row[_WIDTH]
    if record is not None:
        attempt = replace(attempt, record=record)
    if row[_WIDTH + 1] is None:  # no regrade, as of most
        return attempt
    regrade = row[_WIDTH + 1 :]
    batch, version, at, reason, before, most_before, after, most_after, number, *grade = regrade
    verdict, earned, possible, why, note, tolerance_level, parts, unsure = grade
    return replace(
        attempt,
        verdict=verdict,
        earned=earned,
        possible=possible,
        why=why,
        note=note,
        tolerance_level=tolerance_level,
        parts=read_parts(parts),
        unsure=unsure,
        regraded=RegradeSummary(batch, version, from_iso(at), reason, before, most_before, after, most_after, number),
    )


def dump_grade(grade: EffectiveGrade) -> str:
    """Serialize a grade as JSON."""
    return to_json(
        {
            "version": grade.version,
            "verdict": grade.verdict,
            "earned": grade.earned,
            "possible": grade.possible,
            "why": grade.why,
            "note": grade.note,
            "rung": grade.tolerance_level,
            "parts": plain_parts(grade.parts),
            "rules": grade.rules,
            "unsure": grade.unsure,
        }
    )


def load_grade(column: str) -> EffectiveGrade:
    """Read a grade that :func:`dump_grade` wrote; an earlier Fahm wrote no rules, and not why it was unsure."""
    grade = from_json(column)
    return EffectiveGrade(
        version=grade["version"],
        verdict=grade["verdict"],
        earned=grade["earned"],
        possible=grade["possible"],
        why=grade["why"],
        note=grade["note"],
        tolerance_level=grade["rung"],
        parts=to_parts(grade["parts"]),
        rules=grade.get("rules", ""),
        unsure=grade.get("unsure", ""),
    )
