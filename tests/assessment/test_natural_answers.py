"""Natural right and wrong answers made by rule from spans of texts: the rates that ordinary keys reach.

The key of each question is a stretch of the text and nothing else. Right answers put it behind prepositions and
pronouns, into the question's verb, into the words of the text, and into politeness; wrong ones name something else
of the paragraph, deny the key, join a wrong answer to it, or read the question back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from question_types.asking import build
from webapp.content.parsing.text_parser import parse_text
from webapp.domain.question import Grade, Question

ROWS = yaml.safe_load((Path(__file__).parent / "spans.yaml").read_text(encoding="utf-8"))
PARTS = [(part["text"], question) for part in ROWS for question in part["questions"]]
PRONOUNS = ("هو {}", "هي {}", "إنه {}", "الجواب هو {}", "الجواب: {}", "ج/ {}", "«{}»", "{}.")
POLITE = ("أظن أنه {}", "{} شكرا", "{} والله أعلم", "{} فقط", "{} يا أستاذ", "{} تقريبا", "نعم، {}")
LEAST_TAKEN = 0.985
LEAST_REFUSED = 0.995
MOST_UNSURE = 0.05


@cache
def bound(number: int) -> Question:
    """The question of a row, bound to its text."""
    text, row = PARTS[number]
    return build("short", prompt=row["prompt"], accept=[row["key"]], why="هكذا في النص.").bind(
        parse_text("t.txt", text)
    )


def sentence_of(text: str, key: str) -> str:
    """The clause of the text that holds the key."""
    return next(clause for clause in text.split(".") if key in clause).strip()


def words_before(text: str, key: str) -> str:
    """The key with the two words of the text before it."""
    before, _, _ = sentence_of(text, key).partition(key)
    return " ".join([*before.split()[-2:], key]) if before.endswith(" ") else key


def right_answers(text: str, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Natural right answers, with the rule that made each."""
    key = row["key"]
    yield "alone", key
    for preposition in row["prepositions"]:
        yield "preposition", f"{preposition} {key}"
    for frame in PRONOUNS:
        yield "pronoun or label", frame.format(key)
    for frame in POLITE:
        yield "politeness", frame.format(key)
    yield "the question's verb", row["said"].replace("…", key)
    yield "the text's words", words_before(text, key)
    yield "the text's sentence", sentence_of(text, key)


def wrong_answers(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Wrong answers, with the rule that made each."""
    key = row["key"]
    for other in row["others"]:
        yield "another answer", other
        yield "another answer said", row["said"].replace("…", other) if "…" in row["said"] else other
        yield "joined before", f"{other} و{key}"
        yield "joined behind", f"{key} و{other}"
        yield "open", f"{key} أو {other}"
        yield "set against", f"{other} لا {key}"
    for frame in ("ليس {}", "غير {}", "لا أظن أنه {}", "لم يكن {}"):
        yield "denied", frame.format(key)
    yield "read back", row["prompt"]
    yield "a construct", f"مدير {key}"


def graded(rule_and_answers: Iterator[tuple[str, str]], number: int) -> Iterator[tuple[str, str, Grade]]:
    """Each answer with its rule and its grade."""
    for rule, answer in rule_and_answers:
        yield rule, answer, bound(number).grade(answer)


def test_natural_right_answers_are_taken() -> None:
    grades = [row for number, part in enumerate(PARTS) for row in graded(right_answers(*part), number)]
    missed = [(rule, answer, grade) for rule, answer, grade in grades if grade.verdict != "accepted"]
    print(f"taken: {len(grades) - len(missed)} of {len(grades)}", Counter(rule for rule, _, _ in missed))
    for rule, answer, grade in missed:
        print(f"{rule}: {answer}: {grade.verdict}")
    assert len(missed) <= (1 - LEAST_TAKEN) * len(grades)


def test_wrong_answers_are_refused() -> None:
    grades = [row for number, (_, row) in enumerate(PARTS) for row in graded(wrong_answers(row), number)]
    taken = [(rule, answer) for rule, answer, grade in grades if grade.earned > 0]
    print(f"refused: {len(grades) - len(taken)} of {len(grades)}", Counter(rule for rule, _ in taken))
    for rule, answer in taken:
        print(f"{rule}: {answer}")
    assert len(taken) <= (1 - LEAST_REFUSED) * len(grades)


@pytest.mark.parametrize("number", range(len(PARTS)), ids=[row["prompt"] for _, row in PARTS])
def test_the_key_stands_in_its_text(number: int) -> None:
    text, row = PARTS[number]
    assert row["key"] in text


def test_few_right_answers_are_unsure() -> None:
    grades = [row for number, part in enumerate(PARTS) for row in graded(right_answers(*part), number)]
    unsure = [(rule, answer) for rule, answer, grade in grades if grade.unsure]
    print(f"unsure: {len(unsure)} of {len(grades)}", unsure)
    assert len(unsure) <= MOST_UNSURE * len(grades)
