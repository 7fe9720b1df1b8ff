"""Marks that a teacher must not see yet: where two teachers mark, the second marks without seeing the first mark.

Every page and file of the desk asks here, so that no other page tells what the page for marking hides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from webapp.domain.attempt import ManualMark
from webapp.domain.people import Teacher
from webapp.store.protocols.manual_marks import MarkedAnswer
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.services import school_store

Place = tuple[str, str]
"""A text and a question of it."""


def double_marked(teacher: Teacher) -> dict[Place, dict[str, float]]:
    """Questions with double marking of this teacher's learners: by learner, the allowed difference of two marks.

    Any class of the learner may have asked for it, also one that the teacher has left or archived, and each answer is
    marked from all classes.
    """
    store, school = school_store()
    apart: dict[Place, dict[str, float]] = defaultdict(dict)
    for text, question, learner, limit in store.manual_marks.double_marked(school, teacher.id):
        apart[text, question][learner] = limit
    return apart


def hidden_answers(learners: Collection[str], text: str | None = None) -> list[MarkedAnswer]:
    """Answers of these learners whose marks the signed-in teacher must not see yet."""
    signed = signed_in()
    if signed is None:
        return []
    store, school = school_store()
    wanted, hidden = set(learners), []
    for (of_text, question), apart in double_marked(signed[0]).items():
        if text not in (None, of_text):
            continue
        answers = store.manual_marks.answers(school, wanted & apart.keys(), of_text, question)
        hidden += [answer for answer in answers if answer.hidden_from(signed[0].id, twice=True)]
    return hidden


def visible_marks(
    marks: Mapping[tuple[str, str], ManualMark], learners: Collection[str], text: str | None = None
) -> dict[tuple[str, str], ManualMark]:
    """Marks by learner and attempt without those that are hidden: such an answer waits, for this teacher."""
    hidden = {(answer.learner, answer.attempt.id) for answer in hidden_answers(learners, text)}
    return {key: mark for key, mark in marks.items() if key not in hidden}
