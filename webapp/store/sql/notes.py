"""``store.notes`` in SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from datetime import datetime

from webapp.store.protocols.notes import MOST_NOTES, Kind, Note, Notes
from webapp.store.sql.engine.column_values import Row, from_iso, to_iso
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.exams import is_withheld
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.sql.news_sources import news_of
from webapp.store.tokens import new_id

VALUES = "kind, text, question, assignment, words, teacher, at, seq"
NEXT_SEQ = "SELECT coalesce(max(seq), 0) + 1 FROM {table} WHERE school = ? AND {owner} = ?"
TELL_LEARNER = f"""
    INSERT INTO notes (school, learner, id, class, {VALUES})
    SELECT school, id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM learners WHERE school = ? AND id = ?"""
TELL_CLASS = f"""
    INSERT INTO class_notes (school, class, id, {VALUES})
    SELECT school, id, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM classes WHERE school = ? AND id = ?"""
DROP_OLDEST = f"""
    DELETE FROM {{table}} WHERE school = ?1 AND {{owner}} = ?2 AND teacher = ?3 AND id NOT IN (
        SELECT id FROM {{table}} WHERE school = ?1 AND {{owner}} = ?2 AND teacher = ?3
        ORDER BY seq DESC LIMIT {MOST_NOTES})"""
AUTHOR = "coalesce((SELECT name FROM teachers WHERE teachers.school = n.school AND teachers.id = n.teacher), '')"
FIND_READ = "SELECT news_read FROM learners WHERE school = ? AND id = ?"
COUNT_UNREAD = f"SELECT kind, text, count(*) FROM ({news_of('?1', '?2', '?3', '?4')}) AS news GROUP BY kind, text"
LATEST = f"""
    SELECT id, kind, at, at > ?3, text, question, assignment, words, class, teacher, {AUTHOR} AS author
    FROM ({news_of("?1", "?2", "''", "?4")}) AS n ORDER BY at DESC, seq DESC LIMIT ?5"""
SET_READ = "UPDATE learners SET news_read = ? WHERE school = ? AND id = ? AND news_read < ?"
WRITTEN = f"id, kind, at, 0, text, question, assignment, words, class, teacher, {AUTHOR}"
OF_CLASS = f"""
    SELECT {WRITTEN} FROM class_notes AS n WHERE school = ? AND class = ? AND kind = 'note' ORDER BY seq DESC"""
TO_LEARNER = f"""
    SELECT {WRITTEN} FROM notes AS n
    WHERE school = ? AND learner = ? AND class = ? AND kind = 'note' ORDER BY seq DESC"""
TAKE_BACK = (
    "DELETE FROM class_notes WHERE school = ? AND class = ? AND id = ? AND kind = 'note'",
    """DELETE FROM notes WHERE school = ? AND class = ? AND id = ? AND kind = 'note' AND learner IN (
        SELECT learner FROM memberships WHERE memberships.school = notes.school AND memberships.class = notes.class)""",
)


class SqlNotes(Notes):
    """Methods are documented in :class:`webapp.store.protocols.notes.Notes`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def tell(
        self,
        school: str,
        kind: Kind,
        *,
        learners: Sequence[str] = (),
        class_id: str = "",
        teacher: str = "",
        text: str = "",
        question: str = "",
        assignment: str = "",
        words: str = "",
    ) -> None:
        values = (kind, text, question, assignment, words, teacher, to_iso(self._now()))
        owner = "learner" if learners else "class"
        table = "notes" if learners else "class_notes"
        with self._connections.write() as conn:
            owners = {canonical_id(conn, school, learner): None for learner in learners} or {class_id: None}
            for owner_id in owners:
                (seq,) = execute(conn, NEXT_SEQ.format(table=table, owner=owner), school, owner_id).fetchone()
                if learners:
                    execute(conn, TELL_LEARNER, new_id(), class_id, *values, seq, school, owner_id)
                else:
                    execute(conn, TELL_CLASS, new_id(), *values, seq, school, owner_id)
                execute(conn, DROP_OLDEST.format(table=table, owner=owner), school, owner_id, teacher)

    def unread(self, school: str, learner: str) -> int:
        with self._connections.read() as conn:
            root = canonical_id(conn, school, learner)
            read, now = execute(conn, FIND_READ, school, root).fetchone(), self._now()
            rows = execute(conn, COUNT_UNREAD, school, root, read[0], to_iso(now)).fetchall() if read else []
            told = _told(conn, school, root, {(kind, text) for kind, text, _ in rows}, now)
        return sum(count for kind, text, count in rows if (kind, text) in told)

    def of_learner(self, school: str, learner: str, limit: int) -> list[Note]:
        with self._connections.read() as conn:
            root = canonical_id(conn, school, learner)
            read, now = execute(conn, FIND_READ, school, root).fetchone(), self._now()
            rows = execute(conn, LATEST, school, root, read[0], to_iso(now), limit).fetchall() if read else []
            notes = [to_note(row) for row in rows]
            told = _told(conn, school, root, {(note.kind, note.text) for note in notes}, now)
        return [note for note in notes if (note.kind, note.text) in told]

    def read_up_to(self, school: str, learner: str, at: datetime) -> None:
        with self._connections.write() as conn:
            root, read = canonical_id(conn, school, learner), to_iso(at)
            execute(conn, SET_READ, read, school, root, read)

    def of_class(self, school: str, class_id: str) -> list[Note]:
        with self._connections.read() as conn:
            return [to_note(row) for row in execute(conn, OF_CLASS, school, class_id)]

    def to_learner(self, school: str, class_id: str, learner: str) -> list[Note]:
        with self._connections.read() as conn:
            root = canonical_id(conn, school, learner)
            return [to_note(row) for row in execute(conn, TO_LEARNER, school, root, class_id)]

    def take_back(self, school: str, class_id: str, note: str) -> bool:
        with self._connections.write() as conn:
            taken = [execute(conn, sql, school, class_id, note).rowcount for sql in TAKE_BACK]
        return any(taken)


def _told(
    conn: Connection, school: str, root: str, found: Set[tuple[Kind, str]], now: datetime
) -> Set[tuple[Kind, str]]:
    """Kinds of news, by text, that the learner may be told: not marks of an exam whose results wait."""
    marked = {text for kind, text in found if kind in ("mark", "regrade")}
    withheld = {text for text in marked if is_withheld(conn, school, root, text, now)}
    return {(kind, text) for kind, text in found if text not in withheld or kind not in ("mark", "regrade")}


def to_note(row: Row) -> Note:
    """Note of a row with its columns in the order of the dataclass."""
    note_id, kind, at, unread, *rest = row
    return Note(note_id, kind, from_iso(at), bool(unread), *rest)
