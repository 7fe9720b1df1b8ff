"""``fahm move-data``: the answers come out of the other database byte by byte, also after a kill."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from conftest import SLUG, Learner
from forked_processes import ended, started
from store.full_database import fill_every_table
from store.helpers import always, submission
from webapp.cli.main import fahm
from webapp.cli.records.move_data import move
from webapp.config import Config
from webapp.store import open_store
from webapp.store.database_url import sqlite_url

PAGE = f"/texts/{SLUG}/1"


def run(*words: object) -> Result:
    return CliRunner().invoke(fahm, [str(word) for word in words])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a class of simulated learners."""
    folder = tmp_path_factory.mktemp("demo")
    assert run("demo", "--learners", 4, "--seed", 2, "--data", folder / "data").exit_code == 0
    return folder / "data" / "fahm.db"


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each engine."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return sqlite_url(tmp_path / "new.db")


@pytest.fixture
def released(demo: Path) -> Iterator[str]:
    """The address of the demo, which takes writes again after the test."""
    yield sqlite_url(demo)
    run("move-data", sqlite_url(demo), "--release")


def exported(url: str, form: str) -> bytes:
    result = run("answers", "--to", form, "--database", url)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def test_there_and_back_the_same_answers_are_exported(released: str, target: str, tmp_path: Path) -> None:
    back = sqlite_url(tmp_path / "back.db")
    there, again = run("move-data", released, target), run("move-data", target, back)
    assert (there.exit_code, again.exit_code) == (0, 0), there.output + again.output
    tables = [line.split("\t") for line in there.stdout.splitlines()]
    assert [name for name, _, _ in tables][:2] == ["learners", "question_versions"]
    assert tables[0][1] == "4"
    assert "the same in both" in there.stderr
    assert "وهي متطابقة في القاعدتين" in there.stderr
    assert again.stdout == there.stdout
    for form in ("jsonl", "csv", "xapi"):
        assert exported(released, form) == exported(target, form) == exported(back, form) != b""


def test_with_answers_that_arrive_meanwhile_the_same_are_exported_there_and_back(
    demo: Path, target: str, tmp_path: Path
) -> None:
    source, back = tmp_path / "source.db", sqlite_url(tmp_path / "back.db")
    shutil.copy(demo, source)
    with closing(open_store(sqlite_url(source))) as store:
        arrived = [0]

        def watch(done: int, total: int) -> None:
            arrived[0] += 1
            store.record(submission(f"late-{arrived[0]}"), always("refused"))

        result = move(sqlite_url(source), target, watch)
    assert arrived[0] > 100
    assert f"no answers were taken for {result.seconds:.1f} s of it" in "".join(result.spoken())
    assert run("move-data", target, back).exit_code == 0
    for form in ("jsonl", "csv", "xapi"):
        there = exported(target, form)
        assert there == exported(sqlite_url(source), form) == exported(back, form)
        assert form == "xapi" or there.count(b"late-") >= arrived[0]


def test_refusals_are_said_in_both_languages(released: str, target: str, tmp_path: Path) -> None:
    assert run("move-data", released, target).exit_code == 0
    twice = run("move-data", released, target)
    assert twice.exit_code == 1
    assert "the target is not empty (learners" in twice.stderr
    assert "ليست فارغة" in twice.stderr
    nothing = run("move-data", sqlite_url(tmp_path / "missing.db"), target)
    assert (nothing.exit_code, "missing.db not found" in nothing.stderr) == (1, True)
    assert not (tmp_path / "missing.db").exists()
    assert run("move-data", released, released).exit_code == 2
    assert run("move-data", released).exit_code == 2
    assert run("move-data", released, target, "--release").exit_code == 2


def moving(source: str, target: str, pipe: Connection) -> None:
    """Move until the tenth batch, and wait there for the end."""
    seen = 0

    def watch(done: int, total: int) -> None:
        nonlocal seen
        seen += 1
        if seen == 10:
            pipe.send(done)
            Event().wait()

    move(source, target, watch)


def test_a_killed_move_is_gone_on_with(released: str, target: str) -> None:
    process, pipe = started(moving, released, target)
    assert pipe.recv() > 0
    process.kill()
    ended(process, pipe)
    refused = run("answers", "--database", target)
    assert (refused.exit_code, "لم يكتمل النقل" in refused.stderr) == (1, True)
    assert run("move-data", released, target).exit_code == 0
    assert exported(released, "jsonl") == exported(target, "jsonl")


def test_while_it_is_moved_pages_are_read_and_what_is_typed_comes_back(
    app: Flask, layla: Learner, config: Config, target: str
) -> None:
    page = layla.opens(PAGE)
    assert run("move-data", config.database_url, target).exit_code == 0
    refused = layla.answers(PAGE, {"summit-day": "يوم الأحد صباحًا"}, page)
    assert (refused.status, "يوم الأحد صباحًا" in refused.html) == (503, True)
    assert layla.client.get("/healthz").status_code == 503
    assert (layla.opens(PAGE).status, layla.opens("/").status, layla.opens("/me").status) == (200, 200, 200)
    released = run("move-data", config.database_url, "--release")
    assert (released.exit_code, "accepts answers again" in released.stderr) == (0, True)
    assert layla.answers(PAGE, {"summit-day": "الأربعاء"}, page).status == 200
    assert layla.client.get("/healthz").status_code == 200


def test_a_move_to_another_schema_does_not_begin(tmp_path: Path, target: str) -> None:
    fill_every_table(tmp_path / "old.db", rows=1)
    with sqlite3.connect(tmp_path / "old.db") as conn:
        conn.execute("ALTER TABLE drafts ADD COLUMN more TEXT")
    conn.close()
    refused = run("move-data", sqlite_url(tmp_path / "old.db"), target)
    assert (refused.exit_code, "different tables" in refused.stderr) == (1, True)
