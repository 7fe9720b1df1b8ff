"""``store.groups`` in SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from webapp.domain.people import name_key
from webapp.store.protocols.class_groups import ClassGroup, ClassGroups
from webapp.store.sql.engine.column_values import to_iso, to_json
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.tokens import new_id

GROUPS = "SELECT id, name FROM class_groups WHERE school = ? AND class = ? AND removed IS NULL"
MEMBERS = """
    SELECT g.group_id, g.learner FROM group_members AS g
    JOIN memberships AS m ON m.school = g.school AND m.class = g.class AND m.learner = g.learner
    WHERE g.school = ? AND g.class = ?"""
ADD = "INSERT INTO class_groups (school, class, id, name, created) VALUES (?, ?, ?, ?, ?)"
RENAME = "UPDATE class_groups SET name = ? WHERE school = ? AND class = ? AND id = ? AND removed IS NULL"
REMOVE = "UPDATE class_groups SET removed = ? WHERE school = ? AND class = ? AND id = ?"
ADD_MEMBERS = """
    INSERT INTO group_members (school, learner, class, group_id, since)
    SELECT school, learner, class, ?, ? FROM memberships
    WHERE school = ? AND class = ? AND learner IN (SELECT value FROM json_each(?)) ON CONFLICT DO NOTHING"""
# Rows of those who have left the class stay: nobody could tick them.
DROP_MEMBERS = """
    DELETE FROM group_members WHERE school = ?1 AND class = ?2 AND group_id = ?3
        AND learner NOT IN (SELECT value FROM json_each(?4))
        AND learner IN (SELECT learner FROM memberships WHERE school = ?1 AND class = ?2)"""


class SqlClassGroups(ClassGroups):
    """Methods are documented in :class:`webapp.store.protocols.class_groups.ClassGroups`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def of_class(self, school: str, class_id: str) -> list[ClassGroup]:
        with self._connections.read() as conn:
            return _groups(conn, school, class_id)

    def add(self, school: str, class_id: str, name: str, learners: Collection[str]) -> ClassGroup:
        group, now = new_id(), to_iso(self._now())
        with self._connections.write() as conn:
            execute(conn, ADD, school, class_id, group, name, now)
            execute(conn, ADD_MEMBERS, group, now, school, class_id, to_json(sorted(learners)))
            return next(added for added in _groups(conn, school, class_id) if added.id == group)

    def change(self, school: str, class_id: str, group: str, name: str, learners: Collection[str]) -> bool:
        chosen = to_json(sorted(learners))
        with self._connections.write() as conn:
            known = execute(conn, RENAME, name, school, class_id, group).rowcount > 0
            if known:
                execute(conn, DROP_MEMBERS, school, class_id, group, chosen)
                execute(conn, ADD_MEMBERS, group, to_iso(self._now()), school, class_id, chosen)
        return known

    def remove(self, school: str, class_id: str, group: str, removed: bool) -> bool:
        at = to_iso(self._now()) if removed else None
        with self._connections.write() as conn:
            return execute(conn, REMOVE, at, school, class_id, group).rowcount > 0


def _groups(conn: Connection, school: str, class_id: str) -> list[ClassGroup]:
    learners: dict[str, set[str]] = {}
    for group, learner in execute(conn, MEMBERS, school, class_id):
        learners.setdefault(group, set()).add(learner)
    groups = [
        ClassGroup(group, name, frozenset(learners.get(group, ())))
        for group, name in execute(conn, GROUPS, school, class_id)
    ]
    return sorted(groups, key=lambda group: (name_key(group.name), group.id))
