"""``fahm check`` as an author reads it: in the order of the lines, at the key, with names of warnings looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.cli.texts.check import check_folder
from webapp.cli.texts.outline import outline_rows
from webapp.domain.problem import Problem

TEXT = "كان الصياد يحمل شبكة قديمة وكيسًا من القمح. جلس عند الصخرة يوم الأحد.\n"
QUESTIONS = """text: hunter.txt
title: الصياد
level: A2
draft: true
questions:
  - id: carried
    paragraph: 1
    type: short
    prompt: ماذا كان الصياد يحمل؟
    accept: [شبكة وقمح]
    refuse: [يحمل]
    model: أدوات الصيد
    evidence: [يحمل شبكة قديمة وكيسًا من القمح]
  - id: when
    paragraph: 1
    type: choice
    prompt: "**متى** جلس؟"
    options:
      - {text: الأحد, correct: true}
      - {text: الاثنين}
"""


def told(folder: Path, questions: str) -> list[Problem]:
    """What the check says of these questions."""
    for name in ("seeds", "questions"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "seeds" / "hunter.txt").write_text(TEXT, encoding="utf-8")
    (folder / "questions" / "hunter.yaml").write_text(questions, encoding="utf-8")
    return check_folder(folder).problems


def test_warnings_of_all_kinds_are_in_the_order_of_the_lines_and_stand_at_the_key(tmp_path: Path) -> None:
    assert [(problem.rule, problem.line) for problem in told(tmp_path, QUESTIONS)] == [
        ("rehearsal-model", 10),
        ("rehearsal-asked", 10),
        ("markup", 17),
    ]


@pytest.mark.parametrize("name", ["rehearsal", "rehearsal-model"])
def test_the_file_may_silence_what_is_rehearsed(tmp_path: Path, name: str) -> None:
    problems = told(tmp_path, QUESTIONS.replace("draft: true", f"draft: true\nallow: {{{name}: كذا أردنا}}"))
    assert not any(problem.rule == "rehearsal-model" for problem in problems)
    assert any(problem.rule == "rehearsal-asked" for problem in problems) == (name != "rehearsal")


def test_a_name_that_no_warning_has_is_told_with_the_one_that_is_meant(tmp_path: Path) -> None:
    of_file = QUESTIONS.replace("draft: true", "draft: true\nallow: {rehersal: كذا, blueprint: كذا, no-why: كذا}")
    of_question = of_file.replace("    options:", "    allow: {mark-up: كذا, markup: كذا}\n    options:")
    first, second = (problem for problem in told(tmp_path, of_question) if problem.rule == "unknown-rule")
    assert (first.line, first.column, first.severity) == (5, 9, "warning")
    assert 'Did you mean "rehearsal"?' in first.message
    assert "لعل المقصود «markup»" in second.message
    assert second.line == 19


def test_a_text_is_outlined_though_its_questions_cannot_be_read(tmp_path: Path) -> None:
    told(tmp_path, QUESTIONS.replace("level: A2", "level: A2: B1"))
    assert [row.kind for row in outline_rows(tmp_path, "hunter")][:1] == ["paragraph"]
