"""Moving all records into another database: whole, compared, gone on with after a cut, and nothing lost meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from store.full_database import fill_every_table
from store.helpers import S, always, submission
from webapp.domain.user_error import UserError
from webapp.store import locate_database, open_copy, open_store
from webapp.store.data_move import FILLED_LAST, MovedTable, move, ordered
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.data_move import MovableTables, Seal, Tally
from webapp.store.protocols.store import StoreUnavailable
from webapp.store.row_tally import tally_of

Dump = dict[str, list[tuple[object, ...]]]


def moved(source: str, target: str) -> list[MovedTable]:
    """Move everything."""
    with closing(tables_of(source)) as old, closing(tables_of(target)) as new:
        return move(old, new, "the new one", lambda done, total: None).tables


def tables_of(url: str) -> MovableTables:
    """Open a database as it is moved."""
    return locate_database(url).movable_tables()


def dump(url: str) -> Dump:
    """Every row of every table, by key."""
    with closing(tables_of(url)) as tables:
        return {layout.name: [*map(tuple, tables.rows(layout, None, 10**6))] for layout in tables.layouts()}


class Cut(Exception):
    """The moment at which the command is killed."""


def cut_off(source: str, target: str, batches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Move until so many batches were written."""
    left = batches

    def watch(done: int, total: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Cut

    with closing(tables_of(source)) as old, closing(tables_of(target)) as new, pytest.raises(Cut):
        move(old, new, "the new one", watch)


@pytest.fixture
def source(tmp_path: Path) -> str:
    fill_every_table(tmp_path / "old.db")
    return sqlite_url(tmp_path / "old.db")


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each engine."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return sqlite_url(tmp_path / "new.db")


@pytest.fixture
def new_sqlite(tmp_path: Path) -> Callable[[str], str]:
    return lambda name: sqlite_url(tmp_path / f"{name}.db")


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A row a batch."""
    monkeypatch.setattr(open_copy, "FIRST_ROWS", 1)
    monkeypatch.setattr(open_copy, "MOST_ROWS", 1)
    return


def test_every_row_of_every_table_is_the_same_there_and_back(
    source: str, target: str, new_sqlite: Callable[[str], str]
) -> None:
    before = dump(source)
    assert min(map(len, before.values())) >= 3
    there = moved(source, target)
    assert {table.name: table.tally.rows for table in there} == {name: len(rows) for name, rows in before.items()}
    assert dump(target) == before
    assert moved(target, new_sqlite("back")) == there
    assert dump(new_sqlite("back")) == before


def test_a_target_that_holds_anything_is_refused_and_the_source_left_open(source: str, target: str) -> None:
    with closing(open_store(target)) as store:
        store.add_learner(S, "omar")
    with pytest.raises(UserError, match=r"not empty \(learners\)") as refused:
        moved(source, target)
    assert "ليست فارغة" in refused.value.ar
    with closing(open_store(source)) as store:
        store.record(submission("later"), always("refused"))


def test_what_was_cut_off_is_gone_on_with(
    source: str, target: str, small_batches: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(source)
    for batches in (0, 1, 40, 200):
        cut_off(source, target, batches, monkeypatch)
    moved(source, target)
    assert dump(target) == before


def test_a_part_of_another_move_is_not_gone_on_with(
    source: str, target: str, new_sqlite: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cut_off(source, target, 3, monkeypatch)
    fill_every_table(tmp_path / "other.db")
    with pytest.raises(UserError, match="part of another move"):
        moved(new_sqlite("other"), target)


def test_a_released_source_is_not_gone_on_with(source: str, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(source, target, 3, monkeypatch)
    with closing(tables_of(source)) as tables:
        tables.release()
    with pytest.raises(UserError, match="part of another move"):
        moved(source, target)


def test_a_half_filled_target_cannot_be_used(source: str, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(source, target, 3, monkeypatch)
    with pytest.raises(StoreUnavailable, match="has not finished"):
        open_store(target)
    moved(source, target)
    open_store(target).close()


def test_after_the_move_the_source_can_be_read_but_takes_no_answer(source: str, target: str) -> None:
    with closing(open_store(source)) as store:
        store.record(submission("before"), always("refused"))
        moved(source, target)
        with pytest.raises(StoreUnavailable, match="moved to the new one"):
            store.record(submission("after"), always("refused"))
        with pytest.raises(StoreUnavailable, match="moved to the new one"):
            store.ready()
        assert [attempt.id for attempt in store.tries(S, "salma", "putin")] == ["before"]
        with closing(tables_of(source)) as tables:
            tables.release()
        store.record(submission("released"), always("refused"))
        store.ready()
    with closing(open_store(target)) as store:
        assert [attempt.id for attempt in store.tries(S, "salma", "putin")] == ["before"]


def test_a_source_that_an_earlier_fahm_sealed_at_the_beginning_is_gone_on_with(source: str, target: str) -> None:
    before = dump(source)
    with closing(tables_of(source)) as old, closing(tables_of(target)) as new:
        seal = Seal("an earlier move", "the new one")
        old.set_seal(seal)
        new.begin(seal.id)
    moved(source, target)
    assert dump(target) == before


def test_a_difference_is_found(source: str, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(source, target, 60, monkeypatch)
    with closing(tables_of(target)) as tables:
        drafts = next(layout for layout in tables.layouts() if layout.name == "drafts")
        row = tables.rows(drafts, None, 1)[0]
        more = [
            f"{value}x" if column == "question" else value for column, value in zip(drafts.columns, row, strict=True)
        ]
        tables.add(drafts, [more], tables.progress("drafts"))
    with pytest.raises(UserError, match="table drafts is not the same"):
        moved(source, target)


def test_a_character_that_postgresql_cannot_hold_is_replaced_and_counted(
    source: str, new_sqlite: Callable[[str], str], postgres_url: str
) -> None:
    with closing(open_store(source)) as store:
        store.record(submission("nul", label="قبل\0بعد", response="\0"), always("refused"))
    changed = {table.name: table.changed for table in moved(source, postgres_url) if table.changed}
    assert changed == {"tries": 1}
    assert not any(table.changed for table in moved(postgres_url, new_sqlite("back")))
    with closing(open_store(new_sqlite("back"))) as store:
        (attempt,) = store.tries(S, "salma", "putin")
    assert (attempt.label, attempt.response) == ("قبل\ufffdبعد", "\ufffd")


def test_a_checksum_depends_on_every_value_and_not_on_the_order() -> None:
    rows = [("a", 1, 0.1, None, b"\x00"), ("b", 2, -0.0, "ب", b"")]
    tally = tally_of(Tally(), rows)[0]
    assert tally == tally_of(tally_of(Tally(), rows[1:])[0], rows[:1])[0]
    others = [
        ("a", 1, 0.1, "", b"\x00"),
        ("a", "1", 0.1, None, b"\x00"),
        ("a", 1, 0.1, None, b"\x01"),
        ("a", 1.0, 0.1, None, b"\x00"),
    ]
    assert len({tally.checksum, *(tally_of(Tally(), [other, rows[1]])[0].checksum for other in others)}) == 5


def test_tables_that_triggers_change_at_an_insert_are_filled_last(tmp_path: Path) -> None:
    open_store(sqlite_url(tmp_path / "any.db")).close()
    with closing(sqlite3.connect(tmp_path / "any.db")) as conn:
        triggers = [sql for (sql,) in conn.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
    changed = set()
    for sql in triggers:
        if " INSERT ON " in sql.partition("BEGIN")[0]:
            words = sql.partition("BEGIN")[2].replace("OR IGNORE ", "").split()
            changed |= {words[at + 1] for at, word in enumerate(words) if word in {"UPDATE", "INTO", "FROM"}}
    assert changed <= set(FILLED_LAST)
    with closing(tables_of(sqlite_url(tmp_path / "any.db"))) as tables:
        assert {layout.name for layout in ordered(tables.layouts())[-2:]} == set(FILLED_LAST)
