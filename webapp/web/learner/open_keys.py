"""A learner's own record without what would tell a key that is still open.

Two kinds of keys are: those of questions that are not settled, and those of an exam whose results this learner may not
see yet. The file and the printed page say no more of them than the pages of the text do.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Set

from webapp.interchange.exports.learner_record import TableRow, Tables
from webapp.web.framework.assignments_of_reader import as_assigned
from webapp.web.framework.services import current_services

TELLING = frozenset({"standings", "marks", "regrades"})
"""Tables of nothing but marks."""
PRIVATE = "second_marks"
"""Table of notes between teachers."""
NOT_MARKED: TableRow = {"earned": None, "why": "", "note": "", "rung": None, "parts": [], "version": "", "unsure": ""}
"""Columns of an attempt that follow from the key, with what stands there while the results wait."""


def without_open_keys(tables: Tables) -> Tables:
    """Leave out what follows from keys that are open; a second marker's marks too, which are notes between teachers."""
    withheld = _withheld_texts(tables)
    settled = {(row["text"], row["question"]) for row in tables.get("standings", ()) if row["settled"]}
    told = {
        table: [_told(row, withheld, settled) for row in rows if not _tells(table, row, withheld)]
        for table, rows in tables.items()
        if table != PRIVATE
    }
    return told | {"merged_tries": _without_places(tables, withheld)}


def _without_places(tables: Tables, withheld: Set[str]) -> list[TableRow]:
    """Numbers of merged records' attempts, without which of an exam's count: those of a record that is right do."""
    of_exams = {row["id"] for row in tables.get("tries", ()) if row["text"] in withheld}
    return [{**row, "place": None} if row["try_id"] in of_exams else row for row in tables.get("merged_tries", ())]


def _withheld_texts(tables: Tables) -> frozenset[str]:
    """Exams of this learner whose results wait; a text that is gone was one if it was handed in as one."""
    services = current_services()
    lessons, school = services.library.snapshot.lessons, services.config.school
    learner = str(tables["learners"][0]["id"])
    handed_in = {row["text"] for row in tables.get("hand_ins", ())}
    answered = {str(row["text"]) for row in tables.get("tries", ())}
    exams = [
        text
        for text in answered
        if (as_assigned(lessons[text], learner).settings.exam if text in lessons else text in handed_in)
    ]
    return frozenset(text for text in exams if services.store.exams.results_wait(school, learner, text))


def _tells(table: str, row: TableRow, withheld: Set[str]) -> bool:
    """Tell whether a row is nothing but a mark of an exam whose results wait; the log of merges holds such rows too."""
    if table != "merge_rows":
        return table in TELLING and row["text"] in withheld
    texts = {*json.loads(row["key"]), *(state.get("text") for state in _states(row).values())}
    return row["of_table"] == PRIVATE or (row["of_table"] in TELLING and not withheld.isdisjoint(texts))


def _states(row: TableRow) -> dict[str, TableRow]:
    """States of an answer or a mark in the log of merges, by column: of those whole rows that both records had."""
    if row.get("of_table") not in TELLING | {"tries"}:
        return {}
    return {name: json.loads(row[name]) for name in ("old", "kept_before", "kept_after") if row[name]}


def _told(row: TableRow, withheld: Set[str], settled: Collection[tuple[str, str]]) -> TableRow:
    """A row of answers; which parts were right, and the digest of question and key, wait until it is settled.

    In a regrade, ``old`` holds the parts before it.
    """
    states = {name: _told(state, withheld, settled) for name, state in _states(row).items()}
    if states:
        return {**row, **{name: json.dumps(state, ensure_ascii=False) for name, state in states.items()}}
    if "parts" not in row:
        return row
    if row["text"] in withheld:
        return {**row, **NOT_MARKED, "verdict": row["verdict"] if row["verdict"] == "noted" else "pending"}
    if (row["text"], row["question"]) in settled:
        return row
    return {name: value for name, value in row.items() if name != "old"} | {"parts": [], "version": ""}
