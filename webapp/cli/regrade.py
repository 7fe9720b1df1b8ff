"""``fahm regrade``: what a changed question makes of recorded answers, and applying it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from webapp.assessment.regrade_diff import MarkChangeTotal
from webapp.assessment.regrading import RegradePlan, StepReporter, apply_plan, ignore_steps, plan_regrade, plan_undo
from webapp.cli.existing_store import existing_store
from webapp.config import Config
from webapp.content import Lesson, check_file, question_files
from webapp.domain.user_error import UserError
from webapp.store.protocols.regrades import Batch, StaleRegrade


class RegradeFault(UserError):
    """Nothing can be regraded; told in both languages."""


def regrade(
    config: Config, slug: str, apply: bool, reason: str, undo: str | None, steps: StepReporter = ignore_steps
) -> list[str]:
    """What would change, line by line; or what was changed, where it was to be applied or a batch taken back.

    ``steps`` is told of the answers as they are graded, and then of the marks as they are written.
    """
    reason = " ".join(reason.split())
    if (apply or undo) and not reason:
        raise RegradeFault(en="a --reason is needed: learners read it", ar="لا بدّ من سبب (--reason): يقرؤه المتعلّمون")
    lesson = _lesson(config, slug)
    with existing_store(config, RegradeFault) as store:
        try:
            plan = (
                plan_undo(store, config.school, lesson, None, undo)
                if undo
                else plan_regrade(store, config.school, lesson, None, steps)
            )
            lines = [*_told(plan)]
            if (apply or undo) and plan.changes:
                batch = Batch(secrets.token_urlsafe(12), slug, "", reason, undo)
                apply_plan(store, config.school, lesson, plan, batch, steps)
                lines.append(f"applied: {batch.id} — طُبِّق")
        except StaleRegrade as error:
            raise RegradeFault(
                en="answers or grades have changed meanwhile: nothing was applied",
                ar="تغيّرت إجابات أو درجات في أثناء ذلك، فلم يُطبَّق شيء",
            ) from error
    return lines


def _told(plan: RegradePlan) -> Iterator[str]:
    if not plan.changes:
        yield "nothing to regrade — لا شيء يُعاد تصحيحه"
        return
    for one in plan.diff.by_question:
        yield _line(one)
    for one in plan.diff.by_learner:
        if one.shift.changes:
            yield _line(one)
    yield (
        f"{len(plan.changes)} answers, {plan.diff.misfits} that no longer fit and {plan.kept} marked by hand keep "
        f"their grades — عدد الإجابات {len(plan.changes)}، منها بلا موافقة {plan.diff.misfits} وبيد المعلّم {plan.kept}"
    )


def _line(one: MarkChangeTotal) -> str:
    shift = one.shift
    marks = f"{shift.before:g}/{shift.most_before:g} → {shift.after:g}/{shift.most_after:g}"
    return f"{one.name}\t{marks}\t↑{one.up} ↓{one.down} ={one.same}"


def _lesson(config: Config, slug: str) -> Lesson:
    path = next((file for file in question_files(config.content) if file.stem == slug), None)
    if path is None:
        raise RegradeFault(en=f"no text {slug}", ar="لا نص بهذا الاسم")
    lesson, problems = check_file(path, config.content)
    if lesson is None:
        raise RegradeFault(en=f"{path} has problems; the first: {problems[0]}", ar="في ملف الأسئلة مشكلات")
    return lesson
