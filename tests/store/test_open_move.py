"""Moving a database that takes writes meanwhile: all that was written before the seal is in the target, and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3

from store.full_database import fill_every_table
from store.helpers import S, always, submission
from webapp.domain.user_error import UserError
from webapp.store import locate_database, open_copy, open_store
from webapp.store.data_move import Moved, move
from webapp.store.database_url import sqlite_path, sqlite_url
from webapp.store.protocols.data_move import MovableTables, Seal
from webapp.store.protocols.store import StoreUnavailable
from webapp.store.sql.engine.connection import Connection
from webapp.store.sql.schema.table_names import TABLES

Dump = dict[str, list[tuple[object, ...]]]
ROWS = 8


def tables_of(url: str) -> MovableTables:
    return locate_database(url).movable_tables()


def dump(url: str) -> Dump:
    """Every row of every table, by key."""
    with closing(tables_of(url)) as tables:
        return {layout.name: [*map(tuple, tables.rows(layout, None, 10**6))] for layout in tables.layouts()}


def moved(source: str, target: str, at_each_step: Callable[[int], None] = lambda step: None) -> Moved:
    """Move everything; at each step something else may happen."""
    steps = 0

    def watch(done: int, total: int) -> None:
        nonlocal steps
        steps += 1
        at_each_step(steps)

    with closing(tables_of(source)) as old, closing(tables_of(target)) as new:
        return move(old, new, "the new one", watch)


class Cut(Exception):
    """The moment at which the command is killed."""


@pytest.fixture
def source(tmp_path: Path) -> str:
    fill_every_table(tmp_path / "old.db", rows=ROWS)
    return sqlite_url(tmp_path / "old.db")


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each engine."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return sqlite_url(tmp_path / "new.db")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A few rows a batch, so that there are many moments in between."""
    monkeypatch.setattr(open_copy, "FIRST_ROWS", 3)
    monkeypatch.setattr(open_copy, "MOST_ROWS", 3)
    return


class Writer:
    """Writes into a database what its tables allow: row by row, in every table, as any program might."""

    def __init__(self, url: str, more: str) -> None:
        self._path, self._more = sqlite_path(url), dump(more)
        self.done: dict[str, Counter[str]] = {kind: Counter() for kind in ("insert", "update", "delete")}

    def __call__(self, number: int) -> None:
        """Change each column of one row, and delete another; the second time, insert those of the greater database."""
        with (
            closing(sqlite3.connect(self._path, isolation_level=None)) as conn,
            closing(tables_of(sqlite_url(self._path))) as t,
        ):
            conn.execute("PRAGMA foreign_keys = ON")
            layouts = {layout.name: layout for layout in t.layouts()}
            conn.execute("BEGIN")
            conn.execute("PRAGMA defer_foreign_keys = ON")
            for name, rows in self._more.items() if number == 1 else ():
                columns = layouts[name].columns
                sql = f"INSERT OR IGNORE INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
                for row in rows:
                    self.done["insert"][name] += conn.execute(sql, row).rowcount
            conn.execute("COMMIT")
            for name, layout in layouts.items():
                where = " AND ".join(f"{column} = ?" for column in layout.key)
                keys = conn.execute(f"SELECT {', '.join(layout.key)} FROM {name} ORDER BY 1, 2").fetchall()
                if len(keys) < 3:
                    continue
                for column in layout.columns:
                    changed = f"UPDATE {name} SET {column} = {column} || 'x' WHERE {where}"
                    self._tried("update", name, conn, changed, keys[number % len(keys)])
                self._tried("delete", name, conn, f"DELETE FROM {name} WHERE {where}", keys[-1 - number % 2])

    def _tried(self, kind: str, table: str, conn: sqlite3.Connection, sql: str, key: tuple[object, ...]) -> None:
        """Execute what the tables' own rules allow."""
        with suppress(sqlite3.Error):
            self.done[kind][table] += conn.execute(sql, key).rowcount


@pytest.fixture
def writer(source: str, tmp_path: Path) -> Writer:
    fill_every_table(tmp_path / "more.db", rows=ROWS + 8)
    return Writer(source, sqlite_url(tmp_path / "more.db"))


def test_what_is_written_in_any_table_while_it_is_copied_is_in_the_target(
    source: str, target: str, writer: Writer, tmp_path: Path
) -> None:
    moments = {1: 0, 90: 1, 200: 2, 290: 3}
    result = moved(source, target, lambda step: writer(moments[step]) if step in moments else None)
    assert len(writer.done["insert"]) == len(TABLES)
    assert min(writer.done["insert"].values()) >= 1
    assert len(+writer.done["update"]) > 25
    assert len(+writer.done["delete"]) > 10
    after = dump(source)
    assert dump(target) == after
    assert {table.name: table.tally.rows for table in result.tables} == {
        name: len(rows) for name, rows in after.items()
    }
    moved(target, sqlite_url(tmp_path / "back.db"))
    assert dump(sqlite_url(tmp_path / "back.db")) == after


def test_what_was_written_between_two_runs_is_in_the_target(source: str, target: str, writer: Writer) -> None:
    def until(last: int) -> Callable[[int], None]:
        def cut(step: int) -> None:
            if step >= last:
                raise Cut

        return cut

    for number, last in enumerate((1, 60, 150, 330)):
        with pytest.raises(Cut):
            moved(source, target, until(last))
        writer(number)
    moved(source, target)
    assert dump(target) == dump(source)


@pytest.mark.parametrize("method", ["change", "finish"])
def test_a_run_that_was_cut_off_after_the_seal_is_gone_on_with(
    source: str, target: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(source)) as store:
        store.record(submission("one"), always("refused"))

        def cut(*_: object) -> None:
            raise Cut

        with closing(tables_of(source)) as old, closing(tables_of(target)) as new, monkeypatch.context() as patch:
            seal = old.set_seal

            def seal_and_cut_later(mark: Seal) -> None:
                store.record(submission("two"), always("refused"))
                seal(mark)
                patch.setattr(new, method, cut)

            patch.setattr(old, "set_seal", seal_and_cut_later)
            with pytest.raises(Cut):
                move(old, new, "the new one", lambda done, total: None)
        with pytest.raises(StoreUnavailable, match="moved to the new one"):
            store.record(submission("three"), always("refused"))
    moved(source, target)
    assert dump(target) == dump(source)
    with closing(open_store(target)) as store:
        assert {attempt.id for attempt in store.tries(S, "salma", "putin")} >= {"one", "two"}


def reader(step: int) -> str:
    """The learner who answers at a step: seven at a time, others after each fifty answers."""
    return f"reader {step // 50} {step % 7}"


def test_answers_are_taken_until_the_seal_and_none_is_lost(source: str, target: str) -> None:
    taken = list[str]()
    with closing(open_store(source)) as store:

        def answer(step: int) -> None:
            taken.append(f"f{step}")
            store.record(submission(f"f{step}", learner=reader(step)), always("refused"))
            if step % 50 == 49:
                store.people.delete_learner(S, reader(step))
                taken[:] = [id for id in taken if reader(int(id[1:])) != reader(step)]

        result = moved(source, target, answer)
        with pytest.raises(StoreUnavailable, match="moved to the new one"):
            store.record(submission("late"), always("refused"))
    assert len(taken) > 100
    assert result.seconds > 0
    with closing(tables_of(target)) as tables:
        columns = next(layout.columns for layout in tables.layouts() if layout.name == "tries")
    present = {str(row[columns.index("id")]) for row in dump(target)["tries"]}
    assert {id for id in present if id.startswith("f") and id[1:].isdigit()} == set(taken)
    assert dump(target) == dump(source)


def test_from_postgresql_as_well(postgres_url: str, source: str, tmp_path: Path) -> None:
    moved(source, postgres_url)
    with closing(tables_of(postgres_url)) as tables:
        assert (tables.noted_move(), tables.begun()) == (None, None)
    back = sqlite_url(tmp_path / "back.db")
    with closing(open_store(postgres_url)) as store:

        def answer(step: int) -> None:
            store.record(submission(f"f{step}", learner=reader(step)), always("refused"))
            if step % 50 == 49:
                store.people.delete_learner(S, reader(step))

        moved(postgres_url, back, answer)
    assert dump(back) == dump(postgres_url)
    assert len(dump(back)["tries"]) > ROWS + 50


@pytest.mark.parametrize("step", [40, 300])
def test_a_source_that_is_released_while_it_is_copied_is_not_taken_for_moved(
    source: str, target: str, step: int
) -> None:
    def release(now: int) -> None:
        if now == step:
            with closing(tables_of(source)) as tables:
                tables.release()

    with pytest.raises(UserError, match="reopened while it was being copied"):
        moved(source, target, release)
    with pytest.raises(StoreUnavailable, match="has not finished"):
        open_store(target)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_move_that_is_given_up_leaves_nothing_behind(
    source: str, kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if kind == "postgres":
        url = str(request.getfixturevalue("postgres_url"))
        moved(source, url)
        source = url

    def cut(step: int) -> None:
        if step == 40:
            raise Cut

    with pytest.raises(Cut):
        moved(source, sqlite_url(tmp_path / "half.db"), cut)
    with closing(tables_of(source)) as tables:
        assert tables.noted_move()
        tables.release()
        assert (tables.noted_move(), tables.seal()) == (None, None)
    with closing(open_store(source)) as store:
        store.record(submission("after"), always("refused"))
    moved(source, sqlite_url(tmp_path / "whole.db"))
    assert dump(sqlite_url(tmp_path / "whole.db")) == dump(source)
    with closing(sqlite3.connect(tmp_path / "whole.db")) as conn:
        named = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE name LIKE '%noted%'")]
    assert [name for name in named if "_noted_" in name] == []


def test_all_triggers_of_the_target_are_there_afterwards(
    source: str, target: str, tmp_path: Path, writer: Writer
) -> None:
    moved(source, target, lambda step: writer(0) if step == 200 else None)
    changed = "only added to, never changed"
    with closing(open_store(target)) as store, pytest.raises(StoreUnavailable, match=changed), writing(store) as conn:
        conn.execute("UPDATE tries SET response = 'other'")


def writing(store: Any) -> AbstractContextManager[Connection]:
    """The write transaction of a store."""
    transaction: AbstractContextManager[Connection] = store._connections.write()
    return transaction
