"""``store.help_limits`` in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from webapp.store.protocols.help_limits import HelpLimits, HelpLimitsOfClasses
from webapp.store.sql.engine.column_values import from_iso, to_iso
from webapp.store.sql.engine.connection import NO_LIMIT, Connections, execute

COLUMNS = {"low": "low", "drop": "fall", "wrong": "wrong", "tries": "tries", "days": "days"}
"""Columns by the name of the limit."""
ALL = f"""
    SELECT {", ".join(COLUMNS.values())}, teacher, at FROM help_limits WHERE school = ? AND class = ?
    ORDER BY number DESC LIMIT ?"""
SAVE = f"""
    INSERT INTO help_limits (school, class, number, {", ".join(COLUMNS.values())}, teacher, at)
    SELECT school, id, (SELECT coalesce(max(number), 0) + 1 FROM help_limits AS h
        WHERE h.school = classes.school AND h.class = classes.id), {", ".join("?" * len(COLUMNS))}, ?, ?
    FROM classes WHERE school = ? AND id = ?"""


class SqlHelpLimits(HelpLimitsOfClasses):
    """Methods are documented in :class:`webapp.store.protocols.help_limits.HelpLimitsOfClasses`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def latest(self, school: str, class_id: str) -> HelpLimits | None:
        return next(iter(self._read(school, class_id, 1)), None)

    def all(self, school: str, class_id: str) -> list[HelpLimits]:
        return self._read(school, class_id, NO_LIMIT)

    def save(self, school: str, class_id: str, values: Mapping[str, float], teacher: str) -> None:
        row = [values.get(name) for name in COLUMNS]
        with self._connections.write() as conn:
            execute(conn, SAVE, *row, teacher, to_iso(self._now()), school, class_id)

    def _read(self, school: str, class_id: str, most: int) -> list[HelpLimits]:
        with self._connections.read() as conn:
            rows = execute(conn, ALL, school, class_id, most).fetchall()
        return [_to_limits(row) for row in rows]


def _to_limits(row: tuple[object, ...]) -> HelpLimits:
    *values, teacher, at = row
    known = {name: float(str(value)) for name, value in zip(COLUMNS, values, strict=True) if value is not None}
    return HelpLimits(known, str(teacher), from_iso(str(at)))
