"""Attempts as JSON lines and as a table: what helped is in both."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

from webapp.domain.attempt import Attempt
from webapp.domain.question import Part
from webapp.interchange.exports.attempts_jsonl_csv import COLUMNS, write_csv, write_jsonl
from webapp.interchange.exports.exporter import ExportContext

ONE = Attempt(
    id="f1.q1", school="default", learner="salma", text="putin", question="q1", version="v1", number=1,
    response="بوتين", label="بوتين", shown=(), verdict="accepted", earned=1.0, possible=1.0, why="", note="",
    tolerance_level=None,
    parts=(Part("", 1.0, 1.0),), hints=0, seconds=12.5, at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    support=("tashkeel:all", "word:1.12"),
)  # fmt: skip
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
