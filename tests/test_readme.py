"""What the README promises works as it is written there."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from conftest import ROOT
from webapp.cli.main import fahm
from webapp.cli.texts.check import check_folder
from webapp.cli.texts.try_answer import try_answer
from webapp.content import check_file

PAGES = (
    "README.md",
    "README.ar.md",
    "docs/format.md",
    "webapp/guide/files.en.md",
    "webapp/guide/files.ar.md",
)


def first_files(page: str) -> tuple[str, str]:
    """The text and the question file that a page teaches."""
    source = (ROOT / page).read_text(encoding="utf-8")
    text, yaml = (re.search(rf"^( *)```{kind}\n(.*?)```", source, re.S | re.M) for kind in ("text", "yaml"))
    assert text
    assert yaml
    return textwrap.dedent(text[2]), textwrap.dedent(yaml[2])


@pytest.mark.parametrize("page", PAGES)
def test_every_page_teaches_the_same_small_file(page: str) -> None:
    assert first_files(page) == first_files(PAGES[0])
    source = (ROOT / page).read_text(encoding="utf-8")
    assert "nile.txt" in source
    assert "nile.yaml" in source


@pytest.fixture
def nile(tmp_path: Path) -> Path:
    text, yaml = first_files(PAGES[0])
    for folder in ("seeds", "questions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "seeds" / "nile.txt").write_text(text, encoding="utf-8")
    (tmp_path / "questions" / "nile.yaml").write_text(yaml, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "question, answer, verdict",
    [
        ("which-day", "الأحد", "accepted"),
        ("which-day", "يوم الاحد", "accepted"),
        ("which-day", "وصل المعلّم يوم الأحد", "accepted"),
        ("which-day", "وصل المعلم إلى القرية يوم الأحد.", "accepted"),
        ("which-day", "في يوم الأحد", "accepted"),
        ("which-day", "السبت", "refused"),
        ("which-day", "ليس يوم الأحد", "refused"),
        ("which-day", "الأحد أو السبت", "refused"),
        ("why-tree", "لأن البناء لم ينته", "accepted"),
        ("why-tree", "2", "refused"),
        ("why-tree", "لأنّ المعلّم أراد نزهة", "refused"),
    ],
)
def test_the_small_file_marks_right_and_wrong_answers(nile: Path, question: str, answer: str, verdict: str) -> None:
    lesson, problems = check_file(nile / "questions" / "nile.yaml", nile)
    assert problems == []
    assert lesson
    assert try_answer(nile, "nile", question, answer)["verdict"] == verdict


def test_the_check_has_nothing_to_say_of_the_small_file(nile: Path) -> None:
    assert check_folder(nile).problems == []


def test_without_draft_the_small_file_has_warnings_and_no_error(nile: Path) -> None:
    path = nile / "questions" / "nile.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8")
    lesson, problems = check_file(path, nile)
    assert lesson
    assert [(problem.rule, problem.severity, problem.line) for problem in problems] == [
        ("no-process", "warning", 5),
        ("no-why", "warning", 5),
    ]
    assert "which-day, why-tree" in problems[0].message


def test_every_command_named_in_the_readme_exists() -> None:
    named = set(re.findall(r"(?:bin/|Scripts\\)fahm (\w+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named
    assert named <= set(fahm.commands)


@pytest.mark.parametrize(
    "package",
    ["flask", "flask-wtf", "sqlite-utils", "pysqlite3", "pyyaml", "ruamel.yaml", "pydantic", "granian", "fsrs"],
)
def test_every_dependency_has_its_row(package: str) -> None:
    assert f"| {package} |" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f'"{package}>=' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
