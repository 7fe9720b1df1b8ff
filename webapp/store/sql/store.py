"""The methods of the store itself that read and write learners and their answers, by statements of all engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from webapp.domain.access_codes import normalize_code
from webapp.domain.attempt import Attempt, Learner, ManualMark
from webapp.domain.question import Response
from webapp.store.protocols.reading_state import ReadingState
from webapp.store.protocols.store import Counts, Judge, Recorded, Standing, Store, Submission
from webapp.store.sql import code_failures
from webapp.store.sql.attempts.drafts import save_drafts, show_hint
from webapp.store.sql.attempts.effective_grades import BY_TIME, to_graded_attempt, with_latest_regrade
from webapp.store.sql.attempts.manual_marks import BY_HAND, FIND_UNMARKED, add_mark
from webapp.store.sql.attempts.record_attempts import ATTEMPTS_AT_QUESTION, record_forms
from webapp.store.sql.attempts.row_mapping import (
    COUNTS_COLUMNS,
    STANDING_COLUMNS,
    to_attempt,
    to_counts,
    to_standing,
)
from webapp.store.sql.engine.column_values import to_iso, to_json
from webapp.store.sql.engine.connection import Connections, execute
from webapp.store.sql.engine.write_queue import WriteQueue
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.sql.learners.create_learner import FIND_LEARNER, ensure_learner
from webapp.store.sql.learners.learner_rows import LEARNER_COLUMNS, to_learner
from webapp.store.sql.live_lessons import oldest_lesson
from webapp.store.sql.reading_state import (
    LEARNER_AND_TEXT,
    attempts_in_text,
    drafts_in_text,
    hints_in_text,
    marks_in_text,
    read_state,
    read_states,
)
from webapp.store.sql.store_parts import StoreParts
from webapp.store.sql.vocabulary import SqlSavedWords

SYNCHRONOUS = ("off", "normal", "full", "extra")


class SqlStore(StoreParts, SqlSavedWords, Store):
    """Methods are documented in :class:`webapp.store.Store`. ``now`` is the clock of writes."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._now = now
        self._connections = connections
        self._writer = WriteQueue(connections)
        super().__init__(connections, self._writer, now)

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
        where = " AND ".join(["TRUE", *(f"{name} = ?" for name in conditions)])
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

    def close(self) -> None:
        self._writer.close()
        self._connections.close()
