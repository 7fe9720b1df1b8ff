"""Commands with ``--schools``: the server of all schools, and commands about one of them or about all."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import ARTICLE, ROOT, SLUG
from store.helpers import START, always, submission
from webapp.cli.main import fahm
from webapp.config import Config
from webapp.server.data_folder import is_served
from webapp.store import open_store
from webapp.store.database_url import sqlite_url


def run(*words: object, **environment: str) -> Result:
    return CliRunner().invoke(fahm, [str(word) for word in words], env=environment)


@pytest.fixture
def schools(tmp_path: Path) -> Path:
    """A file of two schools, of which the first has an answer."""
    file = tmp_path / "schools.yaml"
    file.write_text(
        f"""
schools:
  north: {{path: /north, data: north, content: {ARTICLE}}}
  south: {{host: south.example, data: south, content: {ARTICLE}}}
""",
        encoding="utf-8",
    )
    (tmp_path / "north").mkdir()
    with closing(open_store(sqlite_url(tmp_path / "north" / "fahm.db"))) as store:
        store.record(submission("monday"), always())
    return file


def test_a_command_is_about_the_school_that_is_named(schools: Path) -> None:
    for words in (("--schools", schools, "--school", "north"), ("--school", "north")):
        assert "monday" in run("answers", *words, FAHM_SCHOOLS=str(schools)).stdout
    nothing = run("answers", "--schools", schools, "--school", "south")
    assert (nothing.exit_code, "no answers yet" in nothing.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "english", "arabic"),
    [
        (("--schools", "FILE"), "which school? Use --school with one of: north, south", "اذكر المدرسة"),
        (("--schools", "FILE", "--school", "west"), "there is no school west", "اذكر المدرسة"),
        (("--school", "north"), "--school needs the file of the schools", "يحتاج إلى ملف المدارس"),
        (("--schools", "FILE", "--school", "north", "--data", "x"), "are of one school", "لمدرسة واحدة"),
    ],
)
def test_what_is_unclear_is_refused_in_both_languages(
    schools: Path, words: tuple[str, ...], english: str, arabic: str
) -> None:
    refused = run("answers", *(str(schools) if word == "FILE" else word for word in words))
    assert refused.exit_code == 2
    assert english in refused.stderr
    assert arabic in refused.stderr


def test_faults_of_the_file_are_printed_and_nothing_is_started(schools: Path) -> None:
    schools.write_text(schools.read_text(encoding="utf-8").replace("/north,", "north,"), encoding="utf-8")
    for command in ("serve", "doctor"):
        refused = run(command, "--schools", schools)
        assert refused.exit_code == 2
        lines = refused.stderr.splitlines()
        assert lines[0].startswith(f"{schools}:3:")
        assert "no plain path such as /north" in lines[0]
        assert "1 problem(s)" in lines[1]


def test_doctor_checks_every_school(schools: Path, tmp_path: Path) -> None:
    found = run("doctor", "--schools", schools)
    assert [line for line in found.stdout.splitlines() if line.endswith(":") and " " not in line] == [
        "north:",
        "south:",
    ]
    assert found.stdout.count("database | ") == 2
    (tmp_path / "south").mkdir()
    (tmp_path / "south" / "fahm.db").write_text("this is no database")
    assert run("doctor", "--schools", schools).exit_code == 1
    assert run("doctor", "--schools", schools, "--school", "south").exit_code == 1


def test_one_replica_for_all_is_refused(schools: Path) -> None:
    refused = run("serve", "--schools", schools, "--replicate", "elsewhere")
    assert (refused.exit_code, "--replicate is of one school" in refused.stderr) == (2, True)


@contextmanager
def served(file: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """A server of the schools, once it says that it runs; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["serve", "--schools", str(file), "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", *words], cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def get(port: int, path: str, host: str = "localhost") -> tuple[int, str]:
    """A reply; the first waits for the server."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    for _ in range(400):
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:
            threading.Event().wait(0.05)
    raise AssertionError("no answer")


def test_one_server_serves_all_schools_and_one_that_is_broken_is_told(schools: Path, tmp_path: Path) -> None:
    with schools.open("a", encoding="utf-8") as more:
        more.write(f"  east: {{path: /east, data: east, content: {ARTICLE}}}\n")
    (tmp_path / "east").mkdir()
    (tmp_path / "east" / "fahm.db").write_text("this is no database")
    with served(schools) as (port, process):
        assert process.stderr
        said = ""
        while "school(s) ready" not in said:
            said += process.stderr.readline()
        assert "fahm: east: " in said
        assert "2 of 3 school(s) ready — المدارس الجاهزة: 2 من 3" in said
        assert get(port, "/healthz") == (200, '{"status":"ok"}\n')
        assert get(port, "/")[0] == 404
        status, page = get(port, f"/north/texts/{SLUG}/1")
        assert (status, f'action="/north/texts/{SLUG}/1"' in page) == (200, True)
        status, page = get(port, f"/texts/{SLUG}/1", "south.example")
        assert (status, f'action="/texts/{SLUG}/1"' in page) == (200, True)
        assert json.loads(get(port, "/healthz", "south.example")[1])["status"] == "ok"
        assert get(port, "/east/healthz")[0] == 503
        config = Config(content=ARTICLE, data=tmp_path / "north")
        assert is_served(config)
    assert not is_served(config)


@pytest.fixture
def with_answers(schools: Path, tmp_path: Path) -> Path:
    """Both schools have answers of October and November, to two texts."""
    (tmp_path / "south").mkdir()
    for name, count in (("north", 3), ("south", 2)):
        with closing(open_store(sqlite_url(tmp_path / name / "fahm.db"))) as store:
            for number in range(count):
                at = START - timedelta(days=30 * (number % 2))
                verdict = "accepted" if number else "refused"
                more = {"text": "river"} if number == 1 else {}
                store.record(submission(f"{name}-{number}", learner=f"reader {number}", at=at, **more), always(verdict))
    return schools


def test_a_report_of_all_schools_has_a_row_for_each_school_and_text(with_answers: Path) -> None:
    result = run("report", "--all-schools", "--schools", with_answers)
    assert result.exit_code == 0, result.output
    assert [line.split("\t") for line in result.stdout.splitlines()] == [
        ["school", "text", "questions", "answers", "accepted", "first_answers", "first_accepted", "earned"],
        ["north", "putin", "1", "3", "2", "3", "2", "2"],
        ["north", "river", "1", "1", "1", "1", "1", "1"],
        ["south", "putin", "1", "1", "0", "1", "0", "0"],
        ["south", "river", "1", "1", "1", "1", "1", "1"],
    ]
    rows = [
        json.loads(line)
        for line in run("report", "river", "--all-schools", "--schools", with_answers, "--json").stdout.splitlines()
    ]
    assert [(row["school"], row["text"], row["answers"]) for row in rows] == [
        ("north", "river", 1),
        ("south", "river", 1),
    ]
    assert rows[0].keys() == {"title", *result.stdout.splitlines()[0].split("\t")}


def test_a_report_of_all_schools_goes_on_after_one_that_cannot_be_read(with_answers: Path, tmp_path: Path) -> None:
    (tmp_path / "north" / "fahm.db").write_text("this is no database")
    result = run("report", "--all-schools", "--schools", with_answers)
    assert result.exit_code == 1
    assert "fahm: north: " in result.stderr
    assert [line.split("\t")[:2] for line in result.stdout.splitlines()[1:]] == [["south", "putin"], ["south", "river"]]


def test_a_report_needs_a_text_or_all_schools(schools: Path) -> None:
    assert run("report").exit_code == 2
    assert "--all-schools needs the file" in run("report", "--all-schools").stderr
    assert "which school?" in run("report", "river", "--schools", schools).stderr


def test_parquet_files_of_all_schools_are_in_one_folder_by_school_and_month(with_answers: Path, tmp_path: Path) -> None:
    dataset = pytest.importorskip("pyarrow.dataset")
    done = run("answers", "--schools", with_answers, "--to", "parquet", "--folder", tmp_path / "out")
    assert done.exit_code == 0, done.output
    files = sorted(
        path.parent.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.parquet")
    )
    months = [f"{START - timedelta(days=30):%Y-%m}", f"{START:%Y-%m}"]
    assert files == [f"school={name}/month={month}" for name in ("north", "south") for month in months]
    table = dataset.dataset(tmp_path / "out", partitioning="hive").to_table(filter=dataset.field("school") == "south")
    assert sorted(table.column("id").to_pylist()) == ["south-0", "south-1"]
    of_north = run("answers", "--schools", with_answers, "--school", "north").stdout.splitlines()
    assert len(of_north) == 4
    assert "which school?" in run("answers", "--schools", with_answers, "--to", "csv").stderr
