"""A lesson under an assignment: the same text and questions, by the rules that a teacher gave it with."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from webapp.content import Item, Lesson
from webapp.content.lesson import Settings
from webapp.domain.assignment import LearnersAssignment
from webapp.domain.question import ParagraphRef, Question
from webapp.domain.rules import ONCE, Rules


class AssignedSettings(Settings):
    """Settings of a question file with what an assignment says otherwise; no file has the fields of this class."""

    assigned_tries: int | None = None
    """Tries of each question, in place of what the file says."""
    extra_tries: int = 0
    """Tries that one learner has more than the others."""

    @property
    def rules(self) -> Rules:
        """Attempts and penalty where no question is known."""
        return self._extended(super().rules)

    def rules_of(self, question: Question) -> Rules:
        """The rules for one question."""
        if self.exam:
            return ONCE
        if self.assigned_tries:
            return self._extended(self._rules(self.assigned_tries, question.usual_rules()))
        return self._extended(super().rules_of(question))

    def _extended(self, rules: Rules) -> Rules:
        extra = 0 if self.exam else self.extra_tries
        return replace(rules, tries=rules.tries + extra) if extra else rules


def assigned_lesson(lesson: Lesson, own: LearnersAssignment | None) -> Lesson:
    """Derive the lesson by the rules of the assignment in force; the lesson itself without one.

    An exam of some paragraphs asks their questions alone. Copies are remembered with the lesson, by their rules.
    """
    if own is None:
        return lesson
    rules, places = own.assignment.rules, own.assignment.places
    exam = rules.exam or lesson.settings.exam
    asked = places if exam else ()
    without = own.without if exam else ()
    seed = f"{lesson.slug}:{own.learner}" if rules.shuffle else ""
    changed = exam != lesson.settings.exam or rules.gate or rules.tries or own.extra_tries
    since = (own.answered_since, own.typed_since) if exam else (None, None)
    if not (changed or asked or without or seed or any(since)):
        return lesson
    shared = exam and since == (own.assignment.exam_since, own.assignment.exam_since)  # most have it from its beginning
    key = (exam, rules.gate, rules.tries, own.extra_tries, asked, without, since[0] if shared else None)
    if key not in lesson.variants:
        kept = since if shared else (None, None)
        lesson.variants[key] = _since(_derived(lesson, own, exam, asked, without), kept)
    derived = lesson.variants[key]
    if not shared and any(since):
        derived = _since(derived, since)
    return _copy(derived, items=_shuffled(derived.items, seed)) if seed else derived


def _derived(
    lesson: Lesson,
    own: LearnersAssignment,
    exam: bool,
    asked: Collection[ParagraphRef],
    without: Collection[ParagraphRef],
) -> Lesson:
    rules = own.assignment.rules
    values: dict[str, Any] = dict(lesson.settings)
    values |= {"mode": "exam" if exam else "practice", "gate": rules.gate or lesson.settings.gate}
    settings = AssignedSettings.model_construct(
        **values, assigned_tries=rules.tries, extra_tries=own.extra_tries
    )  # validated already, both of them
    places = {item.question.place for item in lesson.items if not asked or item.question.place in asked} - {*without}
    items = tuple(item for item in lesson.items if item.question.place in places)
    left_out = {item.question.id for item in lesson.items} - {item.question.id for item in items}
    return _copy(lesson, settings=settings, items=items, left_out=frozenset(left_out))


def _since(lesson: Lesson, since: tuple[datetime | None, datetime | None]) -> Lesson:
    """The lesson with the times from which attempts and typed answers count."""
    return _copy(lesson, answered_since=since[0], typed_since=since[1]) if any(since) else lesson


def _copy(lesson: Lesson, **changes: Any) -> Lesson:
    """A changed copy that shares the drawn text, which does not depend on settings and questions."""
    copy = replace(lesson, **changes)
    copy.__dict__["shown"] = lesson.shown
    return copy


def _shuffled(items: Iterable[Item], seed: str) -> tuple[Item, ...]:
    """The questions in an order of the seed; a second part stays behind its first."""
    firsts: dict[str, list[Item]] = {}
    for item in items:
        firsts.setdefault(item.after or item.question.id, []).append(item)
    groups = sorted(firsts.values(), key=lambda group: group[0].question.id)
    random.Random(seed).shuffle(groups)
    return tuple(item for group in groups for item in group)
