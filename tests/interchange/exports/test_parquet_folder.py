"""``fahm answers --to parquet``: a folder by school and month, with what the JSON lines say."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from conftest import ARTICLE, SLUG, Learner
from webapp.cli.main import fahm
from webapp.config import Config
from webapp.interchange.exports import parquet_folder

dataset = pytest.importorskip("pyarrow.dataset")


def run(config: Config, *words: str | Path) -> Result:
    """Run ``fahm answers``."""
    return CliRunner().invoke(
        fahm, ["answers", "--data", str(config.data), "--content", str(ARTICLE), *map(str, words)]
    )


def rows_of(folder: Path) -> list[dict[str, Any]]:
    """All rows of a folder, the oldest first."""
    rows: list[dict[str, Any]] = dataset.dataset(folder, partitioning="hive").to_table().to_pylist()
    return sorted(rows, key=lambda row: (row["at"], row["id"]))


@pytest.fixture
def answered(layla: Learner, omar: Learner) -> None:
    layla.answers(f"/texts/{SLUG}/1", {"summit-day": "الأربعاء"})
    omar.answers(f"/texts/{SLUG}/1", {"summit-day": "الخميس"})


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("at_once", [1, 10_000])
def test_the_files_hold_what_the_json_lines_say(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(parquet_folder, "ROWS_AT_ONCE", at_once)
    done = run(config, "--to", "parquet", "--folder", tmp_path / "new" / "answers")
    assert done.exit_code == 0, done.output
    lines = [json.loads(line) for line in run(config, "--to", "jsonl").stdout.splitlines()]
    assert len(lines) == 2
    rows = rows_of(tmp_path / "new" / "answers")
    assert {row.pop("month") for row in rows} == {line["at"][:7] for line in lines}
    for row in rows:
        row["response"], row["at"] = json.loads(row["response"]), row["at"].isoformat()
    assert rows == sorted(lines, key=lambda line: (line["at"], line["id"]))
    (file,) = (tmp_path / "new").rglob("*.parquet")
    month = lines[0]["at"][:7]
    assert file.relative_to(tmp_path / "new").as_posix() == f"answers/school=default/month={month}/answers.parquet"


@pytest.mark.usefixtures("answered")
def test_a_folder_that_holds_something_is_left_as_it_is(config: Config, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note").write_text("mine")
    done = run(config, "--to", "parquet", "--folder", tmp_path / "full")
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["note"]


@pytest.mark.usefixtures("answered")
def test_a_run_that_breaks_off_leaves_nothing(config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet_folder, "as_row", fails)
    (tmp_path / "out").mkdir()
    done = run(config, "--to", "parquet", "--folder", tmp_path / "out" / "answers")
    assert done.exit_code == 1
    assert "No space left on device" in done.output
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("words", [("--to", "parquet"), ("--to", "csv", "--folder", "somewhere")])
def test_a_folder_is_for_parquet_and_parquet_for_a_folder(config: Config, words: tuple[str, ...]) -> None:
    done = run(config, *words)
    assert done.exit_code == 2
    assert "--to parquet --folder DIR" in done.output


@pytest.mark.usefixtures("answered")
def test_without_pyarrow_it_says_what_to_install(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run(config, "--to", "parquet", "--folder", tmp_path / "answers")
    assert done.exit_code == 1
    assert 'pip install "fahm[parquet]"' in done.output
    assert not (tmp_path / "answers").exists()


@pytest.mark.usefixtures("answered")
def test_each_school_and_month_has_a_file_whatever_the_school_is_called(app: Flask, tmp_path: Path) -> None:
    attempts = list(app.extensions["fahm"].store.all_tries())
    names = ["default", "مدرسة 1/ب", ".."]
    moved = [replace(attempts[0], school=name, at=attempts[0].at.replace(month=5)) for name in names]
    folder = tmp_path / "answers"
    parquet_folder.write_parquet([([*attempts, *moved], {})], folder)
    assert len(list(folder.rglob("*.parquet"))) == 4
    assert all(len(path.relative_to(folder).parts) == 3 for path in folder.rglob("*.parquet"))
    assert {row["school"] for row in rows_of(folder)} == set(names)
    assert len(rows_of(folder)) == 5
