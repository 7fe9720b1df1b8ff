"""Questions that an assigned exam asks of each learner: those left unanswered at its hand-in earn nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from webapp.assessment.assigned_lesson import assigned_lesson
from webapp.content import Lesson
from webapp.domain.people import SchoolClass
from webapp.domain.ruling_assignment import in_force
from webapp.web.framework.services import current_services

AskedInExam = Mapping[str, frozenset[str]]
"""Ids of the questions that an exam asks, by learner."""


def asked_in_exams(klass: SchoolClass, lessons: Iterable[Lesson]) -> dict[str, AskedInExam]:
    """Questions asked in exams that are made of these texts for learners of a class, by text.

    One statement, and one for each text of which the class has an exam.
    """
    assignments, now = current_services().store.assignments, current_services().config.now()
    examined = {given.text for given in assignments.of_class(klass.school, klass.id) if given.rules.exam}
    asked: dict[str, AskedInExam] = {}
    for lesson in lessons:
        if lesson.slug in examined:
            ruled = {
                learner: in_force(given, now)
                for learner, given in assignments.of_learners(klass.school, klass.id, lesson.slug).items()
            }
            asked[lesson.slug] = {
                learner: frozenset(item.question.id for item in assigned_lesson(lesson, own).items)
                for learner, own in ruled.items()
                if own and own.assignment.rules.exam
            }
    return asked
