"""Attempts as JSON lines and as CSV. The keys are a contract: add, never rename."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from webapp.domain.attempt import Attempt
from webapp.domain.question import Verdict
from webapp.interchange.exports.exporter import Classes, ExportContext
from webapp.interchange.spreadsheet import csv_cell, csv_writer

COLUMNS = (
    "id", "school", "class", "learner", "text", "question", "version", "number", "response", "label", "shown",
    "verdict", "earned", "possible", "why", "rung", "hints", "seconds", "at",
    "support", "verdict_now", "earned_now", "possible_now", "unsure",
)  # fmt: skip
CURRENT_GRADE = ("verdict_now", "earned_now", "possible_now")
"""The grade that counts now, after regradings and marks by hand; before the penalty for earlier tries."""


def as_row(attempt: Attempt, classes: Classes) -> dict[str, Any]:
    """Convert an attempt to plain data, ready for JSON.

    ``class`` is null for a learner in none; ``at`` is ISO 8601 in UTC.
    """
    converted_names = ("class", "at", "shown", "support", "rung", *CURRENT_GRADE)
    known = {name: getattr(attempt, name) for name in COLUMNS if name not in converted_names}
    lists = {"shown": list(attempt.shown), "support": list(attempt.support)}
    converted = {"class": classes.get((attempt.school, attempt.learner)), "at": attempt.at.isoformat()}
    converted["rung"] = attempt.tolerance_level
    grade = dict(zip(CURRENT_GRADE, current_grade(attempt), strict=True))
    return {name: known.get(name) for name in COLUMNS} | lists | converted | grade


def current_grade(attempt: Attempt) -> tuple[Verdict, float, float]:
    """The verdict, points earned and points possible that count now. A manual mark gets its verdict from its points."""
    if attempt.by_hand is None:
        return attempt.verdict, attempt.earned, attempt.possible
    points = min(attempt.by_hand, attempt.possible)
    verdict: Verdict = "accepted" if points >= attempt.possible - 1e-9 else "partial" if points > 1e-9 else "refused"
    return verdict, points, attempt.possible


def write_jsonl(attempts: Iterable[Attempt], out: TextIO, context: ExportContext) -> None:
    """Write one JSON object on each line."""
    for attempt in attempts:
        out.write(json.dumps(as_row(attempt, context.classes), ensure_ascii=False) + "\n")


def write_csv(attempts: Iterable[Attempt], out: TextIO, context: ExportContext) -> None:
    """Write a table with a heading and the byte order mark by which spreadsheets know UTF-8."""
    out.write("\ufeff")
    table = csv_writer(out)
    table.writerow(COLUMNS)
    for attempt in attempts:
        table.writerow([_cell(value) for value in as_row(attempt, context.classes).values()])


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    return csv_cell(value)
