"""Forms of numbers, names, days and measures, each with the answers beside it that are another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.content import Library
from webapp.domain.question import Unanswered

HERE = Path(__file__).parent
LESSON = Library(HERE / "journal_content").snapshot.lessons["journal"]
QUESTIONS = {item.question.id: item.question for item in LESSON.items}
ROWS = [
    line.split("\t")
    for line in (HERE / "journal_answers.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("question", "answer", "verdict"), ROWS)
def test_an_answer_is_marked_by_what_it_says(question: str, answer: str, verdict: str) -> None:
    asked = QUESTIONS[question]
    response = asked.read({question: [answer]})
    assert not isinstance(response, Unanswered)
    grade = asked.grade(response)
    assert ("unsure" if grade.unsure else grade.verdict) == verdict


def test_each_question_is_answered_both_ways() -> None:
    told = {question: {verdict for asked, _, verdict in ROWS if asked == question} for question in QUESTIONS}
    assert len(ROWS) > 190
    assert all({"accepted", "refused"} <= verdicts for verdicts in told.values())
