"""The check of one text says at the desk what ``fahm check`` says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import ARTICLE, SLUG
from webapp.assessment.authoring import text_check
from webapp.assessment.authoring.text_check import check_text, is_checked
from webapp.cli.texts.check import check_all

QUESTIONS = ARTICLE / "questions" / f"{SLUG}.yaml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(ARTICLE, tmp_path / "content")
    return tmp_path / "content"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("allow:", "# allow:"),
        ("type: choice", "type: choise"),
        ("process: infer", "process: retrieve"),
        ("accept:", "accept: [لا أحد]\n    #"),
        ("title:", "titel:"),
    ],
)
def test_both_say_the_same(content: Path, old: str, new: str) -> None:
    path = content / "questions" / QUESTIONS.name
    path.write_text(path.read_text("utf-8").replace(old, new) if old else path.read_text("utf-8"), "utf-8")
    checked = check_text(path.read_bytes(), path, content)
    report = check_all([path], content)
    words = [problem for problem in report.problems if problem.path.endswith(".words.yaml")]
    ours = [problem for problem in checked.problems if not problem.path.endswith(".words.yaml")]
    assert sorted(ours) == sorted({problem for problem in report.problems if problem not in words})
    assert checked.errors + checked.warnings == len(checked.problems)


def test_a_check_is_remembered_until_a_file_changes(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, rehearsed = content / "questions" / QUESTIONS.name, []
    monkeypatch.setattr(text_check, "rehearse_lesson", lambda lesson, quick: rehearsed.append(lesson.slug) or [])
    raw = path.read_bytes() + b"# another version\n"
    assert not is_checked(raw, path, content)
    assert check_text(raw, path, content) == check_text(raw, path, content)
    assert is_checked(raw, path, content)
    assert len(rehearsed) == 1
    text = content / "seeds" / f"{SLUG}.txt"
    text.write_text(text.read_text("utf-8") + "\nفقرة أخرى.\n", "utf-8")
    assert not is_checked(raw, path, content)


def test_a_long_file_is_not_rehearsed(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = content / "questions" / QUESTIONS.name
    raw = path.read_bytes() + b"# " + b"x" * text_check.MAX_REHEARSED_BYTES + b"\n"
    monkeypatch.setattr(text_check, "rehearse_lesson", lambda lesson, quick: pytest.fail("rehearsed"))
    checked = check_text(raw, path, content)
    assert checked.lesson
    assert not checked.rehearsed
