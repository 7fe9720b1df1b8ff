"""Marking rules of each learner in a text: those of the file, or of the assignment that the learner has it by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.assessment.assigned_lesson import assigned_lesson
from webapp.assessment.recomputed_standing import counted_in, question_rules
from webapp.content import Lesson
from webapp.domain.assignment import LearnersAssignment
from webapp.domain.attempt import Attempt
from webapp.domain.rules import Rules
from webapp.domain.ruling_assignment import in_force
from webapp.store.protocols.store import Store


@dataclass(frozen=True)
class RulesOf:
    """Rules of a text by learner and question."""

    lesson: Lesson
    assigned: Mapping[str, LearnersAssignment]

    def __call__(self, learner: str, question: str) -> Rules:
        """The rules of a question for a learner."""
        return question_rules(assigned_lesson(self.lesson, self.assigned.get(learner)), question)

    def counted(self, learner: str, attempts: Sequence[Attempt]) -> Sequence[Attempt]:
        """Those of the learner's attempts at a question that count in the exam that rules the text for them."""
        return counted_in(assigned_lesson(self.lesson, self.assigned.get(learner)), attempts)


def rules_of_learners(store: Store, school: str, lesson: Lesson) -> RulesOf:
    """Return the rules by learner and question, as they are now. One statement for the whole text."""
    return RulesOf(lesson, store.assignments.in_force(school, lesson.slug))


def lessons_by_rules(
    store: Store, school: str, lessons: Mapping[str, Lesson], text: str | None
) -> dict[str, list[Lesson]]:
    """Each lesson by the file's rules, and by those of every assignment of it; of one ``text`` or of all."""
    by_rules = {slug: [lesson] for slug, lesson in lessons.items()}
    for own in store.assignments.kinds(school, text):
        if own.text in by_rules:
            by_rules[own.text].append(assigned_lesson(lessons[own.text], own))
    return by_rules


def lessons_of_learners(
    store: Store, school: str, lessons: Mapping[str, Lesson], learners: Iterable[str], now: datetime
) -> dict[str, Lesson]:
    """All lessons by the rules of a learner, of whom there may be several records."""
    of_text: dict[str, list[LearnersAssignment]] = defaultdict(list)
    for learner in learners:
        for own in store.assignments.of_learner(school, learner):
            of_text[own.text].append(own)
    return {slug: assigned_lesson(lesson, in_force(of_text[slug], now)) for slug, lesson in lessons.items()}
