"""Attempts as JSON lines and as a table: what helped is in both."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

from recorded_attempts import attempt
from webapp.domain.question import Part
from webapp.interchange.exports.attempts_jsonl_csv import COLUMNS, write_csv, write_jsonl
from webapp.interchange.exports.exporter import ExportContext

ONE = attempt(
    id="f1.q1",
    learner="salma",
    text="putin",
    version="v1",
    response="بوتين",
    label="بوتين",
    parts=(Part("", 1.0, 1.0),),
    seconds=12.5,
    at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    support=("tashkeel:all", "word:1.12"),
)
CONTEXT = ExportContext(ONE.at)


def test_json_lines_carry_what_helped() -> None:
    out = io.StringIO()
    write_jsonl([ONE], out, CONTEXT)
    (row,) = map(json.loads, out.getvalue().splitlines())
    assert tuple(row) == COLUMNS
    assert row["support"] == ["tashkeel:all", "word:1.12"]


def test_the_table_carries_what_helped() -> None:
    out = io.StringIO()
    write_csv([ONE], out, CONTEXT)
    assert out.getvalue().startswith("\ufeff"), "a spreadsheet takes it for another encoding without"
    head, row = csv.reader(io.StringIO(out.getvalue().removeprefix("\ufeff")))
    assert json.loads(dict(zip(head, row, strict=True))["support"]) == ["tashkeel:all", "word:1.12"]
