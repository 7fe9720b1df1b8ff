"""Coverage of the PIRLS processes by a question file."""

from __future__ import annotations

import shutil
from pathlib import Path

from check_command import run_check
from conftest import ARTICLE
from webapp.content import Lesson
from webapp.content.lesson_compiler import compile_lesson
from webapp.content.process_coverage import (
    MIN_QUESTIONS,
    TARGET_PERCENT,
    coverage_table,
    coverage_warnings,
    process_shares,
)

ROOT = Path(__file__).parents[2]
SLUG = "000_13183dccda9929f6"


def made(**counts: int) -> Lesson:
    """A lesson with so many judgements of each process, one point each."""
    head = "text: a.txt\ntitle: t\nlevel: A1\ndraft: true\nquestions:\n"
    rows = [
        f"  - {{id: {process}-{n}, paragraph: 1, type: judgement, process: {process}, prompt: س, answer: 'true', "
        "why: {true: ا, false: ب, not-given: ج}}\n"
        for process, count in counts.items()
        for n in range(count)
    ]
    lesson, problems = compile_lesson("a", (head + "".join(rows)).encode(), "a.yaml", lambda name: "كلمة هنا.".encode())
    assert problems == []
    assert lesson is not None
    return lesson


def test_the_target_is_all_of_the_points():
    assert sum(TARGET_PERCENT.values()) == 100


def test_shares_are_of_the_points_and_add_up():
    rows = process_shares(made(retrieve=1, infer=1, interpret=2))
    assert [(row.process, row.points, row.share) for row in rows] == [
        ("retrieve", 1, 25),
        ("infer", 1, 25),
        ("interpret", 2, 50),
        ("evaluate", 0, 0),
    ]


def test_five_points_off_is_still_within():
    assert coverage_warnings(made(retrieve=5, infer=6, interpret=6, evaluate=3), "a.yaml") == []


def test_more_than_five_points_off_is_a_warning_for_each_process_in_both_languages():
    problems = coverage_warnings(made(retrieve=8, infer=6, interpret=6), "a.yaml")
    assert [(problem.path, problem.rule, problem.severity) for problem in problems] == [
        ("a.yaml", "blueprint", "warning")
    ] * 2
    assert "retrieve has 40% of the points. The target is 20%" in problems[0].message
    assert "evaluate has 0% of the points. The target is 20%" in problems[1].message
    assert all(" — " in problem.message for problem in problems)


def test_a_file_with_few_questions_is_not_warned_of():
    assert coverage_warnings(made(retrieve=MIN_QUESTIONS - 1), "a.yaml") == []
    assert coverage_warnings(made(retrieve=MIN_QUESTIONS), "a.yaml")


def test_the_table_has_a_line_for_each_process_and_marks_what_is_off():
    lines = coverage_table(made(retrieve=8, infer=6, interpret=6)).splitlines()
    assert len(lines) == 5
    assert [line.split()[0] for line in lines[1:]] == list(TARGET_PERCENT)
    assert ["!" in line for line in lines[1:]] == [True, False, False, True]
    assert {line.index("%", line.index("%") + 1) for line in lines[1:]} == {lines[1].rindex("%")}


def test_the_command_prints_the_table_on_standard_error_and_the_first_text_is_within_its_target():
    run = run_check("--content", ROOT)
    assert run.exit_code == 0
    assert [line for line in run.stdout.splitlines() if "blueprint" in line or "retrieve" in line] == []
    assert all(process in run.stderr for process in TARGET_PERCENT)


def test_a_blueprint_off_its_target_is_warned_of_and_fails_nothing(tmp_path):
    for name in ("seeds", "questions"):
        shutil.copytree(ARTICLE / name, tmp_path / name)
    path = tmp_path / "questions" / f"{SLUG}.yaml"
    path.write_text(path.read_text("utf-8").replace("process: evaluate", "process: infer"), "utf-8")
    run = run_check("--content", tmp_path)
    assert run.exit_code == 0
    assert f"questions/{SLUG}.yaml:0:0: warning: evaluate has 0% of the points" in run.stdout
    assert run_check("--content", tmp_path, "--json").stderr == ""
