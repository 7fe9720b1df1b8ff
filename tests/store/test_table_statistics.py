"""PostgreSQL's planner gets statistics of new tables with the first answers, and uses the indexes that are meant."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pytest

from benchmarks.postgres_plans import collected_statements, whole_reads
from store.helpers import START, S, always, submission
from webapp.store import open_store
from webapp.store.postgres.engine import table_statistics
from webapp.store.postgres.engine.table_statistics import ANSWERS
from webapp.store.protocols.store import Store

COPIES = 10_000
TABLES_OF_LEARNERS = {
    "learners": "'id', n, 'code', n",
    "tries": "'learner', n, 'id', n, 'seq', n + 1000",
    "standings": "'learner', n, 'last_try', n",
    "code_failures": "'address', n",
}
"""Tables with rows of each learner, and the columns in which these differ."""


def answer(store: Store, n: int) -> None:
    """The requests of an answer to the store, and those of the page before it."""
    learner = f"learner-{n}"
    store.access.named(S, learner, "")
    store.reading_state(S, learner, "putin")
    store.reserve_once(S, f"new record of {learner}", f"new record {n}", [(40, START), (400, START)])
    store.record(submission(f"f{n}", learner=learner), always("refused"))


def known_rows(url: str, table: str) -> float:
    """Rows of a table by its statistics; -1 where it has none."""
    with psycopg.connect(url) as conn:
        return float(conn.execute("SELECT reltuples FROM pg_class WHERE relname = %s", (table,)).fetchall()[0][0])


def add_learners(url: str) -> None:
    """Let the tables grow as in the first minute of an exam: without new statistics."""
    with psycopg.connect(url) as conn:
        for table, differing in TABLES_OF_LEARNERS.items():
            conn.execute(
                f"""INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object({differing}))).*
                FROM {table} AS t CROSS JOIN generate_series(1, {COPIES}) AS n
                WHERE t.ctid = (SELECT ctid FROM {table} LIMIT 1)""".encode()
            )


def test_no_statement_of_an_answer_reads_all_rows_of_a_school(postgres_url: str) -> None:
    with closing(open_store(postgres_url)) as store:
        for n in range(ANSWERS):
            answer(store, n)
    assert all(known_rows(postgres_url, table) >= ANSWERS for table in TABLES_OF_LEARNERS)
    add_learners(postgres_url)
    with closing(open_store(postgres_url)) as store, collected_statements() as statements:
        for n in (0, ANSWERS):  # one who is known, and one who is new
            answer(store, n)
            store.record(submission(f"again{n}", learner=f"learner-{n}"), always("refused"))
    assert len(statements) >= 10
    assert whole_reads(postgres_url, statements, most_rows=ANSWERS - 1) == {}


def test_statistics_are_taken_at_the_start_where_there_are_none(postgres_url: str) -> None:
    """So it is after pg_restore."""
    with closing(open_store(postgres_url)) as store:
        store.record(submission(), always("refused"))
    assert known_rows(postgres_url, "tries") == -1
    open_store(postgres_url).close()
    assert [known_rows(postgres_url, table) for table in ("tries", "standings")] == [1, 1]


def test_statistics_of_a_greater_table_are_left_alone(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_statistics, "ANSWERS", 3)
    for answered in (range(3), range(3, 5), range(3)):
        with closing(open_store(postgres_url)) as store:
            for n in answered:
                answer(store, n)
    assert known_rows(postgres_url, "tries") == 3  # those of the first process; the others wrote no more than that
