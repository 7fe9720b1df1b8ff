"""A question type from outside the package, through every room of the house: none of them knows it by name."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from conftest import Desk, Learner, Page, joins, right_fields, wrong_fields
from interchange.exports.test_xapi import assert_valid
from question_types.asking import examples, page, read
from question_types.numeric.question import Numeric
from tools.format_reference import reference
from webapp.analysis.guessing_score import random_guess_score
from webapp.cli.main import fahm
from webapp.config import Config
from webapp.content import Lesson, check_file, json_schema
from webapp.demo.response_model import item_parameters
from webapp.demo.simulated_answers import answer_fields, guessed_fields
from webapp.domain.question import Unanswered
from webapp.question_types import TYPES, registered

TEXT = """خرجت سلمى مع أخيها إلى النهر صباح السبت، وعدّت خمسة وعشرين طائرًا.

ثم عادا إلى البيت قبل الظهر، وكانت الشمس حارّة.
"""
FILE = """text: birds.txt
title: طيور النهر
level: A2
tries: 2
gate: open
questions:
{asked}  - id: what-else
    paragraph: 2
    type: poll
    when: after
    prompt: هل رأيت نهرًا؟
    options: [نعم, لا]
"""
FIRST = "/texts/birds/1"


@pytest.fixture(autouse=True)
def _known() -> Iterator[None]:
    with registered("numeric", Numeric):
        yield


def written(config: Config, asked: str) -> Path:
    """The question file with this numeric question first."""
    path = config.content / "questions" / "birds.yaml"
    lines = asked.strip().splitlines()
    indented = "".join(f"  {'- ' if not n else '  '}{line}\n" for n, line in enumerate(lines))
    path.write_text(FILE.format(asked=indented), encoding="utf-8")
    return path


@pytest.fixture
def config(tmp_path: Path) -> Config:
    for folder in ("seeds", "questions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "seeds" / "birds.txt").write_text(TEXT, encoding="utf-8")
    config = Config(content=tmp_path, data=tmp_path / "data", secret="only for tests", watch_seconds=0)
    written(config, examples("numeric")[0])
    return config


@pytest.fixture
def lesson(app: Flask) -> Lesson:
    return app.extensions["fahm"].library.snapshot.lessons["birds"]


@pytest.fixture
def answered(app: Flask, layla: Learner, lesson: Lesson) -> Page:
    """Layla was wrong once, then right; the page after that."""
    layla.answers(FIRST, wrong_fields(lesson, "how-many"), check="how-many")
    return layla.answers(FIRST, {"how-many": "٢٦"}, check="how-many")


def run(config: Config, *words: str) -> bytes:
    """The output of a command."""
    places = ["--data", str(config.data), "--content", str(config.content)]
    result = CliRunner().invoke(fahm, [*words, *places])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def test_the_registry_forgets_it_again() -> None:
    assert "numeric" in TYPES
    with pytest.raises(ValueError, match="numeric"), registered("numeric", Numeric):
        pass


def test_its_examples_are_clean_and_faulty(config: Config) -> None:
    good, bad = examples("numeric")
    assert read(good, "numeric")[1] == []
    assert [problem.line for problem in read(bad, "numeric")[1]] == [7]


def test_check_accepts_it_and_tells_its_faults_in_their_places(config: Config) -> None:
    run(config, "check")
    path = written(config, examples("numeric")[1])
    lesson, problems = check_file(path, config.content)
    assert lesson is None
    assert [(problem.line, problem.rule) for problem in problems if problem.severity == "error"] == [(13, "bad-value")]


def test_fahm_try_marks_a_line(config: Config) -> None:
    graded = json.loads(run(config, "try", "birds", "how-many", "٢٤", "--json"))
    assert (graded["verdict"], graded["earned"]) == ("accepted", 1)


def test_the_reference_and_the_schema_hold_it() -> None:
    assert "## numeric\n" in reference()
    assert "`within`" in reference()
    assert "numeric" in json_schema()["properties"]["questions"]["items"]["properties"]["type"]["enum"]


def test_its_card_holds_the_field_and_no_key(layla: Learner, lesson: Lesson) -> None:
    card = layla.opens(FIRST).card("how-many")
    assert 'name="how-many"' in card
    assert "25" not in card
    assert "٢٥" not in card
    assert b"25" not in page(lesson.item("how-many").question)
    assert Numeric.name_ar in card


def test_wrong_then_right(layla: Learner, lesson: Lesson) -> None:
    text = layla.answers(FIRST, wrong_fields(lesson, "how-many"), check="how-many").text("how-many")
    assert "ليس هذا العدد في النص" in text
    assert "خمسة وعشرين" not in text
    text = layla.answers(FIRST, right_fields(lesson, "how-many"), check="how-many").text("how-many")
    assert "«عدّت خمسة وعشرين طائرًا»" in text


def test_out_of_tries_the_right_answer_is_told(layla: Learner, lesson: Lesson) -> None:
    for typed in ("3", "4"):
        page = layla.answers(FIRST, {"how-many": typed}, check="how-many")
    assert "الإجابة الصحيحة: 25" in page.text("how-many")


def test_what_is_no_number_costs_no_try(layla: Learner) -> None:
    page = layla.answers(FIRST, {"how-many": "كثير"}, check="how-many")
    assert "feedback" not in page.card("how-many")


def test_the_result_counts_it(layla: Learner, answered: Page) -> None:
    assert "right" in answered.card("how-many").split(">", 1)[0]
    assert layla.opens("/texts/birds/result").status == 200


def test_the_worksheet_has_it_without_the_answer(layla: Learner, answered: Page) -> None:
    sheet = layla.opens("/texts/birds/worksheet")
    assert sheet.status == 200
    assert "كم طائرًا عدّت سلمى؟" in sheet.html
    assert "is-key" not in sheet.html


def test_the_answer_sheet_tells_the_number(layla: Learner, lesson: Lesson, answered: Page) -> None:
    layla.answers("/texts/birds/2", right_fields(lesson, "what-else"), check="what-else")
    sheet = layla.opens("/texts/birds/worksheet?answers=1")
    assert sheet.status == 200
    assert re.search(r'class="is-key"[^>]*>25<', sheet.html)


def test_a_live_lesson_shows_bars_and_then_the_key(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    muna.posts(muna.of_class("live"), text="birds")
    layla.answers(FIRST, right_fields(lesson, "how-many"), check="how-many")
    screen = muna.opens(muna.of_class("live/now?p=1"))
    assert screen.status == 200
    bars = screen.html.split('id="live-q1"')[1].split("</section>")[0]
    assert len(re.findall("<rect", bars)) == 2
    assert "live-key" not in bars
    muna.posts(muna.of_class("live/show"), what="answer", on="1", p=1)
    assert re.search(r'class="live-key".*25', muna.opens(muna.of_class("live/now?p=1")).html)


def test_the_desk_analyses_it(muna: Desk, layla: Learner, omar: Learner, lesson: Lesson, answered: Page) -> None:
    joins(omar, muna.code, "عمر")
    omar.answers(FIRST, {"how-many": "7"}, check="how-many")
    item = muna.opens(muna.of_class("texts/birds/questions/how-many"))
    assert item.status == 200
    assert "26" in item.html
    for path in ("texts/birds", "texts/birds/items", "texts/birds/heat"):
        assert muna.opens(muna.of_class(path)).status == 200
    assert random_guess_score(lesson.item("how-many").question) == 0


def test_every_export_holds_it(config: Config, answered: Page) -> None:
    rows = [json.loads(line) for line in run(config, "answers", "--to", "jsonl").decode().splitlines()]
    assert [(row["response"], row["verdict"]) for row in rows] == [("28", "refused"), ("٢٦", "accepted")]
    assert "how-many" in run(config, "answers", "--to", "csv").decode()
    book = zipfile.ZipFile(io.BytesIO(run(config, "answers", "--to", "xlsx")))
    assert "how-many" in book.read("xl/sharedStrings.xml").decode()
    for line in run(config, "answers", "--to", "xapi").decode().splitlines():
        made = json.loads(line)
        assert_valid(made)
        assert made["object"]["definition"]["interactionType"] == "numeric"


def test_the_report_has_its_figures(config: Config, answered: Page) -> None:
    report = json.loads(run(config, "report", "birds", "--json"))
    (item,) = [one for one in report["items"] if one["question"] == "how-many"]
    assert item["random_guess_score"] == 0


@pytest.mark.parametrize("ability", [-4, 0, 4])
def test_simulated_learners_answer_it(lesson: Lesson, ability: float) -> None:
    question, chance = lesson.item("how-many").question, random.Random(1)
    for fields in (
        answer_fields(question, item_parameters(question, 1), ability, 1, chance),
        guessed_fields(question, 1, chance),
    ):
        assert not isinstance(question.read(fields), Unanswered)


def test_a_changed_margin_is_regraded(config: Config, app: Flask, answered: Page) -> None:
    written(config, examples("numeric")[0].replace("within: 2", "within: 0"))
    said = run(config, "regrade", "birds").decode()
    assert "how-many" in said
    assert "↓1" in said
    run(config, "regrade", "birds", "--apply", "--reason", "خطأ في المفتاح")
    tries = list(app.extensions["fahm"].store.all_tries("default"))
    assert [one.verdict for one in tries] == ["refused", "refused"]
