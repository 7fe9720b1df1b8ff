"""Bringing an older database up to date, cut off at each statement: nothing is lost, and the next start goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3

from forked_processes import processes
from store.helpers import START, S, always, at_once, judged, submission, taken_back_to
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import StoreUnavailable, WordHome
from webapp.store.sqlite.engine import connections
from webapp.store.sqlite.schema.migrations import SCHEMA_VERSION

VERSIONS = range(SCHEMA_VERSION)
Everything = dict[str, list[tuple[Any, ...]]]


class Cut(OSError):
    """The moment at which a migration ends."""


def everything(path: Path) -> Everything:
    """All that a database holds: what it is made of, and every row; but not when each migration ran."""
    conn = sqlite3.connect(path)
    try:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        found = {"": conn.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()}
        for kind, name, _ in found[""]:
            if kind == "table" and not name.startswith("_"):
                found[name] = sorted(conn.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
        found["version"] = conn.execute("PRAGMA user_version").fetchall()
        found["done"] = (
            conn.execute("SELECT name FROM _sqlite_migrations ORDER BY name").fetchall() if found[""] else []
        )
        return found
    finally:
        conn.close()


def lived_in(path: Path) -> None:
    """A database with something in it, of today's Fahm."""
    store = open_store(sqlite_url(path))
    for learner in ("salma", "omar"):
        store.record(submission(f"{learner}-1", learner=learner), always("refused"))
        store.record(submission(f"{learner}-2", learner=learner), lambda _: judged("accepted"))
        store.record(submission(f"{learner}-3", learner=learner, question="q2"), always("pending"))
        store.add_hint(S, learner, "putin", "q3", 2)
        store.save_drafts(S, learner, "putin", {"q4": "ما كُتب ولم يُسلَّم"})
        store.keep_word(S, learner, WordHome("putin", 1, 0, "قبول", "قَبُول"), "kept")
        store.review_word(S, learner, "قَبُول", "r1", "good", lambda state: ({}, START))
    store.add_mark(S, "salma", "salma-3", 1, "أحسنتِ", "huda")
    store.code_failure(S, "192.0.2.1")
    store.close()


@pytest.fixture(scope="module")
def olds(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A lived-in database as each earlier Fahm left it, by its schema version; 0 is an empty file."""
    folder = tmp_path_factory.mktemp("olds")
    lived_in(folder / "today.db")
    made, later = {}, folder / "today.db"
    for version in reversed(VERSIONS):
        made[version] = folder / f"{version}.db"
        if version:
            shutil.copy(later, made[version])
            taken_back_to(made[version], version)
        else:
            made[version].touch()
        later = made[version]
    return made


@pytest.fixture
def before_each(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[int, str], None]], None]:
    """Have something done before each statement that changes a database, with the count of those before it."""

    def arrange(what: Callable[[int, str], None]) -> None:
        counted = iter(range(10_000))

        class Watched(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> Any:
                if not sql.lstrip().upper().startswith(("SELECT", "PRAGMA FOREIGN", "PRAGMA SYNC", "PRAGMA SECURE")):
                    what(next(counted), sql)
                return super().execute(sql, *values)

        monkeypatch.setattr(connections, "connect", _connecting(Watched))

    monkeypatch.setattr(connections, "PRAGMAS", ("foreign_keys = ON", "synchronous = OFF"))  # no power is cut here
    return arrange


def _connecting(kind: type[Any]) -> Callable[..., Any]:
    def connect(path: Path, make: bool = True) -> Any:
        conn = sqlite3.connect(str(path), isolation_level=None, check_same_thread=False, factory=kind)
        for pragma in connections.PRAGMAS:
            conn.execute(f"PRAGMA {pragma}")
        return connections.Database(conn, execute_plugins=False)

    return connect


def copied(path: Path, to: Path) -> Path:
    """What is on the disk of a database, as whoever kills the process leaves it."""
    to.mkdir()
    for name in (path.name, f"{path.name}-wal", f"{path.name}-journal"):
        if path.with_name(name).exists():
            shutil.copy(path.with_name(name), to)
    return to / path.name


def bytes_on_disk(path: Path) -> dict[str, bytes]:
    """The files of a database, whole: of the same bytes, everything is the same."""
    files = (path.with_name(f"{path.name}{end}") for end in ("", "-wal", "-journal"))
    return {file.name: file.read_bytes() for file in files if file.exists()}


def opened(path: Path) -> Everything:
    """After today's Fahm has opened it."""
    open_store(sqlite_url(path)).close()
    return everything(path)


BROUGHT_UP: dict[int, Everything] = {}
"""What became of a database of an earlier version that was opened undisturbed: the same for all tests of it."""


def brought_up(olds: dict[int, Path], version: int, folder: Path) -> Everything:
    """What becomes of a version's database, opened in a folder where no test of this process has done so."""
    if version not in BROUGHT_UP:
        BROUGHT_UP[version] = opened(copied(olds[version], folder / "whole"))
    return BROUGHT_UP[version]


@pytest.mark.parametrize("version", VERSIONS)
def test_killed_before_any_statement_it_goes_on_at_the_next_start(
    olds: dict[int, Path],
    version: int,
    tmp_path: Path,
    before_each: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, left, statements = copied(olds[version], tmp_path / "here"), {}, 0
    last: dict[str, bytes] = {}

    def keep(count: int, sql: str) -> None:
        """Keep what is on the disk; within the transaction hardly a statement reaches it."""
        nonlocal last, statements
        statements = count + 1
        files = bytes_on_disk(path)
        if files != last:
            left.setdefault(tuple(files.items()), copied(path, tmp_path / f"left-{count}"))
        last = files

    before_each(keep)
    whole = opened(path)
    monkeypatch.undo()
    monkeypatch.setattr(connections, "PRAGMAS", ("foreign_keys = ON", "synchronous = OFF"))
    assert whole["version"] == [(SCHEMA_VERSION,)]
    assert statements > 5
    assert BROUGHT_UP.setdefault(version, whole) == whole
    for killed in left.values():
        assert opened(killed) == whole


@pytest.mark.parametrize("version", VERSIONS)
def test_failed_at_any_statement_it_is_as_it_was(
    olds: dict[int, Path], version: int, tmp_path: Path, before_each: Callable[..., None]
) -> None:
    steps: list[list[int]] = [[]]
    committed: list[str] = []

    def sort(count: int, sql: str) -> None:
        """Sort the statements by the migration that they belong to; those after the commit apart."""
        if committed:
            committed.append(sql)
            return
        if sql == "COMMIT":
            committed.append(sql)
        steps[-1].append(count)
        if sql.startswith("INSERT") and "_sqlite_migrations" in sql:
            steps.append([])

    before_each(sort)
    whole = opened(copied(olds[version], tmp_path / "whole"))
    first, *later = steps
    assert len(first) > 2
    assert len(later) == SCHEMA_VERSION - version
    assert all(sql.startswith("PRAGMA") for sql in committed[1:])  # connections that read
    path = copied(olds[version], tmp_path / "here")
    before, files = everything(path), bytes_on_disk(path)
    # Each failure runs all statements before it: each fails in the database that its migration was written for. Of the
    # migrations after it in the same transaction one statement fails: from each version another one, of the next, the
    # middle or the last one, or of what follows them all.
    places = [place for place in (0, len(later) // 2, -2, -1) if -len(later) <= place < len(later)]
    step = later[places[version % len(places)]]
    for at in dict.fromkeys((*first, step[version % len(step)])):

        def fail(count: int, sql: str, at: int = at) -> None:
            if count == at:
                raise Cut(f"at {at}")

        before_each(fail)
        with pytest.raises(StoreUnavailable):
            open_store(sqlite_url(path))
        if bytes_on_disk(path) != files:
            assert everything(path) == before
            files = bytes_on_disk(path)
    before_each(lambda count, sql: None)
    assert opened(path) == whole


def open_together(path: Path, both: Barrier) -> None:
    """In a process of its own."""
    both.wait(30)
    open_store(sqlite_url(path)).close()


@pytest.mark.parametrize("version", [1])
def test_two_processes_at_once(olds: dict[int, Path], version: int, tmp_path: Path) -> None:
    whole = brought_up(olds, version, tmp_path)
    path, both = copied(olds[version], tmp_path / "here"), processes.Barrier(2)
    both_processes = [processes.Process(target=open_together, args=(path, both)) for _ in range(2)]  # type: ignore[attr-defined]
    for process in both_processes:
        process.start()
    for process in both_processes:
        process.join(60)
        assert process.exitcode == 0
        process.close()
    assert everything(path) == whole


# They wait for one lock before any of them looks at the version: which one it is makes no difference to that.
@pytest.mark.parametrize("version", [0, 1, SCHEMA_VERSION // 2, SCHEMA_VERSION - 1])
def test_eight_at_once_in_one_process(olds: dict[int, Path], version: int, tmp_path: Path) -> None:
    whole = brought_up(olds, version, tmp_path)
    path = copied(olds[version], tmp_path / "here")
    for store in at_once(8, lambda _: open_store(sqlite_url(path)), 8):
        store.close()
    assert everything(path) == whole
