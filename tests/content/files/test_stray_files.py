"""Files that the library passes over: each is named by the check with what to rename."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from webapp.cli.texts.check import check_folder, check_named
from webapp.content import Library
from webapp.domain.problem import Problem

RIVER = Path(__file__).parents[1]
QUESTIONS = (RIVER / "questions" / "river.yaml").read_text(encoding="utf-8")
TEXT = (RIVER / "seeds" / "river.txt").read_text(encoding="utf-8")
DECOMPOSED = unicodedata.normalize("NFD", "أسئلة")


def folder_with(folder: Path, *names: str, about: str = "river.txt") -> Path:
    for part in ("seeds", "questions"):
        (folder / part).mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(
            TEXT if name.startswith("seeds/") else QUESTIONS.replace("river.txt", about), encoding="utf-8"
        )
    return folder


def strays(folder: Path) -> list[Problem]:
    return [problem for problem in check_folder(folder).problems if problem.line == 0]


@pytest.mark.parametrize(
    "name, advice",
    [
        ("questions/nile.yaml.txt", "ename it to nile.yaml"),
        ("questions/nile.yaml.yaml", "ename it to nile.yaml"),
        ("questions/Nile.YAML", "ename it to Nile.yaml"),
        ("questions/nile.YML", "ename it to nile.yaml"),
        ("questions/nile.yaml~", "ename it to nile.yaml"),
        ("questions/nile.yaml.bak", "ename it to nile.yaml"),
        ("questions/nile.yaml 2", "ename it to nile.yaml"),
        ("questions/nile.words.yaml.txt", "ename it to nile.words.yaml"),
        ("questions/.nile.yaml", "ename it to nile.yaml"),
        ("questions/nile.txt", "belong in seeds/"),
        ("questions/nile.words.yaml", "has no question file: nile.yaml"),
        ("questions/River.words.yaml", "ename it to river.words.yaml"),
        ("seeds/nile.yaml", "belong in questions/"),
        ("seeds/nile.txt", "questions/nile.yaml"),
        ("seeds/nile.TXT", "ename it to nile.txt"),
        ("seeds/nile.txt~", "ename it to nile.txt"),
    ],
)
def test_a_file_that_is_passed_over_is_named_with_what_to_do(name: str, advice: str, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "seeds/river.txt", "questions/river.yaml", name)
    (told,) = strays(folder)
    assert told.path == name
    assert advice in told.message
    assert told.severity == "warning"


def test_a_copy_beside_the_file_is_told_apart_from_a_misspelt_name(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "seeds/river.txt", "questions/river.yaml", "questions/river.yaml~")
    (told,) = strays(folder)
    assert "river.yaml exists" in told.message


def test_of_two_files_with_one_name_the_second_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "seeds/river.txt", "questions/river.yaml", "questions/river.yml")
    assert [problem.path for problem in strays(folder)] == ["questions/river.yml"]
    assert list(Library(folder).snapshot.lessons) == ["river"]


def test_files_of_editors_schemas_and_other_things_are_left_alone(tmp_path: Path) -> None:
    others = ("questions/._river.yaml", "questions/.#river.yaml", "questions/.river.yaml.swp", "questions/schema.json")
    folder = folder_with(tmp_path, "seeds/river.txt", "questions/river.yaml", "seeds/README.md", *others)
    assert strays(folder) == []


@pytest.mark.parametrize("name", ["River.txt", "river.txt.txt", "ri ver.txt", "river.TXT"])
def test_a_text_with_a_like_name_is_suggested(name: str, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, f"seeds/{name}", "questions/river.yaml")
    problems = check_folder(folder).problems
    assert f"did you mean {name}?" in problems[0].message
    (folder / "seeds" / name).rename(folder / "seeds" / "river.txt")
    assert check_folder(folder).problems == []


def test_questions_named_like_a_text_that_name_another_are_told(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "seeds/river.txt", "seeds/nile.txt", "questions/Nile.yaml")
    (told,) = strays(folder)
    assert told.path == "seeds/nile.txt"
    assert "If Nile.yaml is about it, add there: text: nile.txt" in told.message


def test_a_decomposed_name_is_read_and_named(tmp_path: Path) -> None:
    text, questions = f"seeds/{DECOMPOSED}.txt", f"questions/{DECOMPOSED}.yaml"
    folder = folder_with(tmp_path, text, questions, about="أسئلة.txt")
    assert {problem.rule for problem in check_folder(folder).problems} == {"decomposed-name"}
    assert [problem.path for problem in strays(folder)] == [questions, text]
    assert list(Library(folder).snapshot.lessons) == ["أسئلة"]


def test_a_words_file_stands_beside_a_file_of_any_name(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "seeds/river.txt", "questions/my river.yml")
    (folder / "questions" / "my river.words.yml").write_text("text: other.txt\nreviewed: true\nwords: []\n")
    assert [problem.path for problem in check_folder(folder).problems] == ["questions/my river.words.yml"]


def test_a_file_given_by_name_is_told_where_the_library_would_not_read_it(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "seeds/river.txt", "questions/river.yaml.txt")
    report = check_named([folder / "questions" / "river.yaml.txt"], folder)
    assert [problem.rule for problem in report.problems] == ["stray-file"]
