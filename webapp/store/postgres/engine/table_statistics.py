"""Statistics of new tables for PostgreSQL's planner, sooner than it takes them by itself.

Without them it cannot tell that all rows have the same school, and may look for a learner by an index that begins with
it and holds the learner nowhere: among all of them. Its own come a minute after many rows, and an exam's first minute
is over then; those of a database that was restored come later still.
"""

from __future__ import annotations

import threading
from contextlib import closing, suppress
from typing import Any

import psycopg

from webapp.store.postgres.engine.connection import connect
from webapp.store.sql.schema.table_names import TABLES

ANSWERS = 50
"""Answers of a process after which it has statistics taken, once: of so few rows they hold for many more."""
OF_ANSWERS = "learners, question_versions, tries, standings, text_counts, code_failures"
"""Tables that get rows with answers."""
KNOWN_ROWS = "SELECT reltuples FROM pg_class WHERE oid = to_regclass('tries')"
NEVER_TAKEN = f"SELECT EXISTS (SELECT 1 FROM tries) AND ({KNOWN_ROWS}) <= 0"


def take_if_never(raw: psycopg.Connection[Any]) -> None:
    """Have statistics of all tables taken where there are answers and no statistics."""
    (never,) = raw.execute(NEVER_TAKEN).fetchone() or (False,)
    if never:
        raw.execute(f"ANALYZE (SKIP_LOCKED) {', '.join(TABLES)}")


class EarlyStatistics:
    """Has statistics taken beside the first answers of a process, where fewer are known."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._left = ANSWERS
        self._thread: threading.Thread | None = None

    def note_answers(self, count: int) -> None:
        """Count answers that were recorded; nobody waits for the statistics."""
        self._left -= count  # if two threads count as one, it is a little later
        if self._left <= 0 and self._thread is None:
            self._thread = threading.Thread(target=_take, args=(self._url,), name="fahm-statistics", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait for statistics that are being taken."""
        if self._thread:
            self._thread.join()


def _take(url: str) -> None:
    with suppress(psycopg.Error, OSError), closing(connect(url)) as raw:  # they make reading faster, no more
        (known,) = raw.execute(KNOWN_ROWS).fetchone() or (0,)
        if known < ANSWERS:
            raw.execute(f"ANALYZE (SKIP_LOCKED) {OF_ANSWERS}")
