"""``fahm rehearse``: what learners write for each typed question, and how its key marks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from webapp.assessment.rehearsal import QuestionRehearsal, RehearsedAnswer, TextMaterial, rehearse_item, rehearse_lesson
from webapp.assessment.rehearsal.kinds import names_of
from webapp.cli.texts.named_lesson import named_item, named_lesson
from webapp.domain.user_error import UserError


def rehearse(content: Path, slug: str, question: str | None) -> tuple[QuestionRehearsal, ...]:
    """Rehearse the typed questions of a text, or one of them. UserError for unknown names and for nothing typed."""
    lesson = named_lesson(content, slug)
    if question is None:
        return rehearse_lesson(lesson)
    rehearsal = rehearse_item(named_item(lesson, question), TextMaterial(lesson.text, lesson.words))
    if not rehearsal.answers:
        raise UserError(en=f"{question} has no typed answer", ar="لا تُكتب إجابة في هذا النوع من الأسئلة", code=2)
    return (rehearsal,)


def as_object(rehearsal: QuestionRehearsal) -> dict[str, Any]:
    """The object that ``fahm rehearse --json`` prints for a question."""
    return {
        "question": rehearsal.question.id,
        "type": rehearsal.question.type,
        "right": {"taken": rehearsal.right.good, "all": rehearsal.right.all},
        "wrong": {"refused": rehearsal.wrong.good, "all": rehearsal.wrong.all},
        "answers": [_as_object(answer) for answer in rehearsal.answers],
    }


def _as_object(answer: RehearsedAnswer) -> dict[str, Any]:
    return {
        "answer": answer.text,
        "part": answer.part,
        "rule": answer.rule,
        "expected": answer.expected,
        "verdict": answer.verdict,
        "unsure": answer.unsure,
        "as_expected": answer.as_expected,
        "allowed": answer.allowed,
        "why": answer.why,
    }


def table(rehearsal: QuestionRehearsal) -> Iterator[str]:
    """Lines for a terminal, Arabic last in each, so that columns hold; ``!`` marks what is not as it should be."""
    right, wrong = rehearsal.right, rehearsal.wrong
    yield (
        f"{rehearsal.question.id}: right accepted {right.good}/{right.all}, wrong rejected {wrong.good}/{wrong.all}"
        f" — الصحيح المقبول {right.good} من {right.all}، والخاطئ المرفوض {wrong.good} من {wrong.all}"
    )
    for answer in rehearsal.answers:
        mark = " " if answer.as_expected else "-" if answer.allowed else "!"
        verdict = "unsure" if answer.unsure else answer.verdict
        part = f"[{answer.part}] " if answer.part else ""
        said = f"{part}«{answer.text}» {names_of(answer.kind)[1]}"
        yield f"  {mark} {answer.expected:<6} {answer.kind:<15} {verdict:<9} {said}"
        if mark == "!" and answer.expected == "right":
            yield f"      {answer.why}"
