"""Queues of the marking room: the answers to one question, in an order that does not reveal their authors."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort

from webapp.domain.people import Teacher
from webapp.domain.text import short_digest
from webapp.store.protocols.manual_marks import MarkedAnswer
from webapp.web.framework.services import school_store
from webapp.web.teacher.marking.blind_marks import double_marked


@dataclass(frozen=True)
class Queue:
    """Answers to one question, in an order that does not reveal their authors. ``key`` names one in an address.

    ``apart`` is by learner the allowed difference between two markers' points; learners with one marker are left out.
    """

    slug: str
    question: str
    answers: tuple[MarkedAnswer, ...]
    apart: Mapping[str, float]
    names: Mapping[str, str]
    teacher: str

    def waits(self, answer: MarkedAnswer) -> bool:
        """Tell whether an answer needs this teacher's mark."""
        return answer.waits_for(self.teacher, answer.learner in self.apart)

    def hides(self, answer: MarkedAnswer) -> bool:
        """Tell whether the other marker's mark is hidden from this teacher for now."""
        return answer.hidden_from(self.teacher, answer.learner in self.apart)

    @property
    def waiting(self) -> list[MarkedAnswer]:
        """Answers that this teacher has still to mark."""
        return [answer for answer in self.answers if self.waits(answer)]

    @property
    def to_decide(self) -> list[MarkedAnswer]:
        """Answers whose two marks differ too much, and that nobody has decided."""
        return [
            answer
            for answer in self.answers
            if answer.apart is not None
            and not answer.decided
            and answer.apart > self.apart.get(answer.learner, math.inf) + 1e-9
        ]

    def next_after(self, answer: MarkedAnswer) -> MarkedAnswer:
        """Next answer that waits, continuing at the start after the end; else the same one."""
        at = self.answers.index(answer)
        later = (*self.answers[at + 1 :], *self.answers[:at])
        return next((entry for entry in later if self.waits(entry)), answer)

    def neighbour(self, answer: MarkedAnswer, step: int) -> MarkedAnswer | None:
        """The answer before or after this one."""
        at = self.answers.index(answer) + step
        return self.answers[at] if 0 <= at < len(self.answers) else None


def key_of(answer: MarkedAnswer) -> str:
    """Name of an answer in an address, which is also the sorting key: independent of names and times."""
    return short_digest([answer.attempt.learner, answer.attempt.id])


def queues_of(teacher: Teacher, slug: str | None = None, question: str | None = None) -> list[Queue]:
    """Queues of this teacher's classes, one for each question; of a text, or of one question."""
    store, school = school_store()
    people = store.people
    names: dict[str, str] = {}
    for klass in people.classes_of(school, teacher.id):
        names |= {member.learner: member.name for member in people.members(school, klass.id)}
    apart = double_marked(teacher)
    by_question: dict[tuple[str, str], list[MarkedAnswer]] = defaultdict(list)
    for answer in store.manual_marks.answers(school, names, slug, question):
        by_question[answer.attempt.text, answer.attempt.question].append(answer)
    return [
        Queue(*place, tuple(sorted(answers, key=key_of)), apart.get(place, {}), names, teacher.id)
        for place, answers in by_question.items()
    ]


def queue_or_404(teacher: Teacher, slug: str, question: str) -> Queue:
    """The queue of one question; a 404 where these classes have no answer to it."""
    return next(iter(queues_of(teacher, slug, question)), None) or abort(404)


def named_answer(queue: Queue, key: str) -> MarkedAnswer:
    """The answer that an address names, else the 404."""
    return next((answer for answer in queue.answers if key_of(answer) == key), None) or abort(404)
