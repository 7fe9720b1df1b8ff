"""Statements that read a whole table are found by their plans."""

from __future__ import annotations

from contextlib import closing

from benchmarks.postgres_plans import collected_statements, whole_reads
from webapp.store import open_store
from webapp.store.postgres.schema.migrations import FIND_TABLE, FIND_VERSION


def test_a_statement_without_an_index_is_found(postgres_url: str) -> None:
    with closing(open_store(postgres_url)) as store, collected_statements() as statements:
        store.version_body("default", "putin", "q1", "v1")
        with store._connections.read() as conn:
            conn.execute("SELECT id FROM tries WHERE label = ?", ("بوتين",))
            conn.execute("SELECT id FROM tries LIMIT 1")
    statements -= {FIND_TABLE, FIND_VERSION}  # of a new connection
    assert len(statements) == 3
    assert whole_reads(postgres_url, statements) == {"SELECT id FROM tries WHERE label = ?": ["tries"]}
    assert whole_reads(postgres_url, statements, most_rows=1) == {}
