"""Answers in a teacher's classes that the program is not sure of: how many wait at each question."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.services import current_services, school_store


@dataclass(frozen=True)
class UndecidedAnswers:
    """Number of a class's answers to one question that wait for a decision; ``prompt`` is empty where it is gone."""

    klass: SchoolClass
    slug: str
    title: str
    question: str
    prompt: str
    count: int


def undecided_answers(teacher: Teacher) -> list[UndecidedAnswers]:
    """Questions with such answers in this teacher's classes; of each class, the most frequent first."""
    store, school = school_store()
    lessons = current_services().library.snapshot.lessons
    rows = []
    for klass in store.people.classes_of(school, teacher.id):
        learners = [member.learner for member in store.people.members(school, klass.id)]
        waiting = store.reports.unsure_tries(school, learners)
        counts = Counter((attempt.text, attempt.question) for attempt in waiting if attempt.undecided)
        for (slug, question), count in counts.most_common():
            lesson = lessons.get(slug)
            item = lesson.item(question) if lesson else None
            prompt = item.question.prompt if item else ""
            title = lesson.settings.title if lesson else slug
            rows.append(UndecidedAnswers(klass, slug, title, question, prompt, count))
    return rows
