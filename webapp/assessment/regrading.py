"""Regrading: what a changed question makes of recorded answers, worked out, applied as a whole, and taken back.

The desk and the command line share it. An answer is graded by the present question, the sequence of a learner's tries
counts by the present rules (tries and penalty of the file), and one that no longer fits the question keeps its grade.
What was applied is taken back by the rules that it had before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from webapp.assessment.regrade_diff import Diff, MarkShift, regrade_diff
from webapp.content import Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.question import Question, Response
from webapp.domain.scoring import Rules, attempts_until_correct, countback, counted_attempts, round_for_display, settled
from webapp.domain.text import short_digest
from webapp.store.protocols.regrades import Batch, Change, RestandAny, Restood, Scope, StaleRegrade, seen_of
from webapp.store.protocols.store import Standing, Store
from webapp.store.sqlite.attempts.effective_grades import Graded, grade_of

StepReporter = Callable[[int], Callable[[int], object]]
"""Told how many steps there are; what comes back is told of each, as one or several."""
Standings = Mapping[tuple[str, str], Standing]
"""Where learners stand, by learner and question."""


def ignore_steps(_length: int) -> Callable[[int], object]:
    """Steps that nobody watches."""
    return lambda _done: None


MAX_ANSWERS_IN_PAGE = 5000
"""More answers than a page should grade while somebody waits: the command line takes them."""


@dataclass(frozen=True)
class ChangedText:
    """A text with recorded answers to earlier versions of its questions, or marks by other rules than it has now.

    ``tries`` counts the answers to ``questions``; ``removed`` are the questions it no longer has.
    """

    slug: str
    questions: tuple[str, ...]
    tries: int
    removed: tuple[str, ...]


@dataclass(frozen=True)
class RegradePlan:
    """What applying would do. ``stamp`` tells whether it still holds; ``kept`` counts the answers marked by hand."""

    slug: str
    scope: Scope
    questions: tuple[str, ...]
    diff: Diff
    changes: tuple[Change, ...]
    bodies: Mapping[str, tuple[str, str]]
    seen: str
    stamp: str
    kept: int
    rules: Mapping[tuple[str, str], Rules]
    """By learner and question, the rules to go back to; without those that count by the present ones."""


def changed_texts(store: Store, school: str, lessons: Mapping[str, Lesson]) -> list[ChangedText]:
    """The texts whose questions or rules are no longer those that were answered, by slug. Costs one row a version."""
    only = next(iter(lessons)) if len(lessons) == 1 else None
    rules = store.regrades.rules(school, only)
    found: dict[str, list[tuple[str, int, bool]]] = {}
    for (slug, name), versions in store.regrades.versions(school, only).items():
        if slug not in lessons:
            continue
        item = lessons[slug].item(name)
        old = sum(tries for version, tries in versions.items() if item is None or version != item.version)
        if item and rules.get((slug, name), frozenset()) - {_rules(lessons[slug], name).code}:
            old = sum(versions.values())
        if old:
            found.setdefault(slug, []).append((name, old, item is None))
    return [_changed(slug, found[slug]) for slug in sorted(found)]


def _changed(slug: str, rows: Iterable[tuple[str, int, bool]]) -> ChangedText:
    present = [(name, tries) for name, tries, gone in rows if not gone]
    gone = tuple(name for name, _, removed in rows if removed)
    return ChangedText(slug, tuple(name for name, _ in present), sum(tries for _, tries in present), gone)


def plan_regrade(
    store: Store, school: str, lesson: Lesson, scope: Scope, steps: StepReporter = ignore_steps
) -> RegradePlan:
    """Grade what these learners answered to earlier versions or by other rules, and compare. ``steps`` is told how many
    answers there are, and then of each."""
    (changed,) = changed_texts(store, school, {lesson.slug: lesson}) or [ChangedText(lesson.slug, (), 0, ())]
    items = {name: item for name in changed.questions if (item := lesson.item(name))}
    tries = store.regrades.tries(school, lesson.slug, changed.questions, scope)
    standings = _standings(store, school, lesson.slug, tries)
    now = {name: _rules(lesson, name).code for name in items}

    def is_old(learner: str, one: Attempt) -> bool:
        stands = standings.get((learner, one.question))
        other = stands is not None and stands.rules not in ("", now[one.question])
        return other or grade_of(one).version != items[one.question].version

    asked = [one for learner, one in tries if is_old(learner, one)]
    step = steps(len(asked))
    new = {}
    for one in asked:
        new[_key(one)] = _graded(items[one.question].question, one)
        step(1)
    versions = {_key(one): items[one.question].version for one in asked}
    bodies = {name: (one.version, one.question.model_dump_json(by_alias=True)) for name, one in items.items()}
    return _plan(store, school, lesson, scope, changed.questions, tries, new, versions, bodies, standings, {})


def plan_undo(store: Store, school: str, lesson: Lesson, scope: Scope, batch: str) -> RegradePlan:
    """What taking a batch back would do.

    StaleRegrade where something was graded anew since; KeyError where answers of it are out of the scope.
    """
    rows = store.regrades.rows(school, batch)
    questions = tuple(sorted({row["question"] for row in rows}))
    tries = store.regrades.tries(school, lesson.slug, questions, scope)
    there = {_key(one): one for _, one in tries}
    roots = {_key(one): learner for learner, one in tries}
    new: dict[tuple[str, str], Attempt | None] = {}
    versions, rules = {}, {}
    for row in rows:
        key, old = (row["learner"], row["try_id"]), row["old"]
        if not (one := there[key]).regraded or one.regraded.batch != batch:
            raise StaleRegrade(batch)
        new[key], versions[key] = _with(one, old), old.version
        if before := Rules.of_code(old.rules):
            rules[roots[key], one.question] = before
    standings = _standings(store, school, lesson.slug, tries)
    return _plan(store, school, lesson, scope, questions, tries, new, versions, {}, standings, rules)


def apply_plan(
    store: Store, school: str, lesson: Lesson, plan: RegradePlan, batch: Batch, steps: StepReporter = ignore_steps
) -> bool:
    """Apply all of it or nothing; False where this batch was applied before. StaleRegrade where it no longer holds.

    ``steps`` is told how many marks there are, and then of each.
    """
    step = steps(len(plan.diff.lines))

    def restand(question: str, tries: Sequence[Attempt]) -> Restood:
        step(1)
        rules = plan.rules.get((tries[0].learner, question)) or _rules(lesson, question)
        return recomputed_standing(rules, tries)

    place = (batch, plan.scope, plan.questions, plan.seen)
    return store.regrades.apply(school, *place, plan.changes, plan.bodies, restand)


def recomputed_standing(rules: Rules, tries: Sequence[Attempt]) -> Restood:
    """Where a learner stands in a question after these tries."""
    counted = attempts_until_correct(tries)
    last = counted[-1]
    return Restood(last.verdict, _mark(rules, counted), last.possible, settled(rules, counted), last.id, rules.code)


def standing_recomputer(lessons: Mapping[str, Lesson]) -> RestandAny:
    """The same for any text, by the rules it has now: for two records that become one, or are parted."""

    def restand(slug: str, question: str, tries: Sequence[Attempt]) -> Restood | None:
        lesson = lessons.get(slug)
        return recomputed_standing(_rules(lesson, question), tries) if lesson else None

    return restand


def response_fits(question: Question, response: Response) -> bool:
    """Whether an answer is one that the question, as it is now, could be given."""
    if isinstance(response, dict):
        form = {f"{question.id}.{name}": [value] for name, value in response.items()}
    else:
        form = {question.id: [response] if isinstance(response, str) else list(response)}
    read = question.read(form)
    if isinstance(read, list) and isinstance(response, list):
        return sorted(read) == sorted(response)
    return read == response


def _plan(
    store: Store,
    school: str,
    lesson: Lesson,
    scope: Scope,
    questions: tuple[str, ...],
    tries: list[tuple[str, Attempt]],
    new: Mapping[tuple[str, str], Attempt | None],
    versions: Mapping[tuple[str, str], str],
    bodies: Mapping[str, tuple[str, str]],
    standings: Standings,
    rules: Mapping[tuple[str, str], Rules],
) -> RegradePlan:
    marks = store.reports.marks(school, {learner for learner, _ in tries}, lesson.slug)

    def stand(learner: str, question: str, history: Sequence[Attempt]) -> tuple[float, float]:
        counted = attempts_until_correct(store.regrades.join(history, learner))
        points = counted[-1].possible
        mark = marks.get((learner, counted[-1].id))
        by = rules.get((learner, question)) or _rules(lesson, question)
        return (min(mark.points, points) if mark else round_for_display(_mark(by, counted), points)), points

    def stood(learner: str, question: str, history: Sequence[Attempt]) -> tuple[float, float]:
        one = standings.get((learner, question))
        return (round_for_display(one.earned, one.possible), one.possible) if one else stand(learner, question, history)

    diff = regrade_diff(tries, lambda one: _key(one) in new, lambda one: new[_key(one)], stand, stood)
    shifts = {(line.learner, line.question): line.shift for line in diff.lines}
    codes = {key: one.rules for key, one in standings.items()}
    changes = tuple(
        _change(one, versions[_key(one)], shifts[learner, one.question], codes.get((learner, one.question), ""))
        for learner, one in diff.graded
    )
    seen = seen_of(tries)
    present = [(name, asdict(_rules(lesson, name))) for name in questions]
    stamp = short_digest([seen, present, {name: version for name, (version, _) in bodies.items()}])
    kept = sum(one.verdict == "pending" for _, one in diff.graded)
    return RegradePlan(lesson.slug, scope, questions, diff, changes, bodies, seen, stamp, kept, rules)


def _standings(store: Store, school: str, slug: str, tries: Iterable[tuple[str, Attempt]]) -> Standings:
    found = store.reports.standings(school, {learner for learner, _ in tries}, slug)
    return {(learner, name): one for (learner, _), own in found.items() for name, one in own.items()}


def _change(one: Attempt, version: str, shift: MarkShift, rules: str) -> Change:
    return Change(one, version, (shift.before, shift.most_before), (shift.after, shift.most_after), rules)


def _key(one: Attempt) -> tuple[str, str]:
    return (one.learner, one.id)


def _rules(lesson: Lesson, question: str) -> Rules:
    item = lesson.item(question)
    return lesson.settings.rules_of(item.question) if item else lesson.settings.rules


def _mark(rules: Rules, counted: Sequence[Attempt]) -> float:
    return countback(rules, [one.parts for one in counted_attempts(counted)], counted[-1].possible)


def _graded(question: Question, one: Attempt) -> Attempt | None:
    """A try as the present question grades it; None where it does not fit.

    What people mark is left to them: of that, the most that it can be follows the question.
    """
    if not response_fits(question, one.response):
        return None
    grade = question.grade(one.response)
    if "pending" in (grade.verdict, one.verdict) and grade.verdict != one.verdict:
        return None
    return _with(one, Graded("", *(getattr(grade, name) for name in GRADE_FIELDS)))


GRADE_FIELDS = ("verdict", "earned", "possible", "why", "note", "rung", "parts")


def _with(one: Attempt, grade: Graded) -> Attempt:
    return replace(one, **{name: getattr(grade, name) for name in GRADE_FIELDS})
