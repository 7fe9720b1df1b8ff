"""Recorded tries as JSON lines or a table. The keys are a contract: add, never rename."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from webapp.domain.attempt import Attempt
from webapp.domain.question import Verdict

COLUMNS = (
    "id", "school", "class", "learner", "text", "question", "version", "number", "response", "label", "shown",
    "verdict", "earned", "possible", "why", "rung", "hints", "seconds", "at",
    "support", "verdict_now", "earned_now", "possible_now",
)  # fmt: skip
NOW = ("verdict_now", "earned_now", "possible_now")
"""The grade that counts now, after regradings and marks by hand; before the penalty for earlier tries."""
Classes = Mapping[tuple[str, str], str]
"""By school and learner, the names of the classes that the learner is in."""
NO_CLASSES: Classes = {}
RISKY = ("=", "+", "-", "@", "\t", "\r")


def as_row(one: Attempt, classes: Classes = NO_CLASSES) -> dict[str, Any]:
    """One try as plain data. ``class`` is null for a learner in none; ``at`` is ISO 8601 in UTC."""
    known = {name: getattr(one, name) for name in COLUMNS if name not in ("class", "at", "shown", "support", *NOW)}
    lists = {"shown": list(one.shown), "support": list(one.support)}
    found = {"class": classes.get((one.school, one.learner)), "at": one.at.isoformat()}
    now = dict(zip(NOW, grade_now(one), strict=True))
    return {name: known.get(name) for name in COLUMNS} | lists | found | now


def grade_now(one: Attempt) -> tuple[Verdict, float, float]:
    """Verdict, points and the most they could be. What a person gave is told by its points: all, some or none."""
    if one.by_hand is None:
        return one.verdict, one.earned, one.possible
    points = min(one.by_hand, one.possible)
    verdict: Verdict = "accepted" if points >= one.possible - 1e-9 else "partial" if points > 1e-9 else "refused"
    return verdict, points, one.possible


def write_jsonl(tries: Iterable[Attempt], out: TextIO, classes: Classes = NO_CLASSES) -> None:
    """One object a line."""
    for one in tries:
        out.write(json.dumps(as_row(one, classes), ensure_ascii=False) + "\n")


def write_csv(tries: Iterable[Attempt], out: TextIO, classes: Classes = NO_CLASSES) -> None:
    """A table with a heading; cells that a spreadsheet would run as a formula get an apostrophe in front."""
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for one in tries:
        table.writerow([_cell(value) for value in as_row(one, classes).values()])


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value
