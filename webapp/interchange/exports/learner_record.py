"""The whole record of one learner as one JSON object, under readable names.

The keys are a contract (docs/data.md): add, never rename. A table that is not known here goes along under its own name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

TableRow = Mapping[str, Any]
Tables = Mapping[str, Sequence[TableRow]]
"""By table, its rows of one learner; what was JSON there is plain data here."""

ABOUT, VERSION = "fahm learner record", 1
TABLE_KEYS = {"learners": "records", "memberships": "classes", "tries": "answers"}
"""Names of tables in the file; the other tables keep their own."""
TABLE_ORDER = ("records", "classes", "answers", "marks", "standings", "hints", "drafts", "kept_words", "reviews")
FIELD_KEYS: dict[str, dict[str, str]] = {
    "answers": {
        "number": "try",
        "response": "answer",
        "label": "answer_in_words",
        "shown": "options_shown",
        "why": "reason",
        "rung": "spelling_fold",
        "support": "help_used",
        "version": "question_version",
    },
    "marks": {"try_id": "answer_id"},
    "standings": {"last_try": "last_answer_id"},
    "drafts": {"response": "answer"},
    "reviews": {"key": "word"},
}


@dataclass(frozen=True)
class RecordLabels:
    """Readable names of ids: titles by text, prompts by text and question, classes and markers by id."""

    titles: Mapping[str, str]
    prompts: Mapping[tuple[str, str], str]
    classes: Mapping[str, str]
    markers: Mapping[str, str]


def learner_record(tables: Tables, names: RecordLabels, written: datetime) -> dict[str, Any]:
    """Convert everything stored about one learner to plain data; ``tables`` must have a row of ``learners``."""
    named = {TABLE_KEYS.get(table, table): [_row(table, row, names) for row in rows] for table, rows in tables.items()}
    first = tables["learners"][0]
    head = {"about": ABOUT, "version": VERSION, "written": written.isoformat(timespec="seconds")}
    known = {name: named.pop(name, []) for name in TABLE_ORDER}
    return head | {"school": first["school"], "learner": first["id"]} | known | named


def record_json(record: Mapping[str, Any]) -> str:
    """Write a record as readable JSON: indented, Arabic letters not escaped."""
    return json.dumps(record, ensure_ascii=False, indent=2, default=str) + "\n"


def _row(table: str, row: TableRow, names: RecordLabels) -> dict[str, Any]:
    fields = FIELD_KEYS.get(TABLE_KEYS.get(table, table), {})
    told = {fields.get(name, name): value for name, value in row.items() if name != "school"}
    text, question = row.get("text"), row.get("question")
    if isinstance(text, str) and text in names.titles:
        told["title"] = names.titles[text]
    if (text, question) in names.prompts:
        told["prompt"] = names.prompts[str(text), str(question)]
    if isinstance(row.get("class"), str):
        told["class_name"] = names.classes.get(row["class"], "")
    if isinstance(row.get("marker"), str):
        told["marker"] = names.markers.get(row["marker"], row["marker"])
    return told
