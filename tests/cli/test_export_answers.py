"""``fahm answers`` in its other forms: a workbook, and statements for a learning record store."""

from __future__ import annotations

import io
import json
import zipfile
from io import StringIO

from click.testing import CliRunner

from conftest import ARTICLE, SLUG, Desk, Learner, joins
from webapp.cli.main import fahm
from webapp.cli.records.export_answers import Terminal
from webapp.config import Config


def printed(config: Config, form: str) -> bytes:
    words = ["answers", "--to", form, "--data", str(config.data), "--content", str(ARTICLE)]
    result = CliRunner().invoke(fahm, words)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def test_answers_are_printed_as_a_workbook(layla: Learner, config: Config) -> None:
    layla.answers(f"/texts/{SLUG}/1", {"summit-day": "=1+1"})
    book = zipfile.ZipFile(io.BytesIO(printed(config, "xlsx")))
    assert "=1+1" in book.read("xl/sharedStrings.xml").decode()
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_answers_are_printed_as_statements_with_the_question_as_it_was(layla: Learner, config: Config) -> None:
    layla.answers(f"/texts/{SLUG}/1", {"summit-day": "الأربعاء", "difficulty-before": []})
    (line,) = printed(config, "xapi").decode().splitlines()
    made = json.loads(line)
    assert made["object"]["id"] == f"urn:fahm:text:{SLUG}:question:summit-day"
    assert made["object"]["definition"]["interactionType"] == "fill-in"
    assert made["object"]["definition"]["name"]["ar"]
    assert made["result"]["success"] is True
    assert printed(config, "xapi").decode().splitlines() == [line]


def test_answers_name_the_classes_of_their_learner(muna: Desk, layla: Learner, omar: Learner, config: Config) -> None:
    for learner in (layla, omar):
        learner.answers(f"/texts/{SLUG}/1", {"summit-day": "الأربعاء"})
    rows = [json.loads(line) for line in printed(config, "jsonl").decode().splitlines()]
    assert [row["class"] for row in rows] == ["الصفّ الخامس", None]
    assert "الصفّ الخامس" in printed(config, "csv").decode()


def test_several_classes_stand_in_one_cell_apart_by_semicolons(
    muna: Desk, sami: Desk, layla: Learner, config: Config
) -> None:
    joins(layla, sami.code, "ليلى")
    layla.answers(f"/texts/{SLUG}/1", {"summit-day": "الأربعاء"})
    (row,) = [json.loads(line) for line in printed(config, "jsonl").decode().splitlines()]
    assert row["class"] == "الصفّ الخامس; الصفّ السادس"
    assert "الصفّ الخامس; الصفّ السادس" in printed(config, "csv").decode()
    book = zipfile.ZipFile(io.BytesIO(printed(config, "xlsx")))
    assert "الصفّ الخامس; الصفّ السادس" in book.read("xl/sharedStrings.xml").decode()


def test_a_terminal_is_not_steered_by_answers() -> None:
    out = StringIO()
    Terminal(out).write("\x1b]0;x\x07\x9b31m\u202eنص\tو\r\n")
    assert out.getvalue() == "\ufffd]0;x\ufffd\ufffd31m\ufffdنص\tو\n"
