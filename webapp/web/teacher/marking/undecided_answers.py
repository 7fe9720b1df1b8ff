"""Answers in a teacher's classes that wait for a decision: the program is not sure of them, or the key refuses them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from webapp.assessment.authoring.key_changes import clean_wording
from webapp.domain.attempt import Attempt
from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.services import current_services, school_store

LATEST_TRIES = 40
"""Tries of each learner that are looked through for refused answers."""
MOST_LOOKED_AT = 4_000
"""Tries of a class that are looked through; of a large class fewer of each learner."""
MOST_REFUSED = 10
"""Questions whose refused answers are listed."""


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
    rows = list[UndecidedAnswers]()
    for klass, learners in _classes(teacher):
        waiting = store.reports.unsure_tries(school, learners)
        counts = Counter((attempt.text, attempt.question) for attempt in waiting if attempt.undecided)
        rows += _rows(klass, counts)
    return rows


def refused_answers(teacher: Teacher) -> list[UndecidedAnswers]:
    """Questions with typed answers that the key refuses without naming them, the most frequent first."""
    store, school = school_store()
    rows = list[UndecidedAnswers]()
    for klass, learners in _classes(teacher):
        counts: Counter[tuple[str, str]] = Counter()
        each = min(LATEST_TRIES, max(1, MOST_LOOKED_AT // max(1, len(learners))))
        for attempt in store.reports.latest_tries(school, learners, each, "refused"):
            if not attempt.unsure and _is_open(attempt):
                counts[attempt.text, attempt.question] += 1
        rows += _rows(klass, counts)
    return sorted(rows, key=lambda row: -row.count)[:MOST_REFUSED]


def _is_open(attempt: Attempt) -> bool:
    """Tell whether a refused answer was typed, and is not among those that the key refuses in so many words."""
    lesson = current_services().library.snapshot.lessons.get(attempt.text)
    item = lesson.item(attempt.question) if lesson else None
    keys = item.question.typed_keys() if item else ()
    typed = attempt.response if isinstance(attempt.response, dict) else {"": attempt.response}
    said = {key.part: clean_wording(str(typed.get(key.part, ""))) for key in keys}
    return any(said[key.part] and said[key.part] not in _cleaned(key.refused) for key in keys)


@lru_cache(maxsize=256)
def _cleaned(wordings: tuple[str, ...]) -> frozenset[str]:
    """The wordings as answers are compared with them; once a key, whatever the number of answers."""
    return frozenset(map(clean_wording, wordings))


def _classes(teacher: Teacher) -> Iterator[tuple[SchoolClass, list[str]]]:
    """A teacher's classes with their learners."""
    store, school = school_store()
    for klass in store.people.classes_of(school, teacher.id):
        yield klass, [member.learner for member in store.people.members(school, klass.id)]


def _rows(klass: SchoolClass, counts: Counter[tuple[str, str]]) -> Iterator[UndecidedAnswers]:
    lessons = current_services().library.snapshot.lessons
    for (slug, question), count in counts.most_common():
        lesson = lessons.get(slug)
        item = lesson.item(question) if lesson else None
        prompt = item.question.prompt if item else ""
        title = lesson.settings.title if lesson else slug
        yield UndecidedAnswers(klass, slug, title, question, prompt, count)
