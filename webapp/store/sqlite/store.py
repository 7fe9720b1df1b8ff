"""The store in one SQLite file (WAL, every commit on the disk before it is acknowledged)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from webapp.domain.access_codes import normalize_code
from webapp.domain.attempt import Attempt, Learner, ManualMark
from webapp.domain.question import Response
from webapp.store.protocols.class_reports import Reports
from webapp.store.protocols.live_lessons import Live
from webapp.store.protocols.manual_marks import Markers
from webapp.store.protocols.people import People
from webapp.store.protocols.regrades import Regrades
from webapp.store.protocols.store import Counts, Judge, Recorded, Standing, Store, Submission
from webapp.store.sqlite.attempts.class_reports import SqliteReports
from webapp.store.sqlite.attempts.drafts import save_drafts, show_hint
from webapp.store.sqlite.attempts.effective_grades import as_graded
from webapp.store.sqlite.attempts.manual_marks import BY_HAND, FIND_MARKS, FIND_UNMARKED, SqliteMarkers, add_mark
from webapp.store.sqlite.attempts.record_attempts import FIND_TRIES, record_forms
from webapp.store.sqlite.attempts.regrades import SqliteRegrades
from webapp.store.sqlite.attempts.row_mapping import (
    COUNTS_COLUMNS,
    LEARNER_COLUMNS,
    STANDING_COLUMNS,
    TRY_COLUMNS,
    is_empty,
    load,
    stamp,
    to_learner,
    to_mark,
    to_standing,
    to_try,
)
from webapp.store.sqlite.engine.connections import Connections, as_unavailable, connect, run, sqlite_version
from webapp.store.sqlite.engine.write_queue import Writer
from webapp.store.sqlite.live_lessons import SqliteLive
from webapp.store.sqlite.people.create_learner import ensure_learner
from webapp.store.sqlite.people.merged_learners import OF_RECORD, as_one, joined_standings, merged_in_time, roots
from webapp.store.sqlite.people.people import SqlitePeople
from webapp.store.sqlite.schema import live_lessons, people, regrades
from webapp.store.sqlite.schema.migrations import SCHEMA_VERSION
from webapp.store.sqlite.vocabulary import VocabularyStore

if TYPE_CHECKING:
    from sqlite3 import Connection

KEEP_FAILURES = timedelta(days=1)
TABLES = (
    "learners",
    "question_versions",
    "tries",
    "standings",
    "hints",
    "drafts",
    "code_failures",
    "text_counts",
    "marks",
    "kept_words",
    "reviews",
    *people.NAMES,
    *live_lessons.NAMES,
    *regrades.NAMES,
)
FIND_WITH_ROOT = f"SELECT {LEARNER_COLUMNS}, merged_into FROM learners WHERE school = ? AND id = ?"
SYNCHRONOUS = ("off", "normal", "full", "extra")
LEARNER_AND_TEXT = f"{OF_RECORD} AND text = ?"


class SqliteStore(VocabularyStore, Store):
    """Methods are documented in :class:`webapp.store.Store`. ``now`` dates what carries no time of its own."""

    def __init__(self, path: Path, now: Callable[[], datetime], make: bool = True) -> None:
        self.path = Path(path)
        self._now = now
        self._connections = Connections(self.path, make)
        self._writer = Writer(self._connections)
        self.people: People = SqlitePeople(self._connections, now)
        self.live: Live = SqliteLive(self._connections, self._writer, now)
        self.reports: Reports = SqliteReports(self._connections)
        self.markers: Markers = SqliteMarkers(self._connections, now)
        self.regrades: Regrades = SqliteRegrades(self._connections, now)

    def add_learner(self, school: str, learner_id: str) -> Learner:
        found = self.learner(school, learner_id)
        if found:
            return found
        with self._connections.write() as conn:
            made = ensure_learner(conn, school, learner_id, self._now())
        return made

    def learner(self, school: str, learner_id: str) -> Learner | None:
        with self._connections.read() as conn:
            row = run(conn, FIND_WITH_ROOT, school, learner_id).fetchone()
            while row and row[-1] is not None:
                row = run(conn, FIND_WITH_ROOT, school, row[-1]).fetchone()
        return to_learner(row[:-1]) if row else None

    def learner_by_code(self, school: str, code: str) -> Learner | None:
        sql = f"SELECT {LEARNER_COLUMNS} FROM learners WHERE school = ? AND code = ?"
        with self._connections.read() as conn:
            row = run(conn, sql, school, normalize_code(code)).fetchone()
        return self.learner(school, to_learner(row).id) if row else None

    def record(self, submission: Submission, judge: Judge) -> Recorded:
        return self.record_all([(submission, judge)])[0]

    def record_all(self, submissions: Iterable[tuple[Submission, Judge]]) -> list[Recorded]:
        now = self._now()
        asked = [(submission, judge, now) for submission, judge in submissions]
        return self._writer.run_with_others(record_forms, asked) if asked else []

    def tries(self, school: str, learner: str, text: str, question: str | None = None) -> list[Attempt]:
        with self._connections.read() as conn:
            if question is not None:
                rows = run(conn, FIND_TRIES, school, learner, text, question).fetchall()
                return as_one(as_graded(conn, map(to_try, rows)), learner)
            # The row id follows the order of recording; the clock need not.
            sql = f"SELECT {TRY_COLUMNS} FROM tries {LEARNER_AND_TEXT} ORDER BY rowid"
            return as_one(as_graded(conn, map(to_try, run(conn, sql, school, learner, text).fetchall())), learner)

    def standings(self, school: str, learner: str, text: str) -> dict[str, Standing]:
        sql = f"SELECT {STANDING_COLUMNS} FROM standings {LEARNER_AND_TEXT}"
        with self._connections.read() as conn:
            return joined_standings(to_standing(row) for row in run(conn, sql, school, learner, text))

    def texts_of(self, school: str, learner: str) -> list[str]:
        sql = f"SELECT text FROM standings {OF_RECORD} GROUP BY text ORDER BY max(at) DESC, text"
        with self._connections.read() as conn:
            return [text for (text,) in run(conn, sql, school, learner)]

    def counts(self, school: str, text: str) -> list[Counts]:
        sql = f"SELECT {COUNTS_COLUMNS} FROM text_counts WHERE school = ? AND text = ? ORDER BY question, version"
        with self._connections.read() as conn:
            return [Counts(*row) for row in run(conn, sql, school, text)]

    def version_body(self, school: str, text: str, question: str, version: str) -> str | None:
        sql = "SELECT body FROM question_versions WHERE school = ? AND text = ? AND question = ? AND digest = ?"
        with self._connections.read() as conn:
            row = run(conn, sql, school, text, question, version).fetchone()
        return row[0] if row else None

    def add_hint(self, school: str, learner: str, text: str, question: str, most: int) -> int:
        place, now = (school, learner, text, question), self._now()
        shown = self._writer.run(lambda conn: show_hint(conn, place, most, now))
        # There may be fewer hints now than when they were shown.
        return min(shown, max(0, most))

    def hint_counts(self, school: str, learner: str, text: str) -> dict[str, int]:
        sql = f"SELECT question, max(number) FROM hints {LEARNER_AND_TEXT} GROUP BY question"
        with self._connections.read() as conn:
            return dict(run(conn, sql, school, learner, text).fetchall())

    def save_drafts(self, school: str, learner: str, text: str, drafts: Mapping[str, Response]) -> None:
        if drafts:
            now = self._now()
            self._writer.run(lambda conn: save_drafts(conn, (school, learner, text), drafts, now))

    def drafts(self, school: str, learner: str, text: str) -> dict[str, Response]:
        # The latest of a question counts; of two of one moment, that of the record that stays.
        sql = f"SELECT question, response FROM drafts {LEARNER_AND_TEXT} ORDER BY at, learner = ?"
        with self._connections.read() as conn:
            found = {question: load(response) for question, response in run(conn, sql, school, learner, text, learner)}
        return {question: response for question, response in found.items() if not is_empty(response)}

    def all_tries(self, school: str | None = None, text: str | None = None) -> Iterator[Attempt]:
        asked = {"school": school, "text": text}
        given = {name: value for name, value in asked.items() if value is not None}
        where = " AND ".join(["1", *(f"{name} = ?" for name in given)])
        sql = f"SELECT {TRY_COLUMNS}, {BY_HAND} FROM tries WHERE {where} ORDER BY at, id, school, learner"
        with self._connections.apart() as conn:
            rows = run(conn, sql, *given.values())
            tries = (replace(to_try(row), by_hand=by_hand) for *row, by_hand in rows)
            yield from merged_in_time(conn, as_graded(conn, tries))

    def add_mark(self, school: str, learner: str, try_id: str, points: float, comment: str, marker: str) -> ManualMark:
        now = self._now()
        with self._connections.write() as conn:
            made = add_mark(conn, school, learner, try_id, points, comment, marker, now)
        return made

    def marks(self, school: str, learner: str, text: str) -> dict[str, ManualMark]:
        with self._connections.read() as conn:
            found = [to_mark(row) for row in run(conn, FIND_MARKS, school, learner, text)]
        return {mark.try_id: mark for mark in found}  # the later takes the earlier one's place

    def unmarked(self, school: str, text: str | None = None) -> list[Attempt]:
        with self._connections.read() as conn:
            kept = roots(conn, school)
            found = [to_try(row) for row in run(conn, FIND_UNMARKED, school, text)]
        return [replace(one, learner=kept.get(one.learner, one.learner)) for one in found]

    def code_failure(self, school: str, address: str) -> None:
        now = self._now()
        with self._connections.write() as conn:
            run(conn, "DELETE FROM code_failures WHERE school = ? AND at < ?", school, stamp(now - KEEP_FAILURES))
            sql = "INSERT INTO code_failures (school, address, at, times) VALUES (?, ?, ?, 1)"
            run(conn, f"{sql} ON CONFLICT DO UPDATE SET times = times + 1", school, address, stamp(now))

    def code_failures_since(self, school: str, address: str, since: datetime) -> int:
        # Not those of a morrow: the clock was set back since, and nobody is to be kept out until it is tomorrow.
        sql = """SELECT coalesce(sum(times), 0) FROM code_failures
                 WHERE school = ? AND address = ? AND at >= ? AND at <= ?"""
        now = stamp(self._now())
        with self._connections.read() as conn:
            return int(run(conn, sql, school, address, stamp(since), now).fetchone()[0])

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
        # A page of the file is written and synced for it, though the number stays the same.
        self._writer.run(lambda conn: conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}"))

    def backup(self, path: Path) -> None:
        path = Path(path)
        if path.exists() and path.samefile(self.path):
            raise ValueError(f"{path} is the database itself")
        # A folder of its own, beside the target: SQLite keeps files of its own beside the copy while it is made.
        with as_unavailable(), TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            copy = Path(folder) / path.name
            self._copy_to(copy)
            os.replace(copy, path)

    def close(self) -> None:
        self._writer.close()
        self._connections.close()

    def _copy_to(self, path: Path) -> None:
        """SQLite's own copy of one moment; then one file that needs no second, safe on the disk."""
        target = connect(path)
        try:
            with self._connections.apart() as conn:
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
    """``ok``, or what is wrong."""
    return "; ".join(str(row[0]) for row in conn.execute("PRAGMA quick_check(20)"))
