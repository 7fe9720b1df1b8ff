"""Recorded tries as one table: the columns of ``fahm answers``, a row a try."""

from __future__ import annotations

import json
from collections.abc import Iterable

from webapp.domain.attempt import Attempt
from webapp.interchange.exports.attempts_jsonl_csv import COLUMNS, NO_CLASSES, Classes, as_row
from webapp.interchange.spreadsheet import Cell, Column, Kind, Table

HEADINGS: dict[str, tuple[str, str, Kind]] = {
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
    "support": ("ما أعان على القراءة", "Support", "text"),
    "verdict_now": ("الحكم الآن", "Verdict now", "text"),
    "earned_now": ("الدرجة الآن", "Earned now", "number"),
    "possible_now": ("الدرجة الكاملة الآن", "Possible now", "number"),
}


def tries_table(tries: Iterable[Attempt], classes: Classes = NO_CLASSES) -> Table:
    """A row a try, in the order given; what is a list or an object in ``fahm answers`` is JSON here."""
    columns = tuple(_column(name) for name in COLUMNS)
    return Table("الإجابات", columns, tuple(_row(one, classes) for one in tries))


def _column(name: str) -> Column:
    arabic, english, kind = HEADINGS.get(name, (name, name, "text"))
    return Column(name, ar=arabic, en=english, kind=kind)


def _row(one: Attempt, classes: Classes) -> tuple[Cell, ...]:
    row = as_row(one, classes) | {"at": one.at}
    return tuple(
        json.dumps(row[name], ensure_ascii=False) if isinstance(row[name], list | dict) else row[name]
        for name in COLUMNS
    )
