"""Marks that are not as they should be are named with their line and with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.content import check_file
from webapp.content.mark_problems import mark_problems
from webapp.content.parsing.given_lines import TextMarks
from webapp.content.text_marks.pictures import MAX_PICTURE_BYTES, is_picture_name, picture_fault
from webapp.domain.problem import Problem

QUESTIONS = """text: t.txt
title: نص
level: B1
draft: true
questions:
  - {id: a, paragraph: 1, type: short, prompt: من؟, accept: [سلمى]}
"""


def faults(content: str) -> list[tuple[int, str, str]]:
    """Line, rule and severity of each fault; every picture can be shown."""
    problems = mark_problems(content, TextMarks(), "seeds/t.txt", lambda name: None)
    return [(problem.line, problem.rule, problem.severity) for problem in problems]


@pytest.mark.parametrize(
    "content, expected",
    [
        ("أ | ب | ج\n1 | 2 | 3\n4 | 5", [(3, "table-cells")]),
        ("أ | ب | ج\n1 | 2\nفقرة أخيرة.", [(2, "table-cells")]),
        ("كلمة[1] هنا.\nكلمة أخرى[2].\n[1] شرح", [(2, "note-missing")]),
        ("كلمة[1] هنا.\n[1] شرح\n\n[1] شرح ثان", [(4, "note-twice")]),
        ("كلمة[1] هنا.\n[1] شرح\n[2] شرح ثان", [(3, "note-unused")]),
        ("كلمة[1] هنا.\n\nوكلمة[1] هناك.\n\n[1] شرح", [(3, "note-shared")]),
        ("أول *** ثان\nثالث رابع\nخامس *** سادس\n", [(2, "verse-halves")]),
        ("نص أول.\n=== \nنص ثان.", [(2, "part-untitled")]),
        ("=== أول\nنص.\n=== ثان\n", [(3, "part-empty")]),
        ("نص [كذا] وفيه | خط واحد.\n[1] كتاب\n[2] مجلة", []),
        ("أ | ب\n1 | 2\n\nأول *** ثان\n\nكلمة[1].\n[1] شرح", []),
    ],
)
def test_a_mark_that_is_amiss_is_a_warning_at_its_line(content: str, expected: list[tuple[int, str]]) -> None:
    assert faults(content) == [(line, rule, "warning") for line, rule in expected]


def test_a_picture_without_a_description_is_an_error() -> None:
    assert faults("فقرة.\n[صورة: a.png]") == [(2, "picture-undescribed", "error")]
    assert faults("فقرة.\n[صورة: a.png | ]") == [(2, "picture-undescribed", "error")]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "a/b.png", "C:\\x.png", ".png", "x.gif", "", "x.svg/..", "a..png", "صورة .png"]
)
def test_a_name_that_leads_elsewhere_is_none(name: str, tmp_path: Path) -> None:
    assert not is_picture_name(name)
    assert picture_fault(tmp_path, name) == "name"


@pytest.mark.parametrize(
    "inside, fault",
    [
        ('<path d="M0 0"/>', None),
        ("<script>1</script>", "active"),
        ('<g onload = "x()"/>', "active"),
        ('<a href="javascript:1"/>', "active"),
        ('<image href="https://example.org/x.png"/>', "active"),
        ("<foreignObject/>", "active"),
        ('<path style="fill:url(//example.org/x)"/>', "active"),
        ('<use href="#leaf"/>', None),
    ],
)
def test_a_drawing_that_runs_or_fetches_is_refused(inside: str, fault: str | None, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    (tmp_path / "pictures" / "a.svg").write_text(drawing, encoding="utf-8")
    assert picture_fault(tmp_path, "a.svg") == fault


def told(folder: Path, text: str) -> list[Problem]:
    """What the check says of a content folder with this text."""
    for part in ("seeds/pictures", "questions"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "seeds" / "t.txt").write_text(text, encoding="utf-8")
    (folder / "questions" / "t.yaml").write_text(QUESTIONS, encoding="utf-8")
    return check_file(folder / "questions" / "t.yaml", folder)[1]


def test_the_check_names_the_picture_and_takes_it_once_it_is_there(tmp_path: Path) -> None:
    text = "قالت سلمى.\n\n[صورة: cat.png | قطة]\n"
    (problem,) = told(tmp_path, text)
    assert (problem.path, problem.line, problem.rule) == ("seeds/t.txt", 3, "picture-missing")
    picture = tmp_path / "seeds" / "pictures" / "cat.png"
    picture.write_bytes(b"\x89PNG")
    assert told(tmp_path, text) == []
    picture.write_bytes(bytes(MAX_PICTURE_BYTES + 1))
    assert [problem.rule for problem in told(tmp_path, text)] == ["picture-large"]
    (problem,) = told(tmp_path, "قالت سلمى.\n[صورة: ../../etc/passwd | قطة]")
    assert (problem.line, problem.rule, problem.severity) == (2, "picture-name", "error")
    assert "[صورة: cat.png |" in problem.message
