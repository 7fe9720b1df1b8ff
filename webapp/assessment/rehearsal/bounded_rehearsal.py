"""The rehearsal of a question within what a page may take: a key written by a teacher keeps nobody waiting."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from webapp.assessment.rehearsal.text_material import TextMaterial
from webapp.assessment.rehearsal.verdicts import QuestionRehearsal, rehearse_item, rehearse_lesson
from webapp.content import Item, Lesson
from webapp.domain.identity_key import IdentityKey
from webapp.domain.question import Question

MOST_WORDS = 300
"""Words of all keys of a question that is rehearsed in full; a longer one as the check does it."""
MOST_PARTS = 4
"""Typed parts of a question that is rehearsed in full."""
MOST_PARTS_AT_ALL = 30
"""A question with more of them is not rehearsed: each answer is marked with all its parts."""


def bounded_rehearsal(lesson: Lesson, item: Item) -> tuple[QuestionRehearsal, bool]:
    """The rehearsal, remembered for the next page of the same draft; True where it is the full one."""
    return _rehearsed(IdentityKey(item.question), IdentityKey(lesson))


@lru_cache(maxsize=32)
def _rehearsed(question: IdentityKey[Question], lesson: IdentityKey[Lesson]) -> tuple[QuestionRehearsal, bool]:
    text = lesson.value
    item = next((item for item in text.items if item.question is question.value), Item(question.value, (), ""))
    keys = question.value.typed_keys()
    if len(keys) > MOST_PARTS_AT_ALL:
        return QuestionRehearsal(question.value, ()), False
    wordings = (wording for key in keys for idea in ((*key.wordings, *key.refused), *key.ideas) for wording in idea)
    if len(keys) <= MOST_PARTS and sum(len(wording.split()) for wording in wordings) <= MOST_WORDS:
        return rehearse_item(item, TextMaterial(text.text, text.words)), True
    quick = rehearse_lesson(replace(text, items=(item,)), quick=True)
    return (quick[0] if quick else QuestionRehearsal(question.value, ())), False
