"""The rehearsal of a question for its page: answers that learners may write, with the verdicts they would get."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.assessment.authoring.key_changes import verdicts_taken
from webapp.assessment.rehearsal import QuestionRehearsal, RehearsedAnswer
from webapp.assessment.rehearsal.bounded_rehearsal import bounded_rehearsal
from webapp.assessment.rehearsal.kinds import names_of
from webapp.content import Item, Lesson
from webapp.web.framework.i18n import Said


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
    rehearsal, whole = bounded_rehearsal(lesson, item)
    if not rehearsal.answers:
        return None
    keys = item.question.typed_keys()
    takes = {key.part: "right" in verdicts_taken(item.question, key.part) for key in keys}
    labels = {key.part: key.label for key in keys}
    rows = [_row(answer, labels[answer.part], takes[answer.part]) for answer in rehearsal.answers]
    wrong_first = sorted((row for row in rows if _is_misjudged(row.answer)), key=lambda row: row.answer.taken)
    others = tuple(row for row in rows if not _is_misjudged(row.answer))
    return RehearsalTable(tuple(wrong_first), others, rehearsal, whole)


def _row(answer: RehearsedAnswer, label: str, takes: bool) -> RehearsedRow:
    english, arabic = names_of(answer.kind)
    refused = answer.expected == "right" and not answer.taken
    return RehearsedRow(answer, Said(ar=arabic, en=english), label, refused and takes)


def _is_misjudged(answer: RehearsedAnswer) -> bool:
    return not answer.as_expected and not answer.allowed
