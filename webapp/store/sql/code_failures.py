"""Counts of wrong codes and passwords, by key (a network, a device, an account) and time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from webapp.store.sql.engine.column_values import to_iso
from webapp.store.sql.engine.connection import Connection, execute

KEEP_FAILURES = timedelta(days=1)
ADD = """INSERT INTO code_failures (school, address, at, times) VALUES (?, ?, ?, 1)
         ON CONFLICT (school, address, at) DO UPDATE SET times = code_failures.times + 1"""
# Failures in the future do not count: the clock was set back since, and must not lock anybody out.
COUNT = """SELECT coalesce(sum(times), 0) FROM code_failures
           WHERE school = ? AND address = ? AND at >= ? AND at <= ?"""
TAKE_ONE = """UPDATE code_failures SET times = times - 1
              WHERE school = ? AND address = ? AND times > 0
                AND at = (SELECT max(at) FROM code_failures WHERE school = ? AND address = ? AND times > 0)"""
# Else each right password, and each join of a member, would leave a row for a day.
DROP_EMPTY = "DELETE FROM code_failures WHERE school = ? AND address = ? AND times <= 0"


def add(conn: Connection, school: str, keys: Iterable[str], now: datetime) -> None:
    """Count one failure for each key, and drop those of more than a day ago."""
    execute(conn, "DELETE FROM code_failures WHERE school = ? AND at < ?", school, to_iso(now - KEEP_FAILURES))
    at = to_iso(now)
    for key in keys:
        execute(conn, ADD, school, key, at)


def count(conn: Connection, school: str, key: str, since: datetime, now: datetime) -> int:
    """Return the number of failures of a key from ``since`` on."""
    return _count(conn, school, key, to_iso(since), to_iso(now))


def _count(conn: Connection, school: str, key: str, since: str, until: str) -> int:
    return int(execute(conn, COUNT, school, key, since, until).fetchone()[0])


def reserve(conn: Connection, school: str, limits: Mapping[str, int], since: datetime, now: datetime) -> bool:
    """Count a failure for each key before it is known, in the caller's transaction; not if a key is at its limit."""
    if any(count(conn, school, key, since, now) >= limit for key, limit in limits.items()):
        return False
    add(conn, school, limits, now)
    return True


def reserve_once(
    conn: Connection, school: str, once: str, key: str, limits: Iterable[tuple[int, datetime]], now: datetime
) -> bool:
    """Count ``key`` for ``once``, unless that was counted within a day; not if the key is at one of its limits.

    A limit is a number, and the time from which it is counted.
    """
    until = to_iso(now)
    if _count(conn, school, once, to_iso(now - KEEP_FAILURES), until):
        return True
    if any(_count(conn, school, key, to_iso(since), until) >= most for most, since in limits):
        return False
    add(conn, school, (key, once), now)
    return True


def take_back(conn: Connection, school: str, keys: Iterable[str]) -> None:
    """Take one failure of each key back: what was reserved was none."""
    for key in keys:
        execute(conn, TAKE_ONE, school, key, school, key)
        execute(conn, DROP_EMPTY, school, key)
