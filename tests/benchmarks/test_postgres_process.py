"""PostgreSQL servers in temporary folders: they are there, apart, and gone with their process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.postgres_process import lives, wait_for
from postgres_server import drop_database, new_database, postgres_server
from postgres_setup import require

psycopg = pytest.importorskip("psycopg")
ROOT = Path(__file__).parents[2]

ABANDONED = """
import os
from benchmarks.postgres_process import PostgresServer
server = PostgresServer()
print(server.pid, server.folder, flush=True)
os.kill(os.getpid(), 9)
"""


def test_a_database_holds_utf_8_and_is_ordered_by_code_points(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("SELECT current_setting('server_encoding'), current_setting('lc_collate')").fetchone()
        words = connection.execute("SELECT word FROM (VALUES ('b'), ('B'), ('ب'), ('a')) AS of (word) ORDER BY word")
        assert (row, [word for (word,) in words]) == (("UTF8", "C"), ["B", "a", "b", "ب"])


def test_the_owner_of_a_database_has_no_rights_beyond_it(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        assert row == (False,)
        connection.execute("CREATE TABLE words (word text)")


def prepared(url: str) -> None:
    """Fill a database for the test below."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE words (word text)")
        connection.execute("INSERT INTO words VALUES ('ماء')")


def test_a_new_database_may_be_a_copy_of_one_that_was_prepared_once() -> None:
    urls = [new_database(prepared) for _ in range(2)]
    for url in urls:
        with psycopg.connect(url) as connection:
            assert connection.execute("DELETE FROM words RETURNING word").fetchall() == [("ماء",)]
    for url in urls:
        drop_database(url)


def test_no_server_and_no_folder_outlive_a_killed_run() -> None:
    require("PostgreSQL")
    run = subprocess.run([sys.executable, "-c", ABANDONED], cwd=ROOT, capture_output=True, text=True, check=False)
    pid, folder = run.stdout.split()
    assert run.returncode == -9
    wait_for(lambda: not lives(int(pid)) and not Path(folder).exists(), "the server and its folder to go")


def test_a_transaction_by_way_of_pgbouncer_may_have_another_connection(pooled_url: str) -> None:
    with (
        psycopg.connect(pooled_url, autocommit=True, prepare_threshold=None) as first,
        psycopg.connect(pooled_url, autocommit=True, prepare_threshold=None) as second,
    ):
        pids = set()
        for connection in (first, second, first):
            with connection.transaction():
                pids.add(connection.execute("SELECT pg_backend_pid()").fetchone())
        assert len(pids) == 1, "both share the server's connection"
        with first.transaction(), second.transaction():
            apart = {connection.execute("SELECT pg_backend_pid()").fetchone() for connection in (first, second)}
        assert len(apart) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root is refused")
def test_the_server_of_root_runs_as_somebody_else() -> None:
    assert Path(f"/proc/{postgres_server().pid}").stat().st_uid != 0
