"""Attempts as an XLSX workbook: the columns of ``fahm answers``, one row for each attempt."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

from webapp.domain.attempt import Attempt
from webapp.interchange.exports.attempts_jsonl_csv import COLUMNS, as_row
from webapp.interchange.exports.exporter import Classes, ExportContext
from webapp.interchange.spreadsheet import Cell, Column, ColumnKind, Table, to_xlsx

HEADINGS: dict[str, tuple[str, str, ColumnKind]] = {
    "id": ("المعرّف", "Id", "text"),
    "school": ("المدرسة", "School", "text"),
    "class": ("الصف", "Class", "text"),
    "learner": ("القارئ", "Learner", "text"),
    "text": ("النص", "Text", "text"),
    "question": ("السؤال", "Question", "text"),
    "version": ("إصدار السؤال", "Version", "text"),
    "number": ("رقم المحاولة", "Try", "number"),
    "response": ("الإجابة", "Response", "text"),
    "label": ("الإجابة في كلمات", "Label", "text"),
    "shown": ("ما عُرض", "Shown", "text"),
    "verdict": ("الحكم", "Verdict", "text"),
    "earned": ("الدرجة", "Earned", "number"),
    "possible": ("الدرجة الكاملة", "Possible", "number"),
    "why": ("السبب", "Why", "text"),
    "rung": ("التساهل الإملائي", "Spelling fold", "text"),
    "hints": ("التلميحات", "Hints", "number"),
    "seconds": ("الثواني", "Seconds", "seconds"),
    "at": ("الوقت (UTC)", "Time (UTC)", "date"),
    "support": ("وسائل المساعدة", "Support", "text"),
    "verdict_now": ("الحكم الآن", "Verdict now", "text"),
    "earned_now": ("الدرجة الآن", "Earned now", "number"),
    "possible_now": ("الدرجة الكاملة الآن", "Possible now", "number"),
    "unsure": ("سبب عدم التأكد", "Not sure because", "text"),
}


def write_xlsx(attempts: Iterable[Attempt], out: BinaryIO, context: ExportContext) -> None:
    """Write the attempts as an XLSX workbook."""
    out.write(to_xlsx(attempts_table(attempts, context.classes), context.created))


def attempts_table(attempts: Iterable[Attempt], classes: Classes) -> Table:
    """The table of the attempts, one row each, in their order.

    Lists and objects of ``fahm answers`` are JSON in a cell.
    """
    columns = tuple(_column(name) for name in COLUMNS)
    return Table("الإجابات", columns, tuple(_row(attempt, classes) for attempt in attempts))


def _column(name: str) -> Column:
    arabic, english, kind = HEADINGS.get(name, (name, name, "text"))
    return Column(name, ar=arabic, en=english, kind=kind)


def _row(attempt: Attempt, classes: Classes) -> tuple[Cell, ...]:
    row = as_row(attempt, classes) | {"at": attempt.at}
    return tuple(
        json.dumps(row[name], ensure_ascii=False) if isinstance(row[name], list | dict) else row[name]
        for name in COLUMNS
    )
