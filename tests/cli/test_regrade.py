"""``fahm regrade``: the same diff as the desk's, applied and taken back on the command line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from conftest import ROOT, Learner
from webapp.cli.main import fahm
from webapp.cli.records.regrade import regrade_attempts
from webapp.config import Config
from webapp.store.sql.attempts.regrades import SqlRegrades

HOME = ROOT / "tests" / "content"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    for name in ("questions/river.yaml", "seeds/river.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(HOME / name, tmp_path / name)
    return Config(content=tmp_path, data=tmp_path / "data", secret="only for tests", watch_seconds=0)


@pytest.fixture
def answered(app: Flask, config: Config, layla: Learner) -> Flask:
    """Layla answered; then the key changed."""
    layla.answers("/texts/river/1", {"which-day": "السبت"}, check="which-day")
    path = config.content / "questions" / "river.yaml"
    source = path.read_text(encoding="utf-8").replace("accept: [السبت, صباح السبت]", "accept: [الجمعة]")
    path.write_text(source, encoding="utf-8")
    return app


def run(config: Config, *words: str) -> Result:
    return CliRunner().invoke(fahm, ["regrade", *words, "--data", str(config.data), "--content", str(config.content)])


def earned(app: Flask) -> float:
    (one,) = app.extensions["fahm"].store.all_tries("default")
    return float(one.earned)


def test_it_prints_what_would_change_and_changes_nothing(answered: Flask, config: Config) -> None:
    result = run(config, "river")
    assert result.exit_code == 0
    assert "which-day\t1/1 → 0/1\t↑0 ↓1 =0" in result.stdout
    assert earned(answered) == 1


def test_it_applies_with_a_reason_and_takes_back(answered: Flask, config: Config) -> None:
    result = run(config, "river", "--apply", "--reason", "خطأ في المفتاح")
    assert result.exit_code == 0
    assert earned(answered) == 0
    found = re.search(r"applied: (\S+)", result.stdout)
    assert found
    assert "nothing to regrade" in run(config, "river", "--apply", "--reason", "خطأ").stdout
    assert run(config, "river", "--undo", found[1], "--reason", "رجوع").exit_code == 0
    assert earned(answered) == 1


@pytest.mark.parametrize("words", [("river", "--apply"), ("lake",), ("river", "--undo", "x")])
def test_what_cannot_be_done_is_one_line(answered: Flask, config: Config, words: tuple[str, ...]) -> None:
    result = run(config, *words)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1
    assert earned(answered) == 1


def test_without_answers_there_is_nothing_to_open(config: Config) -> None:
    assert run(config, "river").exit_code == 1


@pytest.fixture
def class_answered(app: Flask, config: Config) -> Flask:
    """Seven learners answered; then the key changed."""
    for number in range(7):
        answer = "السبت" if number < 5 else "الجمعة"
        Learner(app).answers("/texts/river/1", {"which-day": answer}, check="which-day")
    path = config.content / "questions" / "river.yaml"
    source = path.read_text(encoding="utf-8").replace("accept: [السبت, صباح السبت]", "accept: [الجمعة]")
    path.write_text(source, encoding="utf-8")
    return app


def test_it_plans_some_learners_at_a_time(
    class_answered: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, written = [], []
    tries, apply = SqlRegrades.tries, SqlRegrades.apply

    def counted_tries(self: SqlRegrades, *asked: Any) -> Any:
        found = tries(self, *asked)
        read.append(len(found))
        return found

    def counted_apply(self: SqlRegrades, *asked: Any, **more: Any) -> Any:
        written.append((asked[1].id, len(asked[5])))
        return apply(self, *asked, **more)

    monkeypatch.setattr(SqlRegrades, "tries", counted_tries)
    monkeypatch.setattr(SqlRegrades, "apply", counted_apply)
    monkeypatch.setattr("webapp.cli.records.regrade.MAX_LEARNERS", 2, raising=False)
    shown = run(config, "river").stdout
    assert max(read) == 2
    assert "which-day\t5/7 → 2/7\t↑2 ↓5 =0" in shown
    ways = [line.rpartition("\t")[2] for line in shown.splitlines()[1:-1]]
    assert ways == ["↑0 ↓1 =0"] * 5 + ["↑1 ↓0 =0"] * 2
    assert shown.splitlines()[-1].startswith("7 answers; grades kept: 0 no longer fit")
    result = run(config, "river", "--apply", "--reason", "خطأ في المفتاح")
    assert shown in result.stdout
    batch = result.stdout.split()[-3]
    assert written == [(batch, 2), (batch, 2), (batch, 2), (batch, 1)]
    store = class_answered.extensions["fahm"].store
    assert sum(one.earned for one in store.all_tries("default")) == 2
    read.clear()
    assert "7 answers" in run(config, "river", "--undo", batch, "--reason", "رجوع").stdout
    assert max(read) == 2
    assert sum(one.earned for one in store.all_tries("default")) == 5


def test_progress_goes_over_all_answers(class_answered: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.cli.records.regrade.MAX_LEARNERS", 2, raising=False)
    lengths, done = [], []

    def steps(length: int) -> Callable[[int], object]:
        lengths.append(length)
        return done.append

    regrade_attempts(config, "river", False, "", None, steps)
    assert (lengths, sum(done)) == ([7], 7)
