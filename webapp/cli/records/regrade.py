"""``fahm regrade``: preview and apply the regrading of attempts after a question was changed."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from webapp.assessment.apply_regrade import apply_plan
from webapp.assessment.regrade_diff import MarkChangeTotal
from webapp.assessment.regrading import RegradePlan, StepReporter, ignore_steps, plan_regrade, plan_undo
from webapp.cli.records.existing_store import existing_store
from webapp.cli.texts.named_lesson import named_lesson
from webapp.config import Config
from webapp.domain.user_error import UserError
from webapp.store.protocols.regrades import Batch, StaleRegrade


def regrade_attempts(
    config: Config, slug: str, apply: bool, reason: str, undo: str | None, steps: StepReporter = ignore_steps
) -> list[str]:
    """Regrade the attempts at one text, and return the changes as lines for people.

    Without ``apply`` or ``undo`` (the id of a batch to undo) nothing is written. ``steps`` reports progress: first over
    the answers as they are graded, then over the grades as they are written.
    """
    reason = " ".join(reason.split())
    if (apply or undo) and not reason:
        raise UserError(en="a --reason is needed: learners read it", ar="لا بدّ من سبب (--reason): يقرؤه المتعلّمون")
    lesson = named_lesson(config.content, slug, code=1)
    with existing_store(config) as store:
        try:
            plan = (
                plan_undo(store, config.school, lesson, None, undo)
                if undo
                else plan_regrade(store, config.school, lesson, None, steps)
            )
            lines = list(_change_lines(plan))
            if (apply or undo) and plan.changes:
                batch = Batch(secrets.token_urlsafe(12), slug, "", reason, undo)
                apply_plan(store, config.school, lesson, plan, batch, steps)
                lines.append(f"applied: {batch.id} — طُبِّق")
        except StaleRegrade as error:
            raise UserError(
                en="answers or grades have changed meanwhile: nothing was applied",
                ar="تغيّرت إجابات أو درجات في أثناء ذلك، فلم يُطبَّق شيء",
            ) from error
    return lines


def _change_lines(plan: RegradePlan) -> Iterator[str]:
    if not plan.changes:
        yield "nothing to regrade — لا شيء يُعاد تصحيحه"
        return
    yield from map(_change_line, plan.diff.by_question)
    yield from (_change_line(total) for total in plan.diff.by_learner if total.shift.changes)
    yield (
        f"{len(plan.changes)} answers, {plan.diff.misfits} that no longer fit and {plan.kept} marked by hand keep "
        f"their grades — عدد الإجابات {len(plan.changes)}، منها بلا موافقة {plan.diff.misfits} وبيد المعلّم {plan.kept}"
    )


def _change_line(total: MarkChangeTotal) -> str:
    shift = total.shift
    marks = f"{shift.before:g}/{shift.most_before:g} → {shift.after:g}/{shift.most_after:g}"
    unsure = f" ؟{total.unsure_before}→{total.unsure_after}" if total.unsure_before or total.unsure_after else ""
    return f"{total.name}\t{marks}\t↑{total.up} ↓{total.down} ={total.same}{unsure}"
