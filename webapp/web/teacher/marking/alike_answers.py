"""Open answers that say the same, so that they are marked together: one press, a mark of its own for each learner."""

from __future__ import annotations

from collections.abc import Collection

from webapp.assessment.same_answers import same_as
from webapp.domain.question import Question
from webapp.store.protocols.manual_marks import MarkedAnswer
from webapp.web.teacher.marking.answer_queue import Queue, key_of

MOST_ALIKE = 50
"""Answers that are marked together with one."""


def alike_answers(queue: Queue, answer: MarkedAnswer, question: Question | None) -> list[MarkedAnswer]:
    """Other answers that wait for this teacher's mark and say the same, out of as many points."""
    others = [
        other
        for other in queue.waiting
        if key_of(other) != key_of(answer) and other.attempt.possible == answer.attempt.possible
    ]
    written, texts = str(answer.attempt.response), [str(other.attempt.response) for other in others]
    if question is None:
        return [other for other, text in zip(others, texts, strict=True) if text == written][:MOST_ALIKE]
    return [others[index] for index in same_as(question, written, texts)][:MOST_ALIKE]


def chosen_alike(
    queue: Queue, answer: MarkedAnswer, question: Question | None, keys: Collection[str]
) -> list[MarkedAnswer]:
    """Those of them that the form names."""
    return [other for other in alike_answers(queue, answer, question) if key_of(other) in keys] if keys else []
