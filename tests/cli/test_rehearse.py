"""``fahm rehearse``, and the check of a teacher's first file whose keys are not good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import ARTICLE, SLUG
from webapp.cli.main import fahm

TEXT = """وصل المعلّم إلى القرية يوم الأحد، وكان معه كتاب وخريطة.
باعت القرية للمدينة قمحًا، ووقّعت معها صفقات سلاح بعد شهرين.
"""
FILE = """text: school.txt
title: معلّم القرية
level: A2
draft: true
questions:
  - id: with-him
    paragraph: 1
    type: short
    process: retrieve
    prompt: ماذا كان مع المعلّم؟
    evidence: [كتاب وخريطة]
    accept: [كتاب وخريطة]
    refuse: [كان]          # a word of the question, in every whole answer
    why: «وكان معه كتاب وخريطة».

  - id: which-day
    paragraph: 1
    type: short
    process: retrieve
    prompt: في أيّ يوم وصل المعلّم؟
    evidence: [يوم الأحد]
    accept: [الأحد]
    model: وصل في نهاية الأسبوع    # not what the key accepts
    why: «يوم الأحد».

  - id: signed
    paragraph: 2
    type: short
    process: retrieve
    prompt: ما الأمر الذي جرى بعد شهرين؟
    evidence: [صفقات سلاح]
    require: [[صفقات, اتفاق]]    # one loose idea
    why: «ووقّعت معها صفقات سلاح بعد شهرين».

  - id: agree
    paragraph: 1
    type: judgement
    process: infer
    prompt: وصل المعلّم وحده.
    answer: not-given
    why: {true: لا يقول النص ذلك., false: لا يقول النص ذلك., not-given: لا يقول النص ذلك.}
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for folder in ("seeds", "questions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "seeds" / "school.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "questions" / "school.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


def run(content: Path, *words: str) -> Result:
    return CliRunner().invoke(fahm, [*words, "--content", str(content)])


def test_check_names_the_answers_that_bad_keys_misjudge(content: Path) -> None:
    result = run(content, "check", "--json")
    assert result.exit_code == 0
    every = [json.loads(line) for line in result.stdout.splitlines()]
    assert {problem["severity"] for problem in every} == {"warning"}
    problems = [problem for problem in every if problem["rule"].startswith("rehearsal-")]
    told = [(problem["line"], problem["rule"]) for problem in problems]
    assert told == [(12, "rehearsal-asked"), (22, "rehearsal-model"), (32, "rehearsal-joined")]  # at the keys
    answers = ("كان مع المعلم كتاب وخريطة", "وصل في نهاية الأسبوع", "صفقات والمعلم")
    for problem, answer in zip(problems, answers, strict=True):
        assert f"«{answer}»" in problem["message"]


def test_check_is_silent_where_the_file_allows_it(content: Path) -> None:
    path = content / "questions" / "school.yaml"
    allowed = "    model: وصل في نهاية الأسبوع\n    allow: {rehearsal-model: هكذا قالت المعلّمة}\n"
    path.write_text(FILE.replace("    model: وصل في نهاية الأسبوع    # not what the key accepts\n", allowed), "utf-8")
    assert "rehearsal-model" not in run(content, "check", "--json").stdout


def test_rehearse_prints_a_score_and_a_row_for_each_answer(content: Path) -> None:
    result = run(content, "rehearse", "school", "with-him")
    assert result.exit_code == 0
    head, *rows = result.stdout.splitlines()
    assert head.startswith("with-him: right accepted ")
    (missed,) = [row for row in rows if row.startswith("  !")]
    assert missed.split()[:4] == ["!", "right", "asked", "refused"]
    assert "«كان مع المعلم كتاب وخريطة»" in missed
    assert rows[rows.index(missed) + 1].strip().startswith("في الإجابة بعض المطلوب")


def test_rehearse_prints_objects_for_scripts(content: Path) -> None:
    objects = [json.loads(line) for line in run(content, "rehearse", "school", "--json").stdout.splitlines()]
    assert [made["question"] for made in objects] == ["with-him", "which-day", "signed"]
    first = objects[0]
    assert first["type"] == "short"
    assert first["right"]["taken"] == first["right"]["all"] - 1
    assert first["wrong"]["refused"] == first["wrong"]["all"]
    missed = next(answer for answer in first["answers"] if not answer["as_expected"])
    assert (missed["answer"], missed["rule"], missed["expected"], missed["verdict"], missed["unsure"]) == (
        "كان مع المعلم كتاب وخريطة",
        "rehearsal-asked",
        "right",
        "refused",
        False,
    )
    assert missed["why"]


@pytest.mark.parametrize("words", [["nope"], ["school", "nope"], ["school", "agree"]])
def test_unknown_names_and_chosen_answers_are_wrong_usage(content: Path, words: list[str]) -> None:
    result = run(content, "rehearse", *words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("fahm: ")


def test_the_words_file_tells_the_names() -> None:
    made = json.loads(run(ARTICLE, "rehearse", SLUG, "dual-confirmed", "--json").stdout)
    assert made["right"]["all"] > 5
    assert any(answer["rule"] == "rehearsal-half" for answer in made["answers"])
