"""``fahm backup`` and ``fahm restore``: a copy that is good, and the way back to it."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from store.helpers import always, submission
from webapp.cli.main import fahm
from webapp.cli.records.backup import back_up
from webapp.cli.records.restore import restore
from webapp.config import DEMO_MARKER, Config
from webapp.secret_key import read_or_create
from webapp.server.data_folder import SERVING_LOCK, try_lock
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Store
from webapp.store.sqlite.engine.connections import connect
from webapp.store.sqlite.schema.migrations import SCHEMA_VERSION


def run(*words: object) -> Result:
    return CliRunner().invoke(fahm, [str(word) for word in words])


def answer(store: Store, *forms: str) -> None:
    for form in forms:
        store.record(submission(form), always("refused"))


def forms(database: Path) -> list[str]:
    with closing(open_store(sqlite_url(database))) as store:
        return sorted(one.id for one in store.all_tries())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one answer and a key; nobody has it open."""
    folder = tmp_path / "data"
    read_or_create(folder)
    with closing(open_store(sqlite_url(folder / "fahm.db"))) as store:
        answer(store, "monday")
    return folder


@pytest.fixture
def backup(data: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    assert run("backup", tmp_path / "copy.db", "--data", data).exit_code == 0
    return tmp_path / "copy.db"


@pytest.fixture
def tuesday(backup: Path, data: Path) -> Iterator[Store]:
    """The store, with an answer that the backup lacks; closed at the end."""
    store = open_store(sqlite_url(data / "fahm.db"))
    answer(store, "tuesday")
    yield store
    store.close()


def test_a_backup_goes_into_a_file_with_the_key_beside_it(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    result = run("backup", target, "--data", data)
    assert result.exit_code == 0
    assert result.stdout == f"{target}\n"
    assert "1 attempts by 1 learners" in result.stderr
    assert f"fahm restore {target}" in result.stderr
    assert "لاستعادتها" in result.stderr
    assert forms(target) == ["monday"]
    key = tmp_path / "copy.db.key"
    assert key.read_text() == (data / "secret.key").read_text()
    assert key.stat().st_mode & 0o077 == 0
    assert json.loads((data / "last-backup.json").read_text())["path"] == str(target)
    assert f"1 tries: {target}" in run("doctor", "--data", data).stdout


def test_the_key_can_be_left_out(data: Path, tmp_path: Path) -> None:
    assert "without the key" in run("backup", tmp_path / "copy.db", "--no-key", "--data", data).stderr
    assert not (tmp_path / "copy.db.key").exists()


def test_a_file_that_is_there_is_written_over_only_by_force(data: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("last week's")
    refused = run("backup", tmp_path / "copy.db", "--data", data)
    assert refused.exit_code == 1
    assert "already exists" in refused.stderr
    assert (tmp_path / "copy.db").read_text() == "last week's"
    assert run("backup", tmp_path / "copy.db", "--force", "--data", data).exit_code == 0
    assert forms(tmp_path / "copy.db") == ["monday"]


@pytest.mark.parametrize(
    "target, code, said",
    [
        ("data/fahm.db", 2, "the database itself"),
        ("nowhere/copy.db", 1, "not found"),
    ],
)
def test_where_no_copy_can_be_is_said_in_one_line(data: Path, target: str, code: int, said: str) -> None:
    result = run("backup", data.parent / target, "--force", "--data", data)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_before_any_answer_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    result = run("backup", tmp_path / "copy.db", "--data", tmp_path / "none")
    assert result.exit_code == 1
    assert "nothing to back up" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_of_dated_copies_the_newest_stay_and_nothing_else_is_touched(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "nightly"
    config = Config(content=tmp_path, data=data)
    for day in range(1, 5):
        made = back_up(
            Config(content=tmp_path, data=data, now=lambda day=day: datetime(2026, 11, day, 2, tzinfo=UTC)),
            folder,
            keep=2,
        )
        (folder / "notes.db").touch()
    assert made.path == folder / "fahm-20261104T020000Z.db"
    assert len(made.removed) == 1
    assert sorted(one.name for one in folder.iterdir()) == [
        "fahm-20261103T020000Z.db",
        "fahm-20261103T020000Z.db.key",
        "fahm-20261104T020000Z.db",
        "fahm-20261104T020000Z.db.key",
        "notes.db",
    ]
    # Without --keep, a folder only gets another dated copy.
    assert back_up(config, folder).removed == ()


def test_keep_needs_a_folder(data: Path, backup: Path) -> None:
    result = run("backup", backup, "--keep", 3, "--data", data)
    assert result.exit_code == 2
    assert "needs a folder" in result.stderr


def test_a_restored_backup_takes_the_place_of_the_database_which_is_kept(
    backup: Path, data: Path, tuesday: Store
) -> None:
    tuesday.close()
    result = run("restore", backup, "--data", data)
    assert result.exit_code == 0, result.stderr
    assert "1 attempts by 1 learners" in result.stderr
    assert forms(data / "fahm.db") == ["monday"]
    (aside,) = data.glob("fahm-before-*.db")
    assert str(aside) in result.stderr
    assert forms(aside) == ["monday", "tuesday"]
    assert forms(backup) == ["monday"]


def test_a_backup_and_its_key_can_begin_a_new_folder(backup: Path, data: Path, tmp_path: Path) -> None:
    assert run("restore", backup, "--data", tmp_path / "new").exit_code == 0
    assert forms(tmp_path / "new" / "fahm.db") == ["monday"]
    assert (tmp_path / "new" / "secret.key").read_text() == (data / "secret.key").read_text()


def test_another_key_is_kept_aside(backup: Path, data: Path) -> None:
    then = (data / "secret.key").read_text()
    (data / "secret.key").write_text("of a server that was started in between")
    done = restore(Config(content=data, data=data), backup, None)
    assert (data / "secret.key").read_text() == then
    assert done.key_aside is not None
    assert done.key_aside.read_text() == "of a server that was started in between"


@pytest.mark.skipif(os.name == "nt", reason="there are no such locks")
def test_nothing_is_restored_under_a_running_server(backup: Path, data: Path, tuesday: Store) -> None:
    tuesday.close()
    lock = try_lock(data / SERVING_LOCK, shared=True)
    other = try_lock(data / SERVING_LOCK, shared=True)
    assert lock is not None
    assert other is not None
    try:
        result = run("restore", backup, "--data", data)
    finally:
        os.close(lock)
        os.close(other)
    assert result.exit_code == 1
    assert "Stop the server" in result.stderr
    assert forms(data / "fahm.db") == ["monday", "tuesday"]
    assert run("restore", backup, "--data", data).exit_code == 0


def test_nothing_is_restored_while_somebody_has_the_database_open(backup: Path, data: Path, tuesday: Store) -> None:
    result = run("restore", backup, "--data", data)
    assert result.exit_code == 1
    assert "is in use" in result.stderr
    answer(tuesday, "wednesday")
    assert len(list(tuesday.all_tries())) == 3
    assert not list(data.glob("*before*"))


def test_a_backup_of_a_newer_fahm_is_refused(backup: Path, data: Path) -> None:
    with closing(connect(backup)) as db:
        db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    result = run("restore", backup, "--data", data)
    assert result.exit_code == 1
    assert "newer version of Fahm" in result.stderr
    assert "إصدار أحدث" in result.stderr
    assert forms(data / "fahm.db") == ["monday"]


def test_a_file_that_is_no_backup_is_refused_and_all_stays(backup: Path, data: Path) -> None:
    backup.write_bytes(b"not a database at all " * 100)
    before = sorted(one.name for one in data.iterdir())
    result = run("restore", backup, "--data", data)
    assert result.exit_code == 1
    assert "nothing was restored" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert sorted(one.name for one in data.iterdir() if one.name != SERVING_LOCK) == before
    assert forms(data / "fahm.db") == ["monday"]


def test_a_database_that_is_ruined_is_replaced_and_kept_as_it_lies(backup: Path, data: Path) -> None:
    (data / "fahm.db").write_bytes(b"ruined " * 1000)
    assert run("restore", backup, "--data", data).exit_code == 0
    assert forms(data / "fahm.db") == ["monday"]
    (aside,) = data.glob("fahm-before-*.db")
    assert aside.read_bytes().startswith(b"ruined")


def test_a_demo_is_never_restored_into(backup: Path, tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    demo.mkdir()
    (demo / DEMO_MARKER).write_text("{}")
    result = run("restore", backup, "--data", demo)
    assert result.exit_code == 2
    assert not (demo / "fahm.db").exists()


@pytest.mark.parametrize("words", [(), ("copy.db", "--from", "replica"), ("none.db",)])
def test_one_thing_that_is_there_is_to_be_named(data: Path, words: tuple[str, ...]) -> None:
    result = run("restore", *words, "--data", data)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert forms(data / "fahm.db") == ["monday"]


def test_a_database_elsewhere_is_backed_up_and_restored(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "elsewhere" / "school.db"
    with closing(open_store(sqlite_url(path))) as store:
        answer(store, "tuesday")
    address = ("--data", data, "--database", sqlite_url(path))
    said = run("backup", tmp_path / "copy.db", *address)
    assert said.exit_code == 0
    assert shlex.join(["fahm", "restore", str(tmp_path / "copy.db"), *map(str, address)]) in said.output
    with closing(open_store(sqlite_url(path))) as store:
        answer(store, "wednesday")
    assert run("restore", tmp_path / "copy.db", *address).exit_code == 0
    assert forms(path) == ["tuesday"]
    assert forms(data / "fahm.db") == ["monday"]
    (aside,) = path.parent.glob("school-before-*.db")
    assert forms(aside) == ["tuesday", "wednesday"]
    (row,) = csv.DictReader(io.StringIO(run("answers", "--to", "csv", *address).stdout.removeprefix("\ufeff")))
    assert row["id"] == "tuesday"
    assert run("doctor", *address).exit_code in (0, 1)
    assert str(path) in run("doctor", *address).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("serve",),
        ("answers",),
        ("mark",),
        ("regrade", "x"),
        ("report", "x"),
        ("teacher", "invite"),
        ("backup", "x"),
        ("restore", "x"),
        ("tidy",),
        ("doctor",),
    ],
)
def test_an_engine_that_is_not_there_is_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run(*words, "--data", tmp_path, "--database", "mysql://fahm:geheim@db/fahm")
    assert result.exit_code == 2
    assert "mysql" in result.stderr
    assert "geheim" not in result.output
    assert len(result.stderr.splitlines()) == 1
