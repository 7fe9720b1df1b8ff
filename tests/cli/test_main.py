"""The command as people and scripts use it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import ARTICLE, ROOT, SLUG, Learner, right_answer
from webapp.cli.main import fahm
from webapp.config import Config
from webapp.content import Lesson


def run(*words: object) -> Result:
    return CliRunner().invoke(fahm, [str(word) for word in words])


@pytest.mark.parametrize("command", ["", "serve", "check", "try", "answers", "mark", "doctor"])
def test_every_command_explains_itself(command: str) -> None:
    result = run(*filter(None, [command]), "--help")
    assert result.exit_code == 0
    assert "Usage: " in result.stdout


def test_check_is_clean_on_our_own_files() -> None:
    result = run("check", "--content", ROOT)
    assert result.exit_code == 0
    assert result.stdout == ""


def test_check_names_line_and_column_and_exits_1(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("text: x.txt\ntitel: خطأ\n")
    result = run("check", broken, "--content", ARTICLE)
    assert result.exit_code == 1
    assert f'{broken}:2:1: unknown key "titel": did you mean "title"?' in result.stdout


def test_check_speaks_json(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("titel: خطأ\n")
    found = [json.loads(line) for line in run("check", broken, "--json", "--content", ARTICLE).stdout.splitlines()]
    assert {"path", "line", "column", "severity", "rule", "message"} <= set(found[0])
    assert "unknown-key" in {one["rule"] for one in found}


def test_check_without_any_file_is_a_usage_error(tmp_path: Path) -> None:
    assert run("check", "--content", tmp_path).exit_code == 2


def test_a_content_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    for command in ("check", "doctor", "serve"):
        result = CliRunner().invoke(fahm, [command, "--content", str(tmp_path / "typo")])
        assert result.exit_code == 2
        assert f"folder {tmp_path / 'typo'} not found" in result.stderr


def test_try_says_verdict_rung_and_why() -> None:
    result = run("try", SLUG, "summit-day", "يوم الاربعاء", "--json", "--content", ARTICLE)
    verdict = json.loads(result.stdout)
    assert verdict["verdict"] == "accepted"
    assert verdict["rung"] == "hamza"
    assert verdict["earned"] == verdict["possible"] == 1
    assert "همزة" in verdict["why"]


def test_try_takes_a_batch(tmp_path: Path) -> None:
    batch = tmp_path / "answers.tsv"
    batch.write_text("summit-day\tالأربعاء\nsummit-day\tالخميس\nsummit-day\t \n", encoding="utf-8")
    lines = run("try", SLUG, "--batch", batch, "--json", "--content", ARTICLE).stdout.splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["accepted", "refused", "unanswered"]


@pytest.mark.parametrize("words", [("none", "summit-day", "x"), (SLUG, "none", "x"), (SLUG,)])
def test_try_of_what_is_not_there_is_one_line_and_exit_2(words: tuple[str, ...]) -> None:
    result = run("try", *words, "--content", ARTICLE)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_answers_are_printed_as_json_lines_and_as_a_table(layla: Learner, lesson: Lesson, config: Config) -> None:
    layla.answers(f"/texts/{SLUG}/1", {"summit-day": "=1+1"})
    layla.answers(f"/texts/{SLUG}/1", {"summit-day": right_answer(lesson, "summit-day")})
    lines = run("answers", "--data", config.data, "--content", ARTICLE).stdout.splitlines()
    tries = [json.loads(line) for line in lines]
    assert [one["number"] for one in tries] == [1, 2]
    assert tries[0]["response"] == "=1+1"
    assert {"id", "school", "class", "learner", "version", "verdict", "hints", "seconds", "at"} <= set(tries[0])
    table = run("answers", "--to", "csv", "--data", config.data, "--content", ARTICLE).stdout
    rows = list(csv.DictReader(io.StringIO(table)))
    assert rows[0]["response"] == "'=1+1"
    assert rows[1]["question"] == "summit-day"


def test_answers_of_one_text_only(layla: Learner, config: Config) -> None:
    layla.answers(f"/texts/{SLUG}/1", {"summit-day": "الأربعاء"})
    assert run("answers", "--text", "other", "--data", config.data, "--content", ARTICLE).stdout == ""


def test_answers_before_any_answer_says_so(tmp_path: Path) -> None:
    result = run("answers", "--data", tmp_path, "--content", ARTICLE)
    assert result.exit_code == 1
    assert "no answers yet" in result.stderr


def test_doctor_finds_this_installation_sound(tmp_path: Path) -> None:
    result = run("doctor", "--data", tmp_path / "data", "--content", ARTICLE)
    assert result.exit_code == 0, result.stdout
    assert "SQLite" in result.stdout


def test_doctor_says_what_is_wrong(tmp_path: Path) -> None:
    result = run("doctor", "--data", tmp_path / "data", "--content", tmp_path)
    assert result.exit_code == 1
    assert "BAD" in result.stdout
