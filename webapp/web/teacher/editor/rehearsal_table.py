"""The rehearsal of a question for its page: answers that learners may write, with the verdicts they would get."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from webapp.assessment.authoring.key_changes import verdicts_taken
from webapp.assessment.rehearsal import QuestionRehearsal, RehearsedAnswer, TextMaterial, rehearse_item, rehearse_lesson
from webapp.assessment.rehearsal.kinds import names_of
from webapp.content import Item, Lesson
from webapp.domain.identity_key import IdentityKey
from webapp.domain.question import Question
from webapp.web.framework.i18n import Said

MOST_WORDS = 300
"""Words of all keys of a question that is rehearsed in full; a longer one as the check does it."""
MOST_PARTS = 4
"""Typed parts of a question that is rehearsed in full."""
MOST_PARTS_AT_ALL = 30
"""A question with more of them is not rehearsed here: each answer is marked with all its parts."""


@dataclass(frozen=True)
class RehearsedRow:
    """One answer; ``accepts``: it is right and the key could take it."""

    answer: RehearsedAnswer
    kind: Said
    label: str
    accepts: bool


@dataclass(frozen=True)
class RehearsalTable:
    """Answers of a rehearsal: those that are marked otherwise than they should be, and all others."""

    misjudged: tuple[RehearsedRow, ...]
    others: tuple[RehearsedRow, ...]
    rehearsal: QuestionRehearsal
    whole: bool
    """All kinds of answers were tried, not only a few."""


def rehearsal_table(lesson: Lesson, item: Item) -> RehearsalTable | None:
    """The rehearsal of a question; None where nothing in it is typed, or it has too many parts."""
    rehearsal, whole = _rehearsed(IdentityKey(item.question), IdentityKey(lesson))
    if not rehearsal.answers:
        return None
    keys = item.question.typed_keys()
    takes = {key.part: "right" in verdicts_taken(item.question, key.part) for key in keys}
    labels = {key.part: key.label for key in keys}
    rows = [_row(answer, labels[answer.part], takes[answer.part]) for answer in rehearsal.answers]
    wrong_first = sorted((row for row in rows if _is_misjudged(row.answer)), key=lambda row: row.answer.taken)
    others = tuple(row for row in rows if not _is_misjudged(row.answer))
    return RehearsalTable(tuple(wrong_first), others, rehearsal, whole)


@lru_cache(maxsize=32)
def _rehearsed(question: IdentityKey[Question], lesson: IdentityKey[Lesson]) -> tuple[QuestionRehearsal, bool]:
    """The rehearsal within what a page may take, remembered for the next page of the same draft."""
    text = lesson.value
    item = next(item for item in text.items if item.question is question.value)
    keys = question.value.typed_keys()
    if len(keys) > MOST_PARTS_AT_ALL:
        return QuestionRehearsal(question.value, ()), False
    words = sum(len(wording.split()) for key in keys for wording in (*key.wordings, *sum(key.ideas, ()), *key.refused))
    if len(keys) <= MOST_PARTS and words <= MOST_WORDS:
        return rehearse_item(item, TextMaterial(text.text, text.words)), True
    quick = rehearse_lesson(replace(text, items=(item,)), quick=True)
    return (quick[0] if quick else QuestionRehearsal(question.value, ())), False


def _row(answer: RehearsedAnswer, label: str, takes: bool) -> RehearsedRow:
    english, arabic = names_of(answer.kind)
    refused = answer.expected == "right" and not answer.taken
    return RehearsedRow(answer, Said(ar=arabic, en=english), label, refused and takes)


def _is_misjudged(answer: RehearsedAnswer) -> bool:
    return not answer.as_expected and not answer.allowed
