"""Agreement of the program with a human marker on typed answers to the article's questions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from conftest import ARTICLE, SLUG
from webapp.cli.texts.try_answer import try_answer
from webapp.content import Lesson

ROWS = Path(__file__).parent / "answers.tsv"


class Row(NamedTuple):
    """One answer, and what a human marker gives."""

    question: str
    answer: str
    human: str


def rows() -> list[Row]:
    """The lines of the file, comments left out."""
    lines = ROWS.read_text(encoding="utf-8").split("\n")
    return [Row(*line.split("\t")) for line in lines if line.strip() and not line.startswith("#")]


def given(row: Row) -> str:
    """The program's verdict."""
    return str(try_answer(ARTICLE, SLUG, row.question, row.answer)["verdict"])


def test_agreement() -> None:
    """Every row is marked as a human marker would."""
    counted = rows()
    wrong = [(row, found) for row in counted if (found := given(row)) != row.human]
    asked, missed = Counter(row.question for row in counted), Counter(row.question for row, _ in wrong)
    for question, number in asked.items():
        print(f"{question}: {number - missed[question]} of {number}")
    print(f"total: {len(counted) - len(wrong)} of {len(counted)}")
    assert wrong == []


def test_coverage(lesson: Lesson) -> None:
    """Enough answers, none twice, and at least 25 for every question in which words are filled in."""
    asked = Counter(row.question for row in rows())
    typed = {item.question.id for item in lesson.items if item.question.type in ("short", "cloze")}
    assert len(rows()) >= 400
    assert len({row[:2] for row in rows()}) == len(rows())
    assert set(asked) == typed
    assert min(asked.values()) >= 25
