"""Re-pointing a merged record's rows, and pointing them back: each row with an entry in the log.

Everything here runs inside the caller's write transaction, or inside a migration.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from webapp.store.merged_learners import merge_rows
from webapp.store.sql.engine.connection import DEFER_FOREIGN_KEYS, Connection
from webapp.store.sql.merges.merge_tables import ADDED_TO, KEYS, OF_TRIES
from webapp.store.sql.merges.merged_numbers import number_record

TableRow = dict[str, Any]
Place = tuple[str, str]
"""Text and question."""
BEGIN = """
    INSERT INTO merges (school, learner, kept, root, seq, teacher, merged, open)
    SELECT ?, ?, ?, ?, coalesce(max(seq), 0) + 1, ?, ?, 1 FROM merges"""
SET_OPEN = "UPDATE merges SET open = ? WHERE school = ? AND learner = ?"
SET_MERGED_INTO = "UPDATE learners SET merged_into = ? WHERE school = ? AND id = ?"
SET_ROOT = "UPDATE merges SET root = ? WHERE school = ? AND root = ?"
# The merges into a record, at any depth.
SET_ROOT_BELOW = """
    WITH RECURSIVE part (id) AS (
        SELECT id FROM learners WHERE school = ?1 AND id = ?2
        UNION SELECT learner FROM merges JOIN part ON school = ?1 AND kept = part.id)
    UPDATE merges SET root = ?2 WHERE school = ?1 AND learner IN (SELECT id FROM part) AND learner <> ?2"""
DROP_NUMBERS = "DELETE FROM merged_tries WHERE school = ? AND learner IN (?, ?)"
LOG = (
    "INSERT INTO merge_rows (school, learner, of_table, key, old, kept_before, kept_after) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
LOGGED = "SELECT key, old, kept_before, kept_after FROM merge_rows WHERE school = ? AND learner = ? AND of_table = ?"
REPOINTED = "SELECT key FROM merge_rows WHERE school = ? AND learner = ? AND of_table = ? AND old IS NULL"
REPOINTED_TRIES = REPOINTED.replace("SELECT key", "SELECT json_extract(key, '$[0]')")
FORGET = (
    "DELETE FROM merge_rows WHERE school = ? AND learner = ?",
    "DELETE FROM merges WHERE school = ? AND learner = ?",
)
MAY_END = ("memberships", "live_places", "assignment_learners", "notes")
SAME_LESSON = "SELECT 1 FROM live_lessons WHERE school = ? AND class = ? AND began <= ?"
to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
from_json = json.loads


@dataclass(frozen=True)
class Merge:
    """The record ``learner`` merged into ``kept``, at the time ``merged`` (empty where an earlier Fahm merged them)."""

    school: str
    learner: str
    kept: str
    teacher: str
    merged: str


@dataclass
class Undone:
    """Questions whose standings must be calculated again: of the kept record, and of the separated one.

    ``of_kept`` has the standing before the merge, where there was one, in case it cannot be calculated.
    """

    of_kept: dict[Place, TableRow | None] = field(default_factory=dict)
    of_learner: set[Place] = field(default_factory=set)


def repoint(conn: Connection, merge: Merge, tables: Iterable[str] = KEYS) -> list[Place]:
    """Merge: point all rows of the record to the kept one. Return the questions at which both had a standing.

    The better of the two standings is kept there: the caller may calculate another one, and says when it is final
    (:func:`log_standings`). ``tables``: the ones that have rows of learners, in the order of re-pointing.
    """
    school, learner, kept = merge.school, merge.learner, merge.kept
    conn.execute(DEFER_FOREIGN_KEYS)  # a try and its marks are re-pointed one after the other
    conn.execute(BEGIN, (school, learner, kept, kept, merge.teacher, merge.merged))
    conn.execute(DROP_NUMBERS, (school, learner, kept))
    for table in tables:
        if table in ADDED_TO:
            _repoint_fixed(conn, merge, table)
        else:
            _repoint_changing(conn, merge, table)
    conn.execute(SET_MERGED_INTO, (kept, school, learner))
    conn.execute(SET_ROOT, (kept, school, learner))
    conn.execute(SET_OPEN, (0, school, learner))
    number_record(conn, school, kept)
    rows = conn.execute(f"{LOGGED} AND kept_before IS NOT NULL", (school, learner, "standings")).fetchall()
    return [(text, question) for text, question in (from_json(row[0]) for row in rows)]


def log_standings(conn: Connection, merge: Merge) -> None:
    """Log the kept record's standings as the merge left them, so that undoing knows which have changed since."""
    sql = """UPDATE merge_rows SET kept_after = ?
        WHERE school = ? AND learner = ? AND of_table = 'standings' AND key = ? AND kept_before IS NOT NULL"""
    for row in _rows(conn, "standings", merge.school, merge.kept):
        key = to_json([row["text"], row["question"]])
        conn.execute(sql, (to_json(row), merge.school, merge.learner, key))


def point_back(conn: Connection, merge: Merge) -> Undone:
    """Undo: give the record all rows that it had. Rows that came or changed after the merge stay with the kept one.

    Only for the latest of the merges that have a record in common.
    """
    school, learner, kept = merge.school, merge.learner, merge.kept
    conn.execute(DEFER_FOREIGN_KEYS)
    conn.execute(SET_OPEN, (1, school, learner))
    conn.execute(DROP_NUMBERS, (school, learner, kept))
    undone = Undone()
    for table in OF_TRIES:
        undone.of_learner |= _log_later(conn, merge, table)
    undone.of_kept |= dict.fromkeys(undone.of_learner)
    for table in KEYS:
        if table in ADDED_TO:
            _return_fixed(conn, merge, table)
        else:
            _return_changing(conn, merge, table, undone)
    conn.execute(SET_MERGED_INTO, (None, school, learner))
    for sql in FORGET:
        conn.execute(sql, (school, learner))
    conn.execute(SET_ROOT_BELOW, (school, learner))
    for record in (kept, learner):
        number_record(conn, school, record)
    return undone


def _repoint_fixed(conn: Connection, merge: Merge, table: str) -> None:
    """Re-point rows that never change. One that the kept record has too (a form sent twice) goes to the log.

    Of two beginnings of an exam the earlier one stays.
    """
    school, learner, kept = merge.school, merge.learner, merge.kept
    same = "k.id = t.try_id" if table in OF_TRIES else " AND ".join(f"k.{name} = t.{name}" for name in KEYS[table])
    other = "tries" if table in OF_TRIES else table
    taken = f"EXISTS (SELECT 1 FROM {other} AS k WHERE k.school = t.school AND k.learner = ? AND {same})"
    for row in _rows(conn, f"{table} AS t", school, learner, taken, (kept,)):
        later = _later_beginning(conn, merge, row) if table == "sittings" else None
        _log(conn, merge, table, row, later)
        _drop(conn, table, row)
        if later is not None:
            # By way of the merged record, which is in no class any more: else it would be told as a deletion.
            _set_learner(conn, table, later, learner)
            _drop(conn, table, {**later, "learner": learner})
            _insert(conn, table, {**row, "learner": kept})
    conn.execute(
        f"""INSERT INTO merge_rows (school, learner, of_table, key)
            SELECT school, learner, ?, json_array({", ".join(KEYS[table])}) FROM {table}
            WHERE school = ? AND learner = ?""",
        (table, school, learner),
    )
    conn.execute(f"UPDATE {table} SET learner = ? WHERE school = ? AND learner = ?", (kept, school, learner))


def _later_beginning(conn: Connection, merge: Merge, row: TableRow) -> TableRow | None:
    """The kept record's sitting of the same exam, where it began after this one."""
    kept = _row_at(conn, "sittings", merge.school, merge.kept, _key("sittings", row))
    return kept if kept and kept["started"] > row["started"] else None


def _repoint_changing(conn: Connection, merge: Merge, table: str) -> None:
    """Re-point rows that may change later, each with its state in the log. Of two under one key, one is chosen."""
    for row in _rows(conn, table, merge.school, merge.learner):
        before = _row_at(conn, table, merge.school, merge.kept, _key(table, row))
        if before is None:
            _set_learner(conn, table, row, merge.kept)
            _log(conn, merge, table, row, None, {**row, "learner": merge.kept})
            continue
        after = {**merge_rows(table, row, before), "learner": merge.kept}
        _drop(conn, table, row)
        if after != before:
            put(conn, table, after)
        # Standings are logged when they are calculated: see log_standings.
        _log(conn, merge, table, row, before, None if table == "standings" else after)


def _log_later(conn: Connection, merge: Merge, table: str) -> set[Place]:
    """Log marks or regrades that re-pointed tries have had since the merge: they go back with them."""
    school, learner = merge.school, merge.learner
    names = ", ".join(KEYS[table])
    later = f"""FROM {table} WHERE school = ? AND learner = ? AND try_id IN ({REPOINTED_TRIES})
        AND json_array({names}) NOT IN ({REPOINTED})"""
    values = (school, merge.kept, school, learner, "tries", school, learner, table)
    places = {(text, question) for text, question in conn.execute(f"SELECT text, question {later}", values)}
    insert = "INSERT INTO merge_rows (school, learner, of_table, key)"
    conn.execute(f"{insert} SELECT school, ?, ?, json_array({names}) {later}", (learner, table, *values))
    return places


def _return_fixed(conn: Connection, merge: Merge, table: str) -> None:
    school, learner = merge.school, merge.learner
    names = ", ".join(KEYS[table])
    sql = f"UPDATE {table} SET learner = ? WHERE school = ? AND learner = ? AND json_array({names}) IN ({REPOINTED})"
    conn.execute(sql, (learner, school, merge.kept, school, learner, table))
    logged = conn.execute(f"{LOGGED} AND old IS NOT NULL", (school, learner, table)).fetchall()
    rows = [(from_json(old), from_json(before) if before else None) for _, old, before, _ in logged]
    for row, replaced in sorted(rows, key=lambda both: both[0].get("seq", 0)):
        if replaced:
            _return_replaced(conn, merge, table, row, replaced)
            continue
        if "seq" in row and conn.execute(f"SELECT 1 FROM {table} WHERE seq = ?", (row["seq"],)).fetchone():
            # It was the last row when it went to the log, so that its number was given again since.
            (row["seq"],) = conn.execute(f"SELECT max(seq) + 1 FROM {table}").fetchone()
        _insert(conn, table, row)


def _return_replaced(conn: Connection, merge: Merge, table: str, row: TableRow, before: TableRow) -> None:
    """Give back a row that replaced the kept record's, and the kept record its own."""
    if _row_at(conn, table, merge.school, merge.kept, _key(table, row)) == (now := {**row, "learner": merge.kept}):
        _set_learner(conn, table, now, merge.learner)
        _insert(conn, table, before)


def _return_changing(conn: Connection, merge: Merge, table: str, undone: Undone) -> None:
    for key, old, before, after in conn.execute(LOGGED, (merge.school, merge.learner, table)).fetchall():
        row = from_json(old)
        now = _row_at(conn, table, merge.school, merge.kept, from_json(key))
        if table in MAY_END and not _still_there(conn, merge, table, now, row):
            continue
        left = from_json(after) if after else {**merge_rows(table, row, from_json(before)), "learner": merge.kept}
        unchanged = now == left
        if before is None and now is not None and (unchanged or table == "memberships"):
            _set_learner(conn, table, now, merge.learner)
            if not unchanged:
                put(conn, table, row)
            continue
        _insert(conn, table, row)
        if unchanged:
            put(conn, table, from_json(before))
        if table == "standings" and not (unchanged and after):
            undone.of_kept[row["text"], row["question"]] = None if before is None else from_json(before)


def _still_there(conn: Connection, merge: Merge, table: str, now: TableRow | None, row: TableRow) -> bool:
    """Tell whether what may end is still the learner's: a class, a live lesson, an assignment, a note."""
    if now is None:
        return False
    if table != "live_places":
        return True
    return conn.execute(SAME_LESSON, (merge.school, row["class"], merge.merged)).fetchone() is not None


def _log(
    conn: Connection,
    merge: Merge,
    table: str,
    old: TableRow,
    before: TableRow | None = None,
    after: TableRow | None = None,
) -> None:
    states = [None if row is None else to_json(row) for row in (old, before, after)]
    conn.execute(LOG, (merge.school, merge.learner, table, to_json(_key(table, old)), *states))


def _key(table: str, row: TableRow) -> list[Any]:
    return [row[name] for name in KEYS[table]]


def _where(table: str) -> str:
    return " AND ".join(f"{name} = ?" for name in ("school", "learner", *KEYS[table]))


def _rows(
    conn: Connection, table: str, school: str, learner: str, more: str = "TRUE", values: tuple[str, ...] = ()
) -> list[TableRow]:
    sql = f"SELECT * FROM {table} WHERE school = ? AND learner = ? AND {more}"
    cursor = conn.execute(sql, (school, learner, *values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _row_at(conn: Connection, table: str, school: str, learner: str, key: list[Any]) -> TableRow | None:
    condition = " AND ".join(f"{name} = ?" for name in KEYS[table])
    return next(iter(_rows(conn, table, school, learner, condition, tuple(key))), None)


def _set_learner(conn: Connection, table: str, row: TableRow, learner: str) -> None:
    values = (learner, row["school"], row["learner"], *_key(table, row))
    conn.execute(f"UPDATE {table} SET learner = ? WHERE {_where(table)}", values)


def put(conn: Connection, table: str, row: TableRow) -> None:
    """Write the state of a row that is there."""
    names = [name for name in row if name not in ("school", "learner", *KEYS[table])]
    values = (*(row[name] for name in names), row["school"], row["learner"], *_key(table, row))
    conn.execute(f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} WHERE {_where(table)}", values)


def _insert(conn: Connection, table: str, row: TableRow) -> None:
    marks = ", ".join("?" * len(row))
    conn.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def _drop(conn: Connection, table: str, row: TableRow) -> None:
    conn.execute(f"DELETE FROM {table} WHERE {_where(table)}", (row["school"], row["learner"], *_key(table, row)))
