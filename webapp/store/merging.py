"""Two records of one learner, read as one: which rows are whose.

A merged record keeps its rows; its learner names the one that stays. Whoever writes, writes for the one that stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from webapp.model import Try
from webapp.store import Standing
from webapp.store.connections import run
from webapp.store.rows import sound

if TYPE_CHECKING:
    from sqlite3 import Connection

# A learner's own id and those merged into it, at any depth: two values, the school and the learner.
PARTS = """WITH RECURSIVE part (school, id) AS (
    VALUES (?, ?) UNION SELECT learners.school, learners.id FROM learners
    JOIN part ON learners.school = part.school AND learners.merged_into = part.id) SELECT school, id FROM part"""
OF_RECORD = f"WHERE (school, learner) IN ({PARTS})"
"""In place of ``WHERE school = ? AND learner = ?``, with the same values."""
ALL_MERGED = "SELECT id, merged_into FROM learners WHERE merged_into IS NOT NULL AND school = coalesce(?, school)"


def root_of(conn: Connection, school: str, learner: str) -> str:
    """The record that a learner's counts as part of; most often itself."""
    row = run(conn, "SELECT merged_into FROM learners WHERE school = ? AND id = ?", school, learner).fetchone()
    while row and row[0] is not None:
        learner = row[0]
        row = run(conn, "SELECT merged_into FROM learners WHERE school = ? AND id = ?", school, learner).fetchone()
    return learner


def parts_of(conn: Connection, school: str, learner: str) -> list[str]:
    """A learner's own id and those merged into it."""
    return [row[1] for row in run(conn, PARTS, school, learner)]


def roots(conn: Connection, school: str) -> dict[str, str]:
    """By merged record of a school, the one that stays."""
    return _flat(dict(run(conn, ALL_MERGED, school).fetchall()))


def _flat(merged: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for learner, into in merged.items():
        while into in merged:
            into = merged[into]
        found[learner] = into
    return found


def as_one(tries: Iterable[Try], learner: str) -> list[Try]:
    """Tries in the order of recording as one learner's: where several records meet, they are numbered anew.

    A question answered fully right in one of the records is settled with it: what the others tried there, perhaps
    later, does not lower that.
    """
    found, learner = list(tries), sound(learner)
    if all(one.learner == learner for one in found):
        return found
    records: dict[str, dict[str, list[Try]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        records[one.question][one.learner].append(one)
    settling = {question: _settling(of_question.values()) for question, of_question in records.items()}
    numbers: dict[str, int] = defaultdict(int)
    joined = []
    for one in found:
        if settling[one.question] in (None, one.learner):
            numbers[one.question] += 1
            joined.append(replace(one, learner=learner, number=numbers[one.question]))
    return joined


def _settling(records: Iterable[list[Try]]) -> str | None:
    """Whose record was right first by its own count of tries."""
    right = [tries for tries in records if tries[-1].verdict == "accepted"]
    return min(right, key=len)[0].learner if right else None


def joined_standings(rows: Iterable[Standing]) -> dict[str, Standing]:
    """By question; where several records have one, the better stands: settled before open, then the points."""
    found: dict[str, Standing] = {}
    for one in rows:
        other = found.get(one.question)
        if other is None:
            found[one.question] = one
            continue
        better = max(other, one, key=lambda each: (each.settled, each.earned, each.at))
        tries, hints = max(other.tries, one.tries), max(other.hints, one.hints)
        found[one.question] = replace(better, tries=tries, hints=hints)
    return found
