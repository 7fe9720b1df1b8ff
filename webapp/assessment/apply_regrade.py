"""Writing of a regrade part by part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from webapp.assessment.recomputed_standing import recomputed_standing
from webapp.assessment.regrading import RegradePlan, StepReporter, ignore_steps
from webapp.content import Lesson
from webapp.domain.attempt import Attempt
from webapp.store.protocols.regrades import Batch, Change, RecalculatedStanding, StaleRegrade, grades_fingerprint
from webapp.store.protocols.store import Store

MAX_GRADES_IN_PART = 500
"""Grades that are written in one transaction, those of the last learner aside: a tenth of a second."""


def apply_plan(
    store: Store,
    school: str,
    lesson: Lesson,
    plan: RegradePlan,
    batch: Batch,
    steps: StepReporter = ignore_steps,
    *,
    go_on: bool = False,
    most: int | None = None,
) -> bool:
    """Apply a plan part by part; False if the batch was applied before and is not to ``go_on``.

    StaleRegrade if the first part is no longer valid: nothing was applied. At a later one the rest is left to another
    plan, as it is behind the ``most``-th grade. ``steps`` gets the number of marks, then each one done.
    """
    step = steps(len(plan.diff.lines))

    def restand(question: str, attempts: Sequence[Attempt]) -> RecalculatedStanding:
        step(1)
        rules = plan.rules.get((attempts[0].learner, question)) or plan.rules_of(attempts[0].learner, question)
        return recomputed_standing(rules, plan.rules_of.counted(attempts[0].learner, attempts))

    written, places = 0, defaultdict[str, list[int]](list)
    for place, (learner, _) in enumerate(plan.attempts):
        places[learner].append(place)
    for learners, changes in _parts(plan):
        in_order = sorted(place for learner in learners for place in places[learner])
        seen = grades_fingerprint([plan.attempts[place] for place in in_order])
        target = (batch, learners, plan.questions, seen)
        try:
            new = store.regrades.apply(school, *target, changes, plan.bodies, restand, go_on=go_on or written > 0)
        except StaleRegrade:
            if not written:
                raise
            break
        written += len(changes)
        if not new:
            return False
        if most is not None and written >= most:
            break
    return True


def _parts(plan: RegradePlan) -> Iterator[tuple[frozenset[str], list[Change]]]:
    """Cut the changes into parts of whole learners."""
    by_learner: dict[str, list[Change]] = {}
    for (learner, _), change in zip(plan.diff.graded, plan.changes, strict=True):
        by_learner.setdefault(learner, []).append(change)
    learners, changes = set[str](), list[Change]()
    for learner, own in by_learner.items():
        learners.add(learner)
        changes += own
        if len(changes) >= MAX_GRADES_IN_PART:
            yield frozenset(learners), changes
            learners, changes = set(), []
    if changes:
        yield frozenset(learners), changes
