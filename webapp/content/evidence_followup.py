"""``evidence_asked``: the second part of a question, which asks for the sentences that prove its answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from webapp.content.lesson import Item
from webapp.domain.problem import both, field_key
from webapp.domain.question import Question
from webapp.domain.text import Text
from webapp.question_types.evidence import Evidence

PROMPT = "أي موضع في النص يثبت الإجابة عن السؤال السابق؟"
WHY = "في هذا الموضع الكلمات التي تحسم الإجابة."
SUFFIX = ".evidence"


def faults(question: Question, text: Text) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
    """Report the reasons why a question's evidence cannot be asked for."""
    if not question.evidence_asked:
        return
    if not question.evidence or question.once or question.asks_evidence:
        message = both(
            en=f"{field_key('evidence_asked')} needs a scored question with {field_key('evidence')}",
            ar=f"لا يُطلب الدليل ({field_key('evidence_asked')}) إلا في سؤال له درجة وفيه {field_key('evidence')}",
        )
        yield ("evidence_asked",), "evidence-asked", message
        return
    for _, rule, message in _followup_question(question, text).faults_in(text):
        yield ("evidence_asked",), rule, message


def split_question(item: Item, text: Text) -> list[Item]:
    """Split a question in two: the question worth its own share, then the part that asks for its evidence.

    The evidence moves to the second part: until that is settled nothing of it may be lit or quoted.
    """
    question = item.question
    if not question.evidence_asked:
        return [item]
    first = question.bind(text).model_copy(update={"points": question.points * (1 - question.evidence_share)})
    second = _followup_question(question, text)
    return [
        replace(item, question=first, evidence=()),
        Item(second.bind(text), item.evidence, second.version, after=question.id, line=item.line),
    ]


def _followup_question(question: Question, text: Text) -> Evidence:
    """Build the second part: sentences to choose from, or clauses where the paragraph has only one or two sentences."""
    place = question.paragraph
    several = place == "whole" or len(text.paragraph(place).sentences) > 2
    # model_construct: the id has a dot, as the form's field has, which no id of a file may have.
    return Evidence.model_construct(
        id=f"{question.id}{SUFFIX}",
        paragraph=place,
        type="evidence",
        process=question.process,
        prompt=PROMPT,
        points=question.points * question.evidence_share,
        evidence=question.evidence,
        units="sentence" if several else "clause",
        why=WHY,
    )
