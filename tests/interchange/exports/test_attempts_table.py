"""Attempts as a table: the columns and the cells of ``fahm answers``."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from recorded_attempts import attempt
from webapp.interchange.exports.attempts_jsonl_csv import COLUMNS
from webapp.interchange.exports.attempts_table import HEADINGS, attempts_table

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
ONE = attempt(
    id="a.q1",
    response={"1": "أ"},
    label="أ",
    shown=("b", "a"),
    verdict="partial",
    earned=0.5,
    seconds=3.0,
    at=AT,
    support=("aloud",),
)


def test_every_column_has_its_heading_in_both_languages() -> None:
    assert set(COLUMNS) <= set(HEADINGS)
    assert [column.name for column in attempts_table([], {}).columns] == list(COLUMNS)


def test_a_row_holds_numbers_and_times_as_they_are_and_lists_as_json() -> None:
    table = attempts_table([ONE], {})
    row = dict(zip(COLUMNS, table.rows[0], strict=True))
    assert (row["earned"], row["seconds"], row["at"], row["rung"]) == (0.5, 3.0, AT, None)
    assert [json.loads(str(row[name])) for name in ("response", "shown", "support")] == [
        {"1": "أ"},
        ["b", "a"],
        ["aloud"],
    ]
