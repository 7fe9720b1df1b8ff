"""Tries as they are graded by now: what was recorded, under what a later regrading says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from webapp.domain.attempt import Attempt, RegradeSummary
from webapp.domain.question import Part, Verdict
from webapp.store.sqlite.attempts.row_mapping import Row, dump, load, unstamp
from webapp.store.sqlite.engine.connections import run

if TYPE_CHECKING:
    from sqlite3 import Connection

FIND_LATEST = """
    SELECT r.batch, r.version, b.at, b.reason, r.mark_before, r.most_before, r.mark_after, r.most_after, r.number,
        r.verdict, r.earned, r.possible, r.why, r.note, r.rung, r.parts
    FROM regrades AS r JOIN regrade_batches AS b ON b.school = r.school AND b.id = r.batch
    WHERE r.school = ? AND r.learner = ? AND r.try_id = ? ORDER BY r.number DESC LIMIT 1"""
ANY = "SELECT 1 FROM regrades WHERE school = ? AND text = ? LIMIT 1"


@dataclass(frozen=True)
class Graded:
    """What a version of a question says of one try."""

    version: str
    verdict: Verdict
    earned: float
    possible: float
    why: str
    note: str
    rung: str | None
    parts: tuple[Part, ...]
    rules: str = ""
    """By which rules the question's mark was worked out, where that was written down beside it."""


def as_graded(conn: Connection, tries: Iterable[Attempt]) -> Iterator[Attempt]:
    """The same tries, still under the ids of the records that hold them, each with its latest grade."""
    touched: dict[tuple[str, str], bool] = {}
    for one in tries:
        key = (one.school, one.text)
        if key not in touched:
            touched[key] = run(conn, ANY, *key).fetchone() is not None
        row = run(conn, FIND_LATEST, one.school, one.learner, one.id).fetchone() if touched[key] else None
        yield _under(one, row) if row else one


def grade_of(one: Attempt) -> Graded:
    """How a try is graded by now."""
    version = one.regraded.version if one.regraded else one.version
    return Graded(version, one.verdict, one.earned, one.possible, one.why, one.note, one.rung, one.parts)


def dump_grade(grade: Graded) -> str:
    """As JSON."""
    return dump(asdict(grade))


def load_grade(column: str) -> Graded:
    """What :func:`dump_grade` made."""
    found: dict[str, Any] = load(column)
    return Graded(**found | {"parts": tuple(Part(**part) for part in found["parts"])})


def _under(one: Attempt, row: Row) -> Attempt:
    batch, version, at, reason, before, most_before, after, most_after, number, *grade = row
    verdict, earned, possible, why, note, rung, parts = grade
    regraded = RegradeSummary(batch, version, unstamp(at), reason, before, most_before, after, most_after, number)
    return replace(
        one,
        verdict=verdict,
        earned=earned,
        possible=possible,
        why=why,
        note=note,
        rung=rung,
        parts=tuple(Part(**part) for part in load(parts)),
        regraded=regraded,
    )
