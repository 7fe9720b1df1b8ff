"""What is PostgreSQL's own: its schema, its lock, servers that go away, and PgBouncer."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest
from sqlite_utils import Database

from postgres_server import postgres_server
from postgres_store import emptied_database
from store.helpers import S, always, at_once, numbers, submission
from webapp.domain.user_error import UserError
from webapp.store import locate_database, open_store
from webapp.store.database_url import sqlite_url
from webapp.store.postgres.engine import connections
from webapp.store.postgres.schema.migrations import FIRST_VERSION, SCHEMA_VERSION
from webapp.store.protocols.store import NewerDatabase, StoreUnavailable
from webapp.store.sqlite.schema import migrations

T = TypeVar("T")


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database with the schema."""
    with emptied_database() as url:
        yield url


def test_both_engines_have_the_same_schema(database: str, tmp_path: Path) -> None:
    assert migrations.SCHEMA_VERSION == SCHEMA_VERSION >= FIRST_VERSION
    path = tmp_path / "fahm.db"
    open_store(sqlite_url(path)).close()
    with closing(Database(path)) as db, psycopg.connect(database) as conn:
        for kind in ("table", "view"):
            names = db.table_names() if kind == "table" else db.view_names()
            own = {name: list(db[name].columns_dict) for name in names if not name.startswith(("_", "sqlite"))}
            assert own == _columns(conn, "r" if kind == "table" else "v"), kind
        made = db.query("SELECT type, name, tbl_name AS of FROM sqlite_master WHERE type IN ('index', 'trigger')")
        wanted = {(row["type"], row["name"], row["of"]) for row in made if "sqlite" not in row["name"]}
        indexes = conn.execute("""SELECT 'index', i.indexname, i.tablename FROM pg_indexes AS i
            WHERE schemaname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = i.indexname)""")
        triggers = conn.execute(
            "SELECT 'trigger', tgname, CAST(CAST(tgrelid AS regclass) AS text) FROM pg_trigger WHERE NOT tgisinternal"
        )
        assert {*indexes, *triggers} == wanted


def _columns(conn: psycopg.Connection[tuple[str, str]], kind: str) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for table, column in conn.execute(
        """SELECT CAST(relname AS text), CAST(attname AS text)
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relnamespace = 'public'::regnamespace AND relkind = %s AND attnum > 0 ORDER BY relname, attnum""",
        (kind,),
    ):
        if table != "fahm_schema":
            columns.setdefault(table, []).append(column)
    return columns


def test_text_is_ordered_by_code_points(database: str) -> None:
    with psycopg.connect(database) as conn:
        other = conn.execute("""SELECT attrelid::regclass, attname
            FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND atttypid = 'text'::regtype
            AND attcollation <> '"C"'::regcollation""").fetchall()
    assert other == []


def test_a_newer_database_is_left_alone(postgres_url: str) -> None:
    open_store(postgres_url).close()
    with psycopg.connect(postgres_url) as conn:
        conn.execute("UPDATE fahm_schema SET version = version + 1")
    with pytest.raises(NewerDatabase, match="newer version of Fahm"):
        open_store(postgres_url)


def test_a_database_without_the_schema_is_not_begun_anew_by_a_worker(postgres_url: str) -> None:
    assert not locate_database(postgres_url).exists()
    store = open_store(postgres_url, make=False)
    with pytest.raises(StoreUnavailable):
        store.tries(S, "salma", "putin")
    open_store(postgres_url).close()
    assert locate_database(postgres_url).exists()
    assert store.tries(S, "salma", "putin") == []
    store.close()


def test_several_may_make_the_schema_at_once(postgres_url: str) -> None:
    at_once(4, lambda _: open_store(postgres_url).close(), 4)
    store = open_store(postgres_url)
    assert store.check()["schema_version"] == SCHEMA_VERSION
    store.close()


def test_read_modify_write_is_exact(database: str) -> None:
    """Eight writers with connections of their own, as eight processes have them: no number is lost or given twice."""
    stores = [open_store(database) for _ in range(8)]
    stores[0].record(submission(), always("refused"))
    seen: list[int] = []

    def add(n: int) -> None:
        for _ in range(125):
            with stores[n]._connections.write() as conn:  # type: ignore[attr-defined]
                (count,) = conn.execute("SELECT tries FROM text_counts").fetchone()
                conn.execute("UPDATE text_counts SET tries = ?", (count + 1,))
                seen.append(count)

    at_once(8, add, 8)
    assert sorted(seen) == list(range(1, 1001))
    assert [counted.tries for counted in stores[0].counts(S)] == [1001]
    for store in stores:
        store.close()


def test_recording_numbers_are_seen_in_their_order(database: str) -> None:
    """Who reads a number has all before it: nothing is committed behind a reader's back."""
    stores = [open_store(database) for _ in range(3)]
    done = threading.Event()

    def write(n: int) -> None:
        for i in range(40):
            stores[n].record(submission(f"{n}-{i}", learner=f"l{n}"), always("refused"))

    def read() -> list[list[int]]:
        seen = []
        while not done.is_set():
            with stores[2]._connections.read() as conn:  # type: ignore[attr-defined]
                seen.append([seq for (seq,) in conn.execute("SELECT seq FROM tries ORDER BY seq").fetchall()])
        return seen

    seen: list[list[int]] = []
    reader = threading.Thread(target=lambda: seen.extend(read()))
    reader.start()
    at_once(2, write, 2)
    done.set()
    reader.join()
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in seen)
    for store in stores:
        store.close()


def test_a_write_waits_for_another_one_for_a_while(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LOCK", connections.LOCK.replace("10s", "1ms"))
    first, second = (open_store(database)._connections for _ in range(2))  # type: ignore[attr-defined]
    with first.write(), pytest.raises(StoreUnavailable, match="lock timeout"), second.write():
        pytest.fail("two writes at once")
    for pool in (first, second):
        pool.close()


def test_a_database_that_goes_away_and_comes_back(postgres_url: str) -> None:
    store = open_store(postgres_url)
    store.record(submission("f1"), always("refused"))
    at_once(4, lambda _: store.tries(S, "salma", "putin"), 8)
    server, name = postgres_server(), postgres_url.rpartition("/")[2]
    server.run(
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    uses: tuple[Callable[[], object], ...] = (
        lambda: store.tries(S, "salma", "putin"),
        lambda: store.record(submission("lost"), always("refused")),
        store.ready,
    )
    for use in uses:
        with pytest.raises(StoreUnavailable):
            use()
    server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    # Uses fail after half a second until the pools have connected again: that may take as long as a connection may.
    recorded = once_it_is_back(lambda: store.record(submission("f2"), always("refused")))
    assert recorded.try_
    assert once_it_is_back(lambda: numbers(store, "salma")) == [1, 2]
    store.ready()
    store.close()


def once_it_is_back(use: Callable[[], T], uses: int = 20) -> T:
    """Use a store again, as a browser does that was told to come later."""
    for _ in range(uses - 1):
        with suppress(StoreUnavailable):
            return use()
    return use()


def test_connections_that_broke_are_found_out_by_one_use(postgres_url: str) -> None:
    """After a failover, each of them would fail a reader otherwise. At most one does."""
    store = open_store(postgres_url)
    with ExitStack() as held:
        for _ in range(5):
            held.enter_context(store._connections.read())  # type: ignore[attr-defined]
    name = postgres_url.rpartition("/")[2]
    postgres_server().run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    with suppress(StoreUnavailable):
        store.tries(S, "salma", "putin")
    with ExitStack() as held:
        for _ in range(5):
            conn = held.enter_context(store._connections.read())  # type: ignore[attr-defined]
            assert conn.execute("SELECT 1").fetchone() == (1,)
    store.close()


def test_a_standby_is_given_up(postgres_url: str) -> None:
    """A primary that became a standby refuses to write; the next use connects anew, and finds the new primary."""
    store = open_store(postgres_url)
    with store._connections.write() as conn:  # type: ignore[attr-defined]
        conn.execute("SET default_transaction_read_only = on")
    with pytest.raises(StoreUnavailable, match="read-only"):
        store.record(submission("f1"), always("refused"))
    assert store.record(submission("f1"), always("refused")).try_
    store.close()


def test_it_runs_behind_a_pooler_that_changes_connections(pooled_url: str) -> None:
    store = open_store(pooled_url)

    def work(n: int) -> None:
        for i in range(10):
            store.record(submission(f"{n}-{i}", learner=f"l{n % 4}"), always("refused"))
            assert store.reading_state(S, f"l{n % 4}", "putin").attempts

    at_once(8, work, 8)
    assert store.check()["counts"]["tries"] == 80
    assert len(list(store.all_tries(S))) == 80
    store.close()


def test_plans_are_kept_by_the_server_alone(postgres_url: str, pooled_url: str) -> None:
    for url, kept in ((postgres_url, True), (pooled_url, False)):
        store = open_store(url)
        with store._connections.read() as conn:  # type: ignore[attr-defined]
            assert (conn.raw.prepare_threshold is not None) is kept
        store.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_child_opens_its_own(database: str) -> None:
    # In a process of its own: a fork of the test runner would copy its threads' locks.
    script = """
        import os, sys
        from store.helpers import always, submission
        from webapp.store import open_store
        store = open_store(sys.argv[1])
        store.record(submission("parent-1"), always("refused"))
        child = os.fork()
        if not child:
            store.record(submission("child"), always("refused"))
            store.close()
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        store.record(submission("parent-2"), always("refused"))
        print([one.id for one in store.tries("default", "salma", "putin")])
        store.close()
    """
    env = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(script), database]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert (done.stdout, done.stderr) == ("['parent-1', 'child', 'parent-2']\n", "")


def test_a_long_comment_can_be_kept(database: str) -> None:
    """Longer than an index of PostgreSQL takes."""
    store, comment = open_store(database), "".join(map(chr, range(0x621, 0x621 + 3000)))
    for _ in range(2):
        store.manual_marks.keep_comment(S, "huda", "putin", "q1", comment)
    assert [kept.comment for kept in store.manual_marks.kept_comments(S, "huda", "putin", "q1")] == [comment]
    store.close()


def test_its_address_is_shown_without_the_password() -> None:
    url = "postgresql://fahm:geheim@one,two:5433/fahm?target_session_attrs=read-write"
    assert str(locate_database(url)) == "postgresql://fahm@one,two:5433/fahm"
    assert locate_database(url).absolute_url() == url
    assert locate_database(url).files() == []


def test_a_file_is_asked_of_its_own_tools(database: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="pg_dump"):
        locate_database(database).back_up(tmp_path / "copy.db")


def test_where_there_is_no_server_it_says_so() -> None:
    with pytest.raises(StoreUnavailable, match="connection"):
        open_store("postgresql://fahm@127.0.0.1:1/fahm")
