"""``fahm regrade``: preview and apply the regrading of attempts after a question was changed.

Some learners at a time, so that the memory that it takes does not grow with the number of answers.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from webapp.assessment.apply_regrade import apply_plan
from webapp.assessment.grade_memo import GradeMemo
from webapp.assessment.regrade_diff import MarkChangeTotal, added, lowered_first
from webapp.assessment.regrading import (
    RegradePlan,
    StepReporter,
    changed_texts,
    ignore_steps,
    plan_regrade,
    plan_undo,
)
from webapp.cli.records.existing_store import existing_store
from webapp.cli.texts.named_lesson import named_lesson
from webapp.config import Config
from webapp.content import Lesson
from webapp.domain.user_error import UserError
from webapp.store.protocols.regrades import Batch, StaleRegrade
from webapp.store.protocols.store import Store

MAX_LEARNERS = 200
"""Learners whose answers are planned, and written, before the next ones are read."""


@dataclass
class Totals:
    """The plans of all learners, added up."""

    answers: int = 0
    misfits: int = 0
    kept: int = 0
    by_question: dict[str, MarkChangeTotal] = field(default_factory=dict)
    by_learner: list[MarkChangeTotal] = field(default_factory=list)

    def add(self, plan: RegradePlan) -> None:
        """Add the plan of some learners."""
        self.answers += len(plan.changes)
        self.misfits += plan.diff.misfits
        self.kept += plan.kept
        for total in plan.diff.by_question:
            earlier = self.by_question.get(total.name)
            self.by_question[total.name] = added(earlier, total) if earlier else total
        self.by_learner += [total for total in plan.diff.by_learner if total.shift.changes]

    def lines(self) -> Iterator[str]:
        """Lines for people."""
        if not self.answers:
            yield "nothing to regrade — لا يوجد ما يُعاد تصحيحه"
            return
        yield from map(_change_line, self.by_question.values())
        yield from map(_change_line, lowered_first(self.by_learner))
        yield (
            f"{self.answers} answers; grades kept: {self.misfits} no longer fit, {self.kept} marked manually — "
            f"عدد الإجابات {self.answers}. بقيت درجاتها: {self.misfits} لم تعد توافق السؤال، و{self.kept} صحّحها المعلم"
        )


def regrade_attempts(
    config: Config, slug: str, apply: bool, reason: str, undo: str | None, steps: StepReporter = ignore_steps
) -> list[str]:
    """Regrade the attempts at one text, and return the changes as lines for people.

    Without ``apply`` or ``undo`` (the id of a batch to undo) nothing is written. ``steps`` reports progress over the
    answers as they are graded.
    """
    reason = " ".join(reason.split())
    if (apply or undo) and not reason:
        raise UserError(en="--reason is required: learners will read it", ar="السبب مطلوب (‎--reason): يقرؤه المتعلمون")
    lesson = named_lesson(config.content, slug, code=1)
    batch = Batch(secrets.token_urlsafe(12), slug, "", reason, undo)
    totals, written = Totals(), False
    with existing_store(config) as store:
        try:
            for plan in _plans(store, config.school, lesson, undo, steps):
                if (apply or undo) and plan.changes:
                    apply_plan(store, config.school, lesson, plan, batch, go_on=written)
                    written = True
                totals.add(plan)
        except StaleRegrade as error:
            if not written:
                raise UserError(
                    en="answers or grades have changed in the meantime. Nothing was applied.",
                    ar="تغيرت إجابات أو درجات في هذه الأثناء، فلم يُطبّق شيء.",
                ) from error
            raise UserError(
                en=f"answers or grades have changed in the meantime. {batch.id} was applied in part. Run this "
                "command again.",
                ar=f"تغيرت إجابات أو درجات في هذه الأثناء، فطُبّق {batch.id} جزئيًا. أعد تشغيل الأمر.",
            ) from error
    return [*totals.lines(), *([f"applied: {batch.id} — طُبّق"] if written else [])]


def _plans(store: Store, school: str, lesson: Lesson, undo: str | None, steps: StepReporter) -> Iterator[RegradePlan]:
    """Plan for some learners after the others; what was written for the ones before changes nothing for the next."""
    memo, step = GradeMemo(), steps(sum(text.tries for text in changed_texts(store, school, {lesson.slug: lesson})))
    for learners in _learners(store, school, lesson.slug, undo):
        if undo:
            yield plan_undo(store, school, lesson, learners, undo, whole=False)
        else:
            yield plan_regrade(store, school, lesson, learners, lambda _length: step, memo)


def _learners(store: Store, school: str, slug: str, undo: str | None) -> Iterator[list[str]]:
    after = ""
    while learners := store.regrades.learners(school, slug, after, MAX_LEARNERS, undo):
        yield learners
        after = learners[-1]


def _change_line(total: MarkChangeTotal) -> str:
    shift = total.shift
    marks = f"{shift.before:g}/{shift.most_before:g} → {shift.after:g}/{shift.most_after:g}"
    unsure = f" ؟{total.unsure_before}→{total.unsure_after}" if total.unsure_before or total.unsure_after else ""
    return f"{total.name}\t{marks}\t↑{total.up} ↓{total.down} ={total.same}{unsure}"
