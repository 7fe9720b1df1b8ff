"""``store.requests`` in SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from webapp.store.protocols.record_requests import RecordRequest, RecordRequests, RequestKind
from webapp.store.sql.engine.column_values import from_iso, to_iso, to_json
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.tokens import new_id

FIND = """
    SELECT kind, class, teacher, since, max(learner) FILTER (WHERE role = 'record'),
        max(learner) FILTER (WHERE role = 'kept')
    FROM record_requests WHERE school = ? AND id = ? GROUP BY id, kind, class, teacher, since"""
ALL_IDS = "SELECT DISTINCT id, since FROM record_requests WHERE school = ? ORDER BY since, id"
ACCEPTED = "SELECT DISTINCT asked FROM record_requests WHERE school = ? AND id = ? AND accepted IS NOT NULL"
ADD = """
    INSERT INTO record_requests (school, id, asked, role, learner, kind, class, teacher, since)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ACCEPT = "UPDATE record_requests SET accepted = ? WHERE school = ? AND id = ? AND asked = ?"
DROP = "DELETE FROM record_requests WHERE school = ? AND id = ?"
EARLIER = """
    SELECT DISTINCT id FROM record_requests WHERE school = ? AND teacher = ? AND learner = ? AND role = 'record'"""
CLASSES_OF_RECORDS = """
    SELECT DISTINCT m.class FROM json_each(?2) CROSS JOIN memberships AS m INDEXED BY memberships_by_learner
    ON m.school = ?1 AND m.learner = value ORDER BY m.class"""
TEACHES = "SELECT 1 FROM class_teachers WHERE school = ? AND class = ? AND teacher = ?"
OPEN_TEACHER = """
    SELECT 1 FROM class_teachers AS t JOIN teachers ON teachers.school = t.school AND teachers.id = t.teacher
    WHERE t.school = ? AND t.class = ? AND teachers.closed IS NULL LIMIT 1"""
OPEN_ACCOUNT = "SELECT role FROM teachers WHERE school = ? AND id = ? AND closed IS NULL"


class SqlRecordRequests(RecordRequests):
    """Methods are documented in :class:`webapp.store.protocols.record_requests.RecordRequests`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def foreign_classes(self, school: str, teacher: str, records: Collection[str]) -> list[str]:
        with self._connections.read() as conn:
            return _foreign_classes(conn, school, teacher, records)

    def ask(self, school: str, kind: RequestKind, class_id: str, teacher: str, record: str, kept: str = "") -> bool:
        request = RecordRequest(new_id(), kind, class_id, teacher, record, kept, self._now(), ())
        with self._connections.write() as conn:
            for (earlier,) in execute(conn, EARLIER, school, teacher, record).fetchall():
                execute(conn, DROP, school, earlier)
            asked = _foreign_classes(conn, school, teacher, request.records)
            for foreign in asked:
                _add_class(conn, school, request, foreign)
        return bool(asked)

    def made_by(self, school: str, teacher: str) -> list[RecordRequest]:
        with self._connections.read() as conn:
            requests = [request for request in _all(conn, school) if request.teacher == teacher]
        return requests[::-1]

    def asked_of(self, school: str, teacher: str) -> list[RecordRequest]:
        with self._connections.read() as conn:
            return [
                replace(request, waiting=own)
                for request in _all(conn, school)
                if (own := _answered_by(conn, school, teacher, request))
            ]

    def accept(self, school: str, request: str, teacher: str) -> RecordRequest | None:
        now = to_iso(self._now())
        with self._connections.write() as conn:
            asked = _find(conn, school, request)
            own = _answered_by(conn, school, teacher, asked) if asked else ()
            if asked is None or not own:
                return None
            for class_id in own:
                if not execute(conn, ACCEPT, now, school, request, class_id).rowcount:
                    _add_class(conn, school, asked, class_id)  # a class that a record joined since
                    execute(conn, ACCEPT, now, school, request, class_id)
            rest = tuple(class_id for class_id in asked.waiting if class_id not in own)
            if not rest:
                execute(conn, DROP, school, request)
        return replace(asked, waiting=rest)

    def refuse(self, school: str, request: str, teacher: str) -> RecordRequest | None:
        with self._connections.write() as conn:
            asked = _find(conn, school, request)
            if asked is None or not _answered_by(conn, school, teacher, asked):
                return None
            execute(conn, DROP, school, request)
        return asked

    def withdraw(self, school: str, request: str, teacher: str) -> bool:
        with self._connections.write() as conn:
            asked = _find(conn, school, request)
            own = asked is not None and asked.teacher == teacher
            if own:
                execute(conn, DROP, school, request)
        return own


def _all(conn: Connection, school: str) -> list[RecordRequest]:
    """Requests that wait. There are few: each ends with an answer, or with what it is about."""
    found = [_find(conn, school, request) for request, _ in execute(conn, ALL_IDS, school).fetchall()]
    return [request for request in found if request and request.waiting]


def _find(conn: Connection, school: str, request: str) -> RecordRequest | None:
    """A request, unless its maker may not make it any more: a closed account, or a class left since."""
    row = execute(conn, FIND, school, request).fetchone()
    if row is None:
        return None
    kind, class_id, teacher, since, record, kept = row
    # A record may have been deleted meanwhile, or both may have become one.
    if record is None or record == kept or (kind != "delete" and kept is None):
        return None
    if kind == "separate" and canonical_id(conn, school, record) == record:
        return None
    asker = execute(conn, OPEN_ACCOUNT, school, teacher).fetchone()
    if asker is None or execute(conn, TEACHES, school, class_id, teacher).fetchone() is None:
        return None
    accepted = {asked for (asked,) in execute(conn, ACCEPTED, school, request)}
    # Asked anew each time: a record may have left one of these classes since, or joined another.
    found = RecordRequest(request, kind, class_id, teacher, record, kept or "", from_iso(since), ())
    foreign = _foreign_classes(conn, school, teacher, found.records)
    return replace(found, waiting=tuple(asked for asked in foreign if asked not in accepted))


def _add_class(conn: Connection, school: str, request: RecordRequest, asked: str) -> None:
    rest = (request.kind, request.class_id, request.teacher, to_iso(request.at))
    for role, learner in zip(("record", "kept"), request.records, strict=False):
        execute(conn, ADD, school, request.id, asked, role, learner, *rest)


def _foreign_classes(conn: Connection, school: str, teacher: str, records: Collection[str]) -> list[str]:
    canonical = {canonical_id(conn, school, record) for record in records}
    classes = [class_id for (class_id,) in execute(conn, CLASSES_OF_RECORDS, school, to_json(sorted(canonical)))]
    return [class_id for class_id in classes if not _answers_for(conn, school, teacher, class_id)]


def _answered_by(conn: Connection, school: str, teacher: str, request: RecordRequest) -> tuple[str, ...]:
    if request.teacher == teacher:
        return ()
    return tuple(class_id for class_id in request.waiting if _answers_for(conn, school, teacher, class_id))


def _answers_for(conn: Connection, school: str, teacher: str, class_id: str) -> bool:
    """Tell whether a teacher answers for a class: by teaching it, or as an admin where no open account does."""
    account = execute(conn, OPEN_ACCOUNT, school, teacher).fetchone()
    if account is None:
        return False
    if execute(conn, TEACHES, school, class_id, teacher).fetchone():
        return True
    return account[0] == "admin" and execute(conn, OPEN_TEACHER, school, class_id).fetchone() is None
