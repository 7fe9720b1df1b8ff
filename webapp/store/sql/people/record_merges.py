"""Merging two records of a learner, and undoing it: rows and standings. Inside the caller's write transaction."""

from __future__ import annotations

from webapp.store.protocols.regrades import CalculateAnyStanding
from webapp.store.sql.attempts.drafts import OF_PLACE, QuestionKey
from webapp.store.sql.attempts.manual_marks import FIND_COUNTING
from webapp.store.sql.attempts.recalculate_standings import replace_standing
from webapp.store.sql.engine.connection import Connection, execute
from webapp.store.sql.merges.merge_log import Merge, TableRow, log_standings, point_back, put, repoint

# The merge of a record, and those after it among the records that are one with it: the latest first.
FROM_MERGE = """
    SELECT later.learner, later.kept, later.teacher, later.merged FROM merges AS own
    JOIN merges AS later ON later.school = own.school AND later.root = own.root AND later.seq >= own.seq
    WHERE own.school = ? AND own.learner = ? ORDER BY later.seq DESC"""
INTO_RECORD = "SELECT learner, kept, teacher, merged FROM merges WHERE school = ? AND root = ? ORDER BY seq DESC"
LAST_TRY_IS_THEIRS = f"""
    SELECT 1 FROM standings JOIN tries USING (school, learner, text, question)
    {OF_PLACE} AND tries.id = standings.last_try"""
LAST_TRY = f"SELECT last_try FROM standings {OF_PLACE}"
SET_EARNED = f"UPDATE standings SET earned = ? {OF_PLACE}"


def merge_record(conn: Connection, merge: Merge, calculate: CalculateAnyStanding | None) -> None:
    """Merge a record into another one. Where both have a standing, it is calculated, or the better one is kept."""
    for place in repoint(conn, merge):
        replace_standing(conn, (merge.school, merge.kept, *place), calculate)
    log_standings(conn, merge)


def separate_record(conn: Connection, school: str, learner: str, calculate: CalculateAnyStanding | None) -> bool:
    """Undo the merge of a record; return whether it was merged.

    Merges of the same records that came later are undone before it, and made again after it.
    """
    merges = _merges(conn, FROM_MERGE, school, learner)
    for merge in merges:
        _undo(conn, merge, calculate)
    for merge in reversed(merges[:-1]):
        merge_record(conn, merge, calculate)
    return bool(merges)


def separate_all(conn: Connection, school: str, root: str) -> list[str]:
    """Undo all merges into a record; return the ids of all its records."""
    merges = _merges(conn, INTO_RECORD, school, root)
    for merge in merges:
        point_back(conn, merge)
    return [root, *(merge.learner for merge in merges)]


def _merges(conn: Connection, sql: str, school: str, learner: str) -> list[Merge]:
    return [Merge(school, *row) for row in execute(conn, sql, school, learner).fetchall()]


def _undo(conn: Connection, merge: Merge, calculate: CalculateAnyStanding | None) -> None:
    undone = point_back(conn, merge)
    for place, before in undone.of_kept.items():
        key = (merge.school, merge.kept, *place)
        if not replace_standing(conn, key, calculate):
            _restore_standing(conn, key, before)
    for place in undone.of_learner:
        key = (merge.school, merge.learner, *place)
        if not replace_standing(conn, key, calculate):
            _count_mark(conn, key)


def _restore_standing(conn: Connection, place: QuestionKey, before: TableRow | None) -> None:
    """Put back the standing of before the merge, unless the present one follows from an attempt after it."""
    if before is not None and not execute(conn, LAST_TRY_IS_THEIRS, *place).fetchone():
        put(conn, "standings", before)


def _count_mark(conn: Connection, place: QuestionKey) -> None:
    """Let a mark count that was given since the merge."""
    last_try = execute(conn, LAST_TRY, *place).fetchone()
    mark = execute(conn, FIND_COUNTING, *place[:2], *last_try).fetchone() if last_try else None
    if mark:
        execute(conn, SET_EARNED, *mark, *place)
