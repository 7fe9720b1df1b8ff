"""``fahm demo``: a database of its own, never in the place of a real one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import ARTICLE, SLUG, Learner
from webapp.cli.main import fahm
from webapp.config import Config
from webapp.store import open_store
from webapp.store.database_url import sqlite_url


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(fahm, ["demo", "--learners", "2", "--content", str(ARTICLE), "--data", str(data), *words])


def answers(data: Path) -> list[dict[str, object]]:
    result = CliRunner().invoke(fahm, ["answers", "--data", str(data), "--content", str(ARTICLE)])
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_demo_is_made_and_says_how_to_open_it(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    result = run(data)
    assert result.exit_code == 0, result.output
    assert "2 simulated learners, 44 questions" in result.stdout
    assert f"fahm serve --data {data}" in result.stdout
    made = answers(data)
    assert len({one["learner"] for one in made}) == 2
    assert {one["text"] for one in made} == {SLUG}
    assert sorted(path.name for path in data.iterdir() if path.suffix != ".lock") == ["demo.json", "fahm.db"]


def test_the_same_seed_makes_the_same_demo_again_and_takes_its_place(tmp_path: Path) -> None:
    run(tmp_path)
    first = answers(tmp_path)
    assert run(tmp_path).exit_code == 0
    assert answers(tmp_path) == first
    run(tmp_path, "--seed", "2")
    assert {one["learner"] for one in answers(tmp_path)} == {"simulated-0002-0001", "simulated-0002-0002"}


def test_real_answers_are_never_touched(layla: Learner, config: Config) -> None:
    layla.answers(f"/texts/{SLUG}/1", {"summit-day": "الأربعاء"})
    before = answers(config.data)
    result = run(config.data)
    assert result.exit_code == 1
    assert "contains real answers" in result.stderr
    assert not (config.data / "demo.json").exists()
    assert answers(config.data) == before


def test_a_demo_that_is_open_is_not_replaced(tmp_path: Path) -> None:
    run(tmp_path)
    store = open_store(sqlite_url(tmp_path / "fahm.db"))
    try:
        store.add_learner("default", "somebody-who-looks-on")
        result = run(tmp_path)
        assert result.exit_code == 1
        assert "Stop its server" in result.stderr
        assert len(answers(tmp_path)) > 20
    finally:
        store.close()


def test_without_texts_there_is_nothing_to_simulate(tmp_path: Path) -> None:
    result = CliRunner().invoke(fahm, ["demo", "--content", str(tmp_path), "--data", str(tmp_path / "demo")])
    assert result.exit_code == 1
    assert "no texts with questions" in result.stderr
    assert not (tmp_path / "demo").exists()


def test_the_folder_of_real_answers_is_not_the_usual_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FAHM_DATA", str(tmp_path / "real"))
    result = CliRunner().invoke(fahm, ["demo", "--learners", "1", "--content", str(ARTICLE)])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "instance-demo" / "fahm.db").exists()
    assert not (tmp_path / "real").exists()
