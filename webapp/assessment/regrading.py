"""Regrading: compute what a changed question makes of recorded answers, apply it in parts, and undo it.

The desk and the command line share it. An answer is graded by the present question, the sequence of a learner's
attempts counts by the learner's present rules (the file's, or an assignment's), and an answer that no longer fits the
question keeps its grade. A batch is undone by the rules that its attempts had before.

Marking ten thousand typed answers takes a minute, so a page does it by and by (``grade_ahead``). Writing is cut into
parts of a few hundred grades, whole learners each: other writers wait for one part at most. A part is written whole or
not at all. What was regraded is no longer out of date, so that after an interruption the next plan holds the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from webapp.assessment.grade_memo import GradeMemo
from webapp.assessment.learners_rules import RulesOf, lessons_by_rules, rules_of_learners
from webapp.assessment.recomputed_standing import mark_points, question_rules
from webapp.assessment.regrade_diff import Diff, MarkShift, regrade_diff
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.effective_grade import EffectiveGrade, effective_grade
from webapp.domain.rules import Rules
from webapp.domain.scoring import ask_again, attempts_until_correct, round_for_display
from webapp.domain.text import short_digest
from webapp.store.merged_learners import without_superseded
from webapp.store.protocols.regrades import (
    Change,
    Scope,
    StaleRegrade,
    grades_fingerprint,
)
from webapp.store.protocols.store import Standing, Store

StepReporter = Callable[[int], Callable[[int], object]]
"""Takes the number of steps; the function it returns takes the number of steps done since its last call."""
Standings = Mapping[tuple[str, str], Standing]
"""Stored standings by learner and question."""


def ignore_steps(_length: int) -> Callable[[int], object]:
    """A reporter that reports nothing."""
    return lambda _done: None


@dataclass(frozen=True)
class ChangedText:
    """A text with answers to earlier versions of its questions, or marked by other rules than it has now.

    ``tries`` counts the answers to ``questions``; ``removed`` are the questions it no longer has.
    """

    slug: str
    questions: tuple[str, ...]
    tries: int
    removed: tuple[str, ...]


@dataclass(frozen=True)
class RegradePlan:
    """The effect of a regrade. ``stamp`` tells if it is still valid; ``kept`` counts the answers marked by hand."""

    slug: str
    scope: Scope
    questions: tuple[str, ...]
    diff: Diff
    changes: tuple[Change, ...]
    bodies: Mapping[str, tuple[str, str]]
    attempts: Sequence[tuple[str, Attempt]]
    """All attempts at the questions, each behind its learner, as they were when this was computed."""
    stamp: str
    kept: int
    rules: Mapping[tuple[str, str], Rules]
    """By learner and question, the rules to restore; only those that differ from the present ones."""
    rules_of: RulesOf
    """The present rules."""


def changed_texts(store: Store, school: str, lessons: Mapping[str, Lesson]) -> list[ChangedText]:
    """Find the texts whose questions or rules changed since they were answered, by slug. Costs one row a version."""
    only = next(iter(lessons)) if len(lessons) == 1 else None
    answered = store.regrades.versions(school, only)
    if not answered:
        return []
    rules, by_rules = store.regrades.rules(school, only), lessons_by_rules(store, school, lessons, only)
    rows_by_slug: dict[str, list[tuple[str, int, bool]]] = {}
    for (slug, name), versions in answered.items():
        if slug not in lessons:
            continue
        item = lessons[slug].item(name)
        outdated = sum(count for version, count in versions.items() if item is None or version != item.version)
        present = {question_rules(lesson, name).code for lesson in by_rules[slug]}
        if item and rules.get((slug, name), frozenset()) - present:
            outdated = sum(versions.values())
        if outdated:
            rows_by_slug.setdefault(slug, []).append((name, outdated, item is None))
    return [_changed(slug, rows_by_slug[slug]) for slug in sorted(rows_by_slug)]


def _changed(slug: str, rows: Iterable[tuple[str, int, bool]]) -> ChangedText:
    present = [(name, count) for name, count, gone in rows if not gone]
    gone = tuple(name for name, _, removed in rows if removed)
    return ChangedText(slug, tuple(name for name, _ in present), sum(count for _, count in present), gone)


def grade_ahead(store: Store, school: str, lesson: Lesson, scope: Scope, memo: GradeMemo, most: int) -> tuple[int, int]:
    """Grade up to ``most`` different answers that the memo does not have; count the graded answers, and all."""
    outdated = _outdated(store, school, lesson, scope).attempts
    left = most
    for done, attempt in enumerate(outdated):
        item = lesson.item(attempt.question)
        if item is None or memo.has(item, attempt.response):
            continue
        if not left:
            return done, len(outdated)
        memo.grade(item, attempt.response)
        left -= 1
    return len(outdated), len(outdated)


@dataclass(frozen=True)
class _Outdated:
    """Attempts at changed questions, and those of them that were graded by an earlier version or other rules."""

    questions: tuple[str, ...]
    items: Mapping[str, Item]
    all_attempts: list[tuple[str, Attempt]]
    standings: Standings
    attempts: list[Attempt]


def _outdated(store: Store, school: str, lesson: Lesson, scope: Scope) -> _Outdated:
    (changed,) = changed_texts(store, school, {lesson.slug: lesson}) or [ChangedText(lesson.slug, (), 0, ())]
    items = {name: item for name in changed.questions if (item := lesson.item(name))}
    attempts = store.regrades.tries(school, lesson.slug, changed.questions, scope)
    standings = _standings(store, school, lesson.slug, attempts)
    rules_of = rules_of_learners(store, school, lesson)

    def is_outdated(learner: str, attempt: Attempt) -> bool:
        standing = standings.get((learner, attempt.question))
        by_other_rules = standing is not None and standing.rules not in ("", rules_of(learner, attempt.question).code)
        return by_other_rules or effective_grade(attempt).version != items[attempt.question].version

    outdated = [attempt for learner, attempt in attempts if is_outdated(learner, attempt)]
    return _Outdated(changed.questions, items, attempts, standings, outdated)


def plan_regrade(
    store: Store,
    school: str,
    lesson: Lesson,
    scope: Scope,
    steps: StepReporter = ignore_steps,
    memo: GradeMemo | None = None,
) -> RegradePlan:
    """Grade the answers to earlier versions or by other rules, and compare.

    ``steps`` gets the number of answers, then each one done. ``memo`` has grades that were worked out before.
    """
    outdated, memo = _outdated(store, school, lesson, scope), memo or GradeMemo()
    step = steps(len(outdated.attempts))
    new = {}
    for attempt in outdated.attempts:
        new[_attempt_key(attempt)] = _graded(outdated.items[attempt.question], attempt, memo)
        step(1)
    versions = {_attempt_key(attempt): outdated.items[attempt.question].version for attempt in outdated.attempts}
    bodies = {
        name: (item.version, item.question.model_dump_json(by_alias=True)) for name, item in outdated.items.items()
    }
    answers = (outdated.questions, outdated.all_attempts, new, versions, bodies, outdated.standings)
    return _plan(store, school, lesson, scope, *answers, {})


def plan_undo(
    store: Store, school: str, lesson: Lesson, scope: Scope, batch: str, *, whole: bool = True
) -> RegradePlan:
    """Compute the effect of undoing a batch; what an interrupted undoing has undone is left out.

    StaleRegrade if something was regraded since. Answers out of the scope are a KeyError; if not the ``whole`` batch is
    undone, they are left out.
    """
    rows = store.regrades.rows(school, batch, None if whole else scope)
    questions = tuple(sorted({row["question"] for row in rows}))
    attempts = store.regrades.tries(school, lesson.slug, questions, scope)
    attempts_by_key = {_attempt_key(attempt): attempt for _, attempt in attempts}
    learners = {_attempt_key(attempt): learner for learner, attempt in attempts}
    batches = store.regrades.batches(school, lesson.slug)
    undone_by = {applied.batch.id for applied in batches if applied.batch.undoes == batch}
    regraded: dict[tuple[str, str], Attempt | None] = {}
    versions, rules = {}, {}
    for row in rows:
        key, old = (row["learner"], row["try_id"]), row["old"]
        if not (attempt := attempts_by_key[key]).regraded:
            raise StaleRegrade(batch)
        if attempt.regraded.batch in undone_by:
            continue
        if attempt.regraded.batch != batch:
            raise StaleRegrade(batch)
        regraded[key], versions[key] = _with_grade(attempt, old), old.version
        if rules_before := Rules.of_code(old.rules):
            rules[learners[key], attempt.question] = rules_before
    standings = _standings(store, school, lesson.slug, attempts)
    return _plan(store, school, lesson, scope, questions, attempts, regraded, versions, {}, standings, rules)


def _plan(
    store: Store,
    school: str,
    lesson: Lesson,
    scope: Scope,
    questions: tuple[str, ...],
    attempts: list[tuple[str, Attempt]],
    regraded: Mapping[tuple[str, str], Attempt | None],
    versions: Mapping[tuple[str, str], str],
    bodies: Mapping[str, tuple[str, str]],
    standings: Standings,
    rules: Mapping[tuple[str, str], Rules],
) -> RegradePlan:
    marks = store.reports.marks(school, {learner for learner, _ in attempts}, lesson.slug)
    rules_of = rules_of_learners(store, school, lesson)

    def mark_of(learner: str, question: str, history: Sequence[Attempt]) -> tuple[float, float]:
        counted = attempts_until_correct(without_superseded(rules_of.counted(learner, history)))
        points = counted[-1].possible
        mark = marks.get((learner, counted[-1].id))
        if mark:
            return min(mark.points, points), points
        by_rules = rules.get((learner, question)) or rules_of(learner, question)
        return round_for_display(mark_points(by_rules, counted), points), points

    def mark_stored(learner: str, question: str, history: Sequence[Attempt]) -> tuple[float, float]:
        standing = standings.get((learner, question))
        if standing is None:
            return mark_of(learner, question, history)
        return round_for_display(standing.earned, standing.possible), standing.possible

    diff = regrade_diff(
        attempts,
        lambda attempt: _attempt_key(attempt) in regraded,
        lambda attempt: regraded[_attempt_key(attempt)],
        mark_of,
        mark_stored,
    )
    shifts = {(line.learner, line.question): line.shift for line in diff.lines}
    codes = {key: standing.rules for key, standing in standings.items()}
    changes = tuple(
        _change(
            attempt,
            versions[_attempt_key(attempt)],
            shifts[learner, attempt.question],
            codes.get((learner, attempt.question), ""),
        )
        for learner, attempt in diff.graded
    )
    history_digest = grades_fingerprint(attempts)
    present = sorted(
        {(learner, attempt.question, rules_of(learner, attempt.question).code) for learner, attempt in attempts}
    )
    stamp = short_digest([history_digest, present, {name: version for name, (version, _) in bodies.items()}])
    kept = sum(attempt.verdict == "pending" for _, attempt in diff.graded)
    return RegradePlan(lesson.slug, scope, questions, diff, changes, bodies, attempts, stamp, kept, rules, rules_of)


def _standings(store: Store, school: str, slug: str, attempts: Iterable[tuple[str, Attempt]]) -> Standings:
    stored = store.reports.standings(school, {learner for learner, _ in attempts}, slug)
    return {
        (learner, name): standing for (learner, _), questions in stored.items() for name, standing in questions.items()
    }


def _change(attempt: Attempt, version: str, shift: MarkShift, rules: str) -> Change:
    return Change(attempt, version, (shift.before, shift.most_before), (shift.after, shift.most_after), rules)


def _attempt_key(attempt: Attempt) -> tuple[str, str]:
    return (attempt.learner, attempt.id)


def _graded(item: Item, attempt: Attempt, memo: GradeMemo) -> Attempt | None:
    """Grade an attempt by the present question; None if its answer does not fit.

    Manually marked answers keep their marks; only the most that they can be follows the question.
    """
    grade = memo.grade(item, attempt.response)
    if grade is None or ("pending" in (grade.verdict, attempt.verdict) and grade.verdict != attempt.verdict):
        return None
    if grade.unsure and attempt.verdict == "nearly":
        grade = ask_again(grade)
    return _with_grade(attempt, EffectiveGrade("", *(getattr(grade, name) for name in GRADE_FIELDS)))


GRADE_FIELDS = ("verdict", "earned", "possible", "why", "note", "tolerance_level", "parts", "unsure")


def _with_grade(attempt: Attempt, grade: EffectiveGrade) -> Attempt:
    return replace(attempt, **{name: getattr(grade, name) for name in GRADE_FIELDS})
