"""The page on marking: each of its examples is marked as it says."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from conftest import ROOT
from question_types.asking import build
from webapp.arabic.keys.key_vowels import ExplainedWord
from webapp.content.parsing.text_parser import parse_text
from webapp.domain.question import Question

PAGE = (ROOT / "docs" / "marking.md").read_text(encoding="utf-8")
TEXT = parse_text("page.txt", next(line[2:] for line in PAGE.splitlines() if line.startswith("> ")))
EXAMPLE = re.compile(r"```yaml\n(.*?)```\n\n\| answer \| verdict \|\n\|---\|---\|\n((?:\|[^\n]*\|\n)+)", re.DOTALL)
ROWS = [
    (question, *(cell.strip() for cell in row.strip("|").split("|")))
    for question, table in EXAMPLE.findall(PAGE)
    for row in table.splitlines()
]


WORDS_TABLE = re.compile(r"\| word \| vowelled .*\n\|[-|]*\|\n((?:\|[^\n]*\|\n)+)")
WORDS = [[cell.strip() for cell in row.strip("|").split("|")] for row in WORDS_TABLE.findall(PAGE)[0].splitlines()]


def bound(fields: dict[str, Any]) -> Question:
    quoted = fields["evidence"][0].split()
    words = [
        ExplainedWord(vowelled, lemma, meaning, ambiguous == "true", 0 if word in quoted else 2)
        for word, vowelled, lemma, meaning, ambiguous in WORDS
    ]
    return build("short", why="هكذا في النص.", **fields).bind(TEXT).with_words(words)


@pytest.mark.parametrize(("question", "answer", "verdict"), ROWS, ids=[f"{row[1]}" for row in ROWS])
def test_an_example_is_marked_as_the_page_says(question: str, answer: str, verdict: str) -> None:
    fields = yaml.safe_load(question)
    grade = bound(fields).grade(answer)
    shown = "unsure" if grade.unsure else {"accepted": "right"}.get(grade.verdict, grade.verdict)
    assert shown == verdict


def test_every_table_of_the_page_is_run() -> None:
    assert len(EXAMPLE.findall(PAGE)) == PAGE.count("| answer | verdict |") == PAGE.count("```yaml")
