"""How far the program agrees with a human marker on typed answers to the article's questions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from conftest import ROOT, SLUG
from webapp.commands.trying import try_answer
from webapp.content import Lesson

ROWS = Path(__file__).parent / "answers.tsv"
MOST_LIMITS = 6


class Row(NamedTuple):
    """One answer: what a human marker gives, and what the program gives where that is a known limit."""

    question: str
    answer: str
    human: str
    limit: str


def rows() -> list[Row]:
    """The lines of the file, comments left out."""
    lines = ROWS.read_text(encoding="utf-8").split("\n")
    cells = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [Row(*cell[:3], cell[3].removeprefix("limit: ") if len(cell) > 3 else "") for cell in cells]


def given(row: Row) -> str:
    """The program's verdict."""
    return str(try_answer(ROOT, SLUG, row.question, row.answer)["verdict"])


def test_agreement() -> None:
    """Every row that is no known limit is marked as a human marker would."""
    counted = [row for row in rows() if not row.limit]
    wrong = [(row, found) for row in counted if (found := given(row)) != row.human]
    asked, missed = Counter(row.question for row in counted), Counter(row.question for row, _ in wrong)
    for question, number in asked.items():
        print(f"{question}: {number - missed[question]} of {number}")
    print(f"total: {len(counted) - len(wrong)} of {len(counted)}, beside {len(rows()) - len(counted)} known limits")
    assert wrong == []


def test_known_limits() -> None:
    """Few, each still there, and each on the strict side: none gives marks for a wrong answer."""
    limits = [row for row in rows() if row.limit]
    assert len(limits) <= MOST_LIMITS
    assert [row for row in limits if given(row) != row.limit] == []
    assert all(row.human != "refused" for row in limits)


def test_coverage(lesson: Lesson) -> None:
    """Enough answers, none twice, and at least 25 for every question in which words are filled in."""
    asked = Counter(row.question for row in rows())
    typed = {item.question.id for item in lesson.items if item.question.type in ("short", "cloze")}
    assert len(rows()) >= 400
    assert len({row[:2] for row in rows()}) == len(rows())
    assert set(asked) == typed
    assert min(asked.values()) >= 25
