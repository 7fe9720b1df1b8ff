"""The store in one SQLite file (WAL, every commit on the disk before it is acknowledged)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from webapp.domain.access_codes import normalize_code
from webapp.domain.attempt import Attempt, Learner, ManualMark
from webapp.domain.question import Response
from webapp.store.protocols.reading_state import ReadingState
from webapp.store.protocols.store import Counts, Judge, Recorded, Standing, Store, Submission
from webapp.store.sqlite import code_failures
from webapp.store.sqlite.attempts.drafts import save_drafts, show_hint
from webapp.store.sqlite.attempts.effective_grades import BY_TIME, to_graded_attempt, with_latest_regrade
from webapp.store.sqlite.attempts.manual_marks import BY_HAND, FIND_UNMARKED, add_mark
from webapp.store.sqlite.attempts.record_attempts import ATTEMPTS_AT_QUESTION, record_forms
from webapp.store.sqlite.attempts.row_mapping import (
    COUNTS_COLUMNS,
    STANDING_COLUMNS,
    to_attempt,
    to_counts,
    to_standing,
)
from webapp.store.sqlite.engine.column_values import to_iso, to_json
from webapp.store.sqlite.engine.connections import Connections, as_unavailable, connect, execute, sqlite_version
from webapp.store.sqlite.engine.write_queue import WriteQueue
from webapp.store.sqlite.learners.canonical_ids import canonical_id
from webapp.store.sqlite.learners.create_learner import FIND_LEARNER, ensure_learner
from webapp.store.sqlite.learners.learner_rows import LEARNER_COLUMNS, to_learner
from webapp.store.sqlite.live_lessons import oldest_lesson
from webapp.store.sqlite.reading_state import (
    LEARNER_AND_TEXT,
    attempts_in_text,
    drafts_in_text,
    hints_in_text,
    marks_in_text,
    read_state,
    read_states,
)
from webapp.store.sqlite.schema.migrations import SCHEMA_VERSION
from webapp.store.sqlite.schema.table_names import TABLES
from webapp.store.sqlite.store_parts import StoreParts
from webapp.store.sqlite.vocabulary import SqliteSavedWords

if TYPE_CHECKING:
    from sqlite3 import Connection

SYNCHRONOUS = ("off", "normal", "full", "extra")


class SqliteStore(StoreParts, SqliteSavedWords, Store):
    """Methods are documented in :class:`webapp.store.Store`. ``now`` is the clock of writes."""

    def __init__(self, path: Path, now: Callable[[], datetime], make: bool = True) -> None:
        self.path = Path(path)
        self._now = now
        self._connections = Connections(self.path, make)
        self._writer = WriteQueue(self._connections)
        super().__init__(self._connections, self._writer, now)

    def add_learner(self, school: str, learner_id: str) -> Learner:
        known = self.learner(school, learner_id)
        if known:
            return known
        with self._connections.write() as conn:
            added = ensure_learner(conn, school, learner_id, self._now())
        return added

    def learner(self, school: str, learner_id: str) -> Learner | None:
        with self._connections.read() as conn:
            row = execute(conn, FIND_LEARNER, school, canonical_id(conn, school, learner_id)).fetchone()
        return to_learner(row) if row else None

    def learners(self, school: str, learner_ids: Sequence[str]) -> dict[str, Learner]:
        sql = f"SELECT {LEARNER_COLUMNS} FROM learners WHERE school = ? AND id IN (SELECT value FROM json_each(?))"
        with self._connections.read() as conn:
            rows = execute(conn, sql, school, to_json(list(learner_ids))).fetchall()
        return {learner.id: learner for learner in map(to_learner, rows)}

    def learner_by_code(self, school: str, code: str) -> Learner | None:
        sql = f"SELECT {LEARNER_COLUMNS} FROM learners WHERE school = ? AND code = ?"
        with self._connections.read() as conn:
            row = execute(conn, sql, school, normalize_code(code)).fetchone()
        return self.learner(school, to_learner(row).id) if row else None

    def record(self, submission: Submission, judge: Judge) -> Recorded:
        return self.record_all([(submission, judge)])[0]

    def record_all(self, submissions: Iterable[tuple[Submission, Judge]]) -> list[Recorded]:
        now = self._now()
        asked = [(submission, judge, now) for submission, judge in submissions]
        return self._writer.run_with_others(record_forms, asked) if asked else []

    def tries(self, school: str, learner: str, text: str, question: str | None = None) -> list[Attempt]:
        with self._connections.read() as conn:
            if question is None:
                return attempts_in_text(conn, (school, learner, text))
            rows = execute(conn, ATTEMPTS_AT_QUESTION, school, learner, text, question)
            return [to_graded_attempt(row) for row in rows]

    def reading_state(self, school: str, learner: str, text: str, since: datetime | None = None) -> ReadingState:
        now = self._now()
        with self._connections.read() as conn:
            return read_state(conn, (school, learner, text), oldest_lesson(now), to_iso(now), since)

    def reading_states(self, school: str, learner: str) -> dict[str, ReadingState]:
        with self._connections.read() as conn:
            return read_states(conn, school, learner)

    def standings(self, school: str, learner: str, text: str) -> dict[str, Standing]:
        sql = f"SELECT {STANDING_COLUMNS} FROM standings {LEARNER_AND_TEXT}"
        with self._connections.read() as conn:
            standings = [to_standing(row) for row in execute(conn, sql, school, learner, text)]
        return {standing.question: standing for standing in standings}

    def texts_of(self, school: str, learner: str) -> list[str]:
        sql = """SELECT text FROM standings WHERE school = ? AND learner = ?
            GROUP BY text ORDER BY max(at) DESC, text"""
        with self._connections.read() as conn:
            return [text for (text,) in execute(conn, sql, school, learner)]

    def counts(self, school: str, text: str | None = None) -> list[Counts]:
        where, values = ("school = ? AND text = ?", (school, text)) if text else ("school = ?", (school,))
        sql = f"SELECT {COUNTS_COLUMNS} FROM text_counts WHERE {where} ORDER BY text, question, version"
        with self._connections.read() as conn:
            return [to_counts(row) for row in execute(conn, sql, *values)]

    def version_body(self, school: str, text: str, question: str, version: str) -> str | None:
        sql = "SELECT body FROM question_versions WHERE school = ? AND text = ? AND question = ? AND digest = ?"
        with self._connections.read() as conn:
            row = execute(conn, sql, school, text, question, version).fetchone()
        return row[0] if row else None

    def add_hint(self, school: str, learner: str, text: str, question: str, most: int) -> int:
        place, now = (school, learner, text, question), self._now()
        shown = self._writer.run(lambda conn: show_hint(conn, place, most, now))
        # There may be fewer hints now than when they were shown.
        return min(shown, max(0, most))

    def hint_counts(self, school: str, learner: str, text: str) -> dict[str, int]:
        with self._connections.read() as conn:
            return hints_in_text(conn, (school, learner, text))

    def save_drafts(
        self,
        school: str,
        learner: str,
        text: str,
        drafts: Mapping[str, Response],
        written: datetime | None = None,
    ) -> None:
        if drafts:
            now = self._now()
            self._writer.run(lambda conn: save_drafts(conn, (school, learner, text), drafts, now, written))

    def drafts(self, school: str, learner: str, text: str, since: datetime | None = None) -> dict[str, Response]:
        with self._connections.read() as conn:
            return drafts_in_text(conn, (school, learner, text), since)

    def all_tries(self, school: str | None = None, text: str | None = None) -> Iterator[Attempt]:
        asked = {"school": school, "text": text}
        conditions = {name: value for name, value in asked.items() if value is not None}
        where = " AND ".join(["1", *(f"{name} = ?" for name in conditions)])
        order = "t.at, t.id, t.school, t.learner"
        sql = with_latest_regrade(f"SELECT * FROM tries WHERE {where}", order, f"{BY_HAND}, ", BY_TIME)
        with self._connections.separate_connection() as conn:
            rows = execute(conn, sql, *conditions.values())
            yield from (replace(to_graded_attempt(row), by_hand=by_hand) for by_hand, *row in rows)

    def add_mark(self, school: str, learner: str, try_id: str, points: float, comment: str, marker: str) -> ManualMark:
        now = self._now()
        with self._connections.write() as conn:
            mark = add_mark(conn, school, learner, try_id, points, comment, marker, now)
        return mark

    def marks(self, school: str, learner: str, text: str) -> dict[str, ManualMark]:
        with self._connections.read() as conn:
            return marks_in_text(conn, (school, learner, text))

    def unmarked(self, school: str, text: str | None = None) -> list[Attempt]:
        with self._connections.read() as conn:
            return [to_attempt(row) for row in execute(conn, FIND_UNMARKED, school, text)]

    def code_failure(self, school: str, address: str) -> None:
        with self._connections.write() as conn:
            code_failures.add(conn, school, [address], self._now())

    def code_failures_since(self, school: str, address: str, since: datetime) -> int:
        with self._connections.read() as conn:
            return code_failures.count(conn, school, address, since, self._now())

    def reserve_code_failures(self, school: str, limits: Mapping[str, int], since: datetime) -> bool:
        with self._connections.write() as conn:
            return code_failures.reserve(conn, school, limits, since, self._now())

    def reserve_once(self, school: str, once: str, address: str, limits: Sequence[tuple[int, datetime]]) -> bool:
        now = self._now()
        return self._writer.run(lambda conn: code_failures.reserve_once(conn, school, once, address, limits, now))

    def take_back_code_failures(self, school: str, addresses: Iterable[str]) -> None:
        with self._connections.write() as conn:
            code_failures.take_back(conn, school, addresses)

    def free_bytes(self) -> int | None:
        try:
            return shutil.disk_usage(self.path.parent).free
        except OSError:
            return None

    def check(self, deep: bool = True) -> dict[str, Any]:
        with self._connections.read() as conn:
            return {
                "sqlite_version": sqlite_version(),
                "schema_version": _pragma(conn, "user_version"),
                "journal_mode": _pragma(conn, "journal_mode"),
                "synchronous": SYNCHRONOUS[_pragma(conn, "synchronous")],
                "foreign_keys": bool(_pragma(conn, "foreign_keys")),
                "quick_check": _quick_check(conn) if deep else None,
                "counts": {table: _count(conn, table) for table in TABLES} if deep else None,
            }

    def ready(self) -> None:
        # A page of the file is written and synced for it, though the number is the same as before.
        self._writer.run(lambda conn: conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}"))

    def backup(self, path: Path) -> None:
        path = Path(path)
        if path.exists() and path.samefile(self.path):
            raise ValueError(f"{path} is the database itself")
        # A temporary folder beside the target: SQLite writes other files beside the copy while it is made.
        with as_unavailable(), TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            copy = Path(folder) / path.name
            self._copy_to(copy)
            os.replace(copy, path)

    def close(self) -> None:
        self._writer.close()
        self._connections.close()

    def _copy_to(self, path: Path) -> None:
        """Copy by SQLite's backup API into one file without a log beside it, synchronized to the disk."""
        target = connect(path)
        try:
            with self._connections.separate_connection() as conn:
                conn.backup(target.conn)
            target.conn.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _pragma(conn: Connection, name: str) -> Any:
    return conn.execute(f"PRAGMA {name}").fetchone()[0]


def _count(conn: Connection, table: str) -> int:
    return int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _quick_check(conn: Connection) -> str:
    """Run SQLite's quick check: ``ok``, or the fault."""
    return "; ".join(str(row[0]) for row in conn.execute("PRAGMA quick_check(20)"))
