"""Two records of one learner, read as one: which rows are whose.

A merged record keeps its rows; its learner names the one that stays. Whoever writes, writes for the one that stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from webapp.domain.attempt import Attempt
from webapp.store.protocols.store import Standing
from webapp.store.sqlite.attempts.row_mapping import dump, sound
from webapp.store.sqlite.engine.connections import run

if TYPE_CHECKING:
    from sqlite3 import Connection

# A learner's own id and those merged into it, at any depth: two values, the school and the learner.
PARTS = """WITH RECURSIVE part (school, id) AS (
    VALUES (?, ?) UNION SELECT learners.school, learners.id FROM learners
    JOIN part ON learners.school = part.school AND learners.merged_into = part.id) SELECT school, id FROM part"""
OF_RECORD = f"WHERE (school, learner) IN ({PARTS})"
"""In place of ``WHERE school = ? AND learner = ?``, with the same values."""
ALL_MERGED = "SELECT id, merged_into FROM learners WHERE merged_into IS NOT NULL AND school = ?"
# Upwards from some records, and downwards from some that stay, each by its key. CROSS JOIN keeps SQLite to this order.
UPWARDS = """WITH RECURSIVE up (record, into_) AS (
    SELECT l.id, l.merged_into FROM json_each(?2) CROSS JOIN learners AS l ON l.school = ?1 AND l.id = value
    WHERE l.merged_into IS NOT NULL
    UNION SELECT up.record, l.merged_into FROM up CROSS JOIN learners AS l ON l.school = ?1 AND l.id = up.into_
    WHERE l.merged_into IS NOT NULL)
    SELECT record, into_ FROM up CROSS JOIN learners AS l ON l.school = ?1 AND l.id = into_
    WHERE l.merged_into IS NULL"""
DOWNWARDS = """WITH RECURSIVE part (kept, record) AS (
    SELECT value, value FROM json_each(?2)
    UNION SELECT part.kept, l.id FROM part CROSS JOIN learners AS l ON l.school = ?1 AND l.merged_into = part.record)
    SELECT record, kept FROM part WHERE record <> kept"""


def root_of(conn: Connection, school: str, learner: str) -> str:
    """The record that a learner's counts as part of; most often itself."""
    return line_of(conn, school, learner)[-1]


def line_of(conn: Connection, school: str, learner: str) -> list[str]:
    """A record, the one it was merged into, and so on to the one that stays."""
    line: list[str] = []
    into: str | None = learner
    while into is not None:
        line.append(into)
        row = run(conn, "SELECT merged_into FROM learners WHERE school = ? AND id = ?", school, into).fetchone()
        into = row[0] if row else None
    return line


def parts_of(conn: Connection, school: str, learner: str) -> list[str]:
    """A learner's own id and those merged into it."""
    return [row[1] for row in run(conn, PARTS, school, learner)]


def roots_among(conn: Connection, school: str, learners: Collection[str]) -> dict[str, str]:
    """Of these records, those that were merged, each with the one that stays; the rest of a school costs nothing."""
    return dict(run(conn, UPWARDS, school, dump(list(learners))).fetchall())


def merged_under(conn: Connection, school: str, kept: Collection[str]) -> dict[str, str]:
    """What was merged into one of these, at any depth, each with that one."""
    return dict(run(conn, DOWNWARDS, school, dump(list(kept))).fetchall())


def roots(conn: Connection, school: str) -> dict[str, str]:
    """By merged record of a whole school, the one that stays: for what reads the whole school anyway."""
    return _flat(dict(run(conn, ALL_MERGED, school).fetchall()))


def _flat(merged: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for learner, into in merged.items():
        while into in merged:
            into = merged[into]
        found[learner] = into
    return found


def as_one(tries: Iterable[Attempt], learner: str) -> list[Attempt]:
    """Tries in the order of recording as one learner's: where several records meet, they are numbered anew.

    A question answered fully right in one of the records is settled with it: what the others tried there, perhaps
    later, does not lower that. An answer that came after the merge was judged in the light of all and settles nothing
    by itself: it has a greater number than its own record counts.
    """
    found, learner = list(tries), sound(learner)
    if all(one.learner == learner for one in found):
        return found
    records: dict[str, dict[str, list[Attempt]]] = defaultdict(lambda: defaultdict(list))
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


def _settling(records: Iterable[list[Attempt]]) -> str | None:
    """Whose record was right first by its own count of tries."""
    right = [tries for tries in records if tries[-1].verdict == "accepted" and tries[-1].number == len(tries)]
    return min(right, key=len)[0].learner if right else None


def merged_in_time(conn: Connection, tries: Iterable[Attempt]) -> Iterator[Attempt]:
    """All tries of all schools, by time: each under the record that stays, and numbered anew where several meet."""
    kept: dict[str, dict[str, str]] = {}
    met: dict[str, set[str]] = {}
    numbers: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for one in tries:
        if one.school not in kept:
            kept[one.school] = roots(conn, one.school)
            met[one.school] = set(kept[one.school].values())
        learner = kept[one.school].get(one.learner, one.learner)
        if learner in met[one.school]:
            place = (one.school, learner, one.text, one.question)
            numbers[place] += 1
            one = replace(one, learner=learner, number=numbers[place])
        yield one


def numbered(tries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of tries of several records of one learner, by time and with numbers that follow it."""
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    found = []
    for row in sorted(tries, key=lambda row: (row["at"], row["id"])):
        place = (row["text"], row["question"])
        numbers[place] += 1
        found.append(row | {"number": numbers[place]})
    return found


def joined_standings(rows: Iterable[Standing]) -> dict[str, Standing]:
    """By question; where several records have one, that which was worked out from most of them stands. Where none was
    (they were merged by an earlier Fahm), the better: settled before open, then the points."""
    found: dict[str, Standing] = {}
    for one in rows:
        other = found.get(one.question)
        if other is None:
            found[one.question] = one
            continue
        better = max(other, one, key=lambda each: (each.records, each.settled, each.earned, each.at))
        tries, hints = max(other.tries, one.tries), max(other.hints, one.hints)
        found[one.question] = replace(better, tries=tries, hints=hints)
    return found
