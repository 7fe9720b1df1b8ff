"""``store.makers`` in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime

from webapp.store.protocols.audit_log import Actor
from webapp.store.protocols.text_makers import TextMaker, TextMakers
from webapp.store.sql.engine.column_values import from_iso, to_iso
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.people.audit_log import add_entry

WITH_ACCOUNT = "text_makers AS m JOIN teachers AS t ON t.school = m.school AND t.id = m.teacher"
OF_TEXT = f"""
    SELECT m.teacher, t.name, m.since, t.closed IS NOT NULL FROM {WITH_ACCOUNT}
    WHERE m.school = ? AND m.text = ? ORDER BY m.since, t.name, m.teacher"""
NAMES = f"""
    SELECT m.text, t.name FROM {WITH_ACCOUNT}
    WHERE m.school = ? AND t.closed IS NULL ORDER BY m.since, t.name, m.teacher"""
FIND = "SELECT 1 FROM text_makers WHERE school = ? AND text = ? AND teacher = ?"
TEXTS_OF = "SELECT text FROM text_makers WHERE school = ? AND teacher = ?"
OPEN_ACCOUNT = "SELECT 1 FROM teachers WHERE school = ? AND id = ? AND closed IS NULL"
OTHER_OPEN = f"SELECT 1 FROM {WITH_ACCOUNT} WHERE m.school = ? AND m.text = ? AND m.teacher <> ? AND t.closed IS NULL"
ADD = "INSERT INTO text_makers (school, text, teacher, since, by) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
REMOVE = "DELETE FROM text_makers WHERE school = ? AND text = ? AND teacher = ?"


class SqlTextMakers(TextMakers):
    """Methods are documented in :class:`webapp.store.protocols.text_makers.TextMakers`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def of_text(self, school: str, text: str) -> list[TextMaker]:
        with self._connections.read() as conn:
            return [
                TextMaker(teacher, name, from_iso(since), bool(closed))
                for teacher, name, since, closed in execute(conn, OF_TEXT, school, text)
            ]

    def is_maker(self, school: str, text: str, teacher: str) -> bool:
        with self._connections.read() as conn:
            return _is_maker(conn, school, text, teacher)

    def texts_of(self, school: str, teacher: str) -> frozenset[str]:
        with self._connections.read() as conn:
            return frozenset(text for (text,) in execute(conn, TEXTS_OF, school, teacher))

    def names(self, school: str) -> Mapping[str, tuple[str, ...]]:
        names: dict[str, list[str]] = defaultdict(list)
        with self._connections.read() as conn:
            for text, name in execute(conn, NAMES, school):
                names[text].append(name)
        return {text: tuple(of_text) for text, of_text in names.items()}

    def add(self, school: str, text: str, teacher: str, by: Actor) -> bool:
        with self._connections.write() as conn:
            return _add(conn, (school, text), teacher, by, self._now())

    def remove(self, school: str, text: str, teacher: str, by: Actor, *, even_last: bool = False) -> bool:
        with self._connections.write() as conn:
            others = even_last or execute(conn, OTHER_OPEN, school, text, teacher).fetchone() is not None
            return others and _remove(conn, (school, text), teacher, by, self._now())

    def hand_on(self, school: str, text: str, teacher: str, to: str, by: Actor) -> bool:
        now = self._now()
        with self._connections.write() as conn:
            may = teacher != to and _is_maker(conn, school, text, teacher) and _is_open(conn, school, to)
            if may:
                _add(conn, (school, text), to, by, now)
                _remove(conn, (school, text), teacher, by, now)
        return may


def _add(conn: Connection, text: tuple[str, str], teacher: str, by: Actor, now: datetime) -> bool:
    school, slug = text
    added = _is_open(conn, school, teacher) and (
        execute(conn, ADD, school, slug, teacher, to_iso(now), by.teacher).rowcount > 0
    )
    if added:
        add_entry(conn, school, now, by, "text-maker-added", teacher, slug)
    return added


def _remove(conn: Connection, text: tuple[str, str], teacher: str, by: Actor, now: datetime) -> bool:
    school, slug = text
    removed = execute(conn, REMOVE, school, slug, teacher).rowcount > 0
    if removed:
        add_entry(conn, school, now, by, "text-maker-removed", teacher, slug)
    return removed


def _is_maker(conn: Connection, school: str, text: str, teacher: str) -> bool:
    return execute(conn, FIND, school, text, teacher).fetchone() is not None


def _is_open(conn: Connection, school: str, teacher: str) -> bool:
    return execute(conn, OPEN_ACCOUNT, school, teacher).fetchone() is not None
