"""Counts of wrong codes and passwords, by key (a network, a device, an account) and time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from webapp.store.sql.engine.column_values import to_iso
from webapp.store.sql.engine.connection import Connection, execute, together

KEEP_FAILURES = timedelta(days=1)
ADD = """INSERT INTO code_failures (school, address, at, times) VALUES (?, ?, ?, 1)
         ON CONFLICT (school, address, at) DO UPDATE SET times = code_failures.times + 1"""
# Failures in the future do not count: the clock was set back since, and must not lock anybody out.
COUNT = """SELECT coalesce(sum(times), 0) FROM code_failures
           WHERE school = ? AND address = ? AND at >= ? AND at <= ?"""
COUNTS = "SELECT {}"
DROP_OLD = "DELETE FROM code_failures WHERE school = ? AND at < ?"
TAKE_ONE = """UPDATE code_failures SET times = times - 1
              WHERE school = ? AND address = ? AND times > 0
                AND at = (SELECT max(at) FROM code_failures WHERE school = ? AND address = ? AND times > 0)"""
# Else each right password, and each join of a member, would leave a row for a day.
DROP_EMPTY = "DELETE FROM code_failures WHERE school = ? AND address = ? AND times <= 0"


def add(conn: Connection, school: str, keys: Iterable[str], now: datetime) -> None:
    """Count one failure for each key, and drop those of more than a day ago."""
    at = to_iso(now)
    with together(conn):
        execute(conn, DROP_OLD, school, to_iso(now - KEEP_FAILURES))
        for key in keys:
            execute(conn, ADD, school, key, at)


def count(conn: Connection, school: str, key: str, since: datetime, now: datetime) -> int:
    """Return the number of failures of a key from ``since`` on."""
    return _counts(conn, school, [(key, since)], now)[0]


def _counts(conn: Connection, school: str, asked: Sequence[tuple[str, datetime]], now: datetime) -> list[int]:
    """Numbers of failures of keys, each from its time on, by one statement."""
    until = to_iso(now)
    values = [value for key, since in asked for value in (school, key, to_iso(since), until)]
    row = execute(conn, COUNTS.format(", ".join([f"({COUNT})"] * len(asked))), *values).fetchone()
    return [int(failures) for failures in row]


def reserve(conn: Connection, school: str, limits: Mapping[str, int], since: datetime, now: datetime) -> bool:
    """Count a failure for each key before it is known, in the caller's transaction; not if a key is at its limit."""
    counts = _counts(conn, school, [(key, since) for key in limits], now)
    if any(failures >= limit for failures, limit in zip(counts, limits.values(), strict=True)):
        return False
    add(conn, school, limits, now)
    return True


def reserve_once(
    conn: Connection, school: str, once: str, key: str, limits: Sequence[tuple[int, datetime]], now: datetime
) -> bool:
    """Count ``key`` for ``once``, unless that was counted within a day; not if the key is at one of its limits.

    A limit is a number, and the time from which it is counted.
    """
    asked = [(once, now - KEEP_FAILURES), *((key, since) for _, since in limits)]
    known, *counts = _counts(conn, school, asked, now)
    if known:
        return True
    if any(failures >= most for failures, (most, _) in zip(counts, limits, strict=True)):
        return False
    add(conn, school, (key, once), now)
    return True


def take_back(conn: Connection, school: str, keys: Iterable[str]) -> None:
    """Take one failure of each key back: what was reserved was none."""
    for key in keys:
        execute(conn, TAKE_ONE, school, key, school, key)
        execute(conn, DROP_EMPTY, school, key)
