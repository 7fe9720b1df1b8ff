"""Telling learners of what was assigned to them, and of what was changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from webapp.domain.assignment import Assignment, NewAllowance
from webapp.domain.people import Teacher
from webapp.web.framework.services import school_store

AssignmentNews = Literal[
    "assignment-new", "assignment-changed", "extra-time", "extra-try", "later-date", "exam-reopened"
]


def tell_all(kind: AssignmentNews, assignment: Assignment, teacher: Teacher) -> None:
    """Tell all who have an assignment, each once: also who is in two of its classes, or in one and named besides."""
    store, school = school_store()
    members = [store.people.members(school, class_id) for class_id in assignment.classes]
    counted = Counter(member.learner for of_class in members for member in of_class)
    if any(count > 1 for count in counted.values()):
        tell(kind, assignment, [*counted, *(id for id in assignment.learners if id not in counted)], teacher)
        return
    for class_id in assignment.classes:
        store.notes.tell(
            school, kind, class_id=class_id, teacher=teacher.id, text=assignment.text, assignment=assignment.id
        )
    named = [learner for learner in assignment.learners if learner not in counted]
    if named:
        tell(kind, assignment, named, teacher)


def tell_of_allowance(assignment: Assignment, allowance: NewAllowance, teacher: Teacher) -> None:
    """Tell a learner what the allowance gives, with its reason."""
    for kind in news_of(allowance):
        tell(kind, assignment, [allowance.learner], teacher, allowance.reason)


def news_of(allowance: NewAllowance) -> list[AssignmentNews]:
    """Kinds of news that an allowance is to its learner."""
    told: list[tuple[AssignmentNews, bool]] = [
        ("extra-time", allowance.extra_minutes > 0),
        ("extra-try", allowance.extra_tries > 0),
        ("later-date", bool(allowance.due or allowance.closes)),
    ]
    return [kind for kind, given in told if given] or ["assignment-changed"]


def tell(
    kind: AssignmentNews, assignment: Assignment, learners: Sequence[str], teacher: Teacher, words: str = ""
) -> None:
    """Tell some learners."""
    store, school = school_store()
    about = {"text": assignment.text, "assignment": assignment.id, "words": words}
    store.notes.tell(school, kind, learners=learners, teacher=teacher.id, **about)
