"""Regrading: what a changed question makes of recorded answers, worked out, applied as a whole, and taken back.

The desk and the command line share it. An answer is graded by the present question, the sequence of a learner's tries
counts by the present rules, and one that no longer fits the question keeps its grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from webapp.analysis.regrade import Diff, Shift, regrade_diff
from webapp.content import Lesson
from webapp.grading import Rules, costing, countback, settled, told, until_right
from webapp.model import Question, Response, Try, short_digest
from webapp.store import Store
from webapp.store.graded import Graded, grade_of
from webapp.store.regrades import Batch, Change, Restood, Scope, StaleRegrade, seen_of

MOST_IN_A_PAGE = 5000
"""More answers than a page should grade while somebody waits: the command line takes them."""


@dataclass(frozen=True)
class Changed:
    """A text with recorded answers to earlier versions of its questions; ``removed`` are those it no longer has."""

    slug: str
    questions: tuple[str, ...]
    tries: int
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
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


def changed_texts(store: Store, school: str, lessons: Mapping[str, Lesson]) -> list[Changed]:
    """The texts whose questions are no longer those that were answered, by slug. Costs one row a version."""
    found: dict[str, list[tuple[str, int, bool]]] = {}
    for (slug, name), versions in store.regrades.versions(school).items():
        item = lessons[slug].item(name) if slug in lessons else None
        old = sum(tries for version, tries in versions.items() if item is None or version != item.version)
        if old and slug in lessons:
            found.setdefault(slug, []).append((name, old, item is None))
    return [_changed(slug, found[slug]) for slug in sorted(found)]


def _changed(slug: str, rows: Iterable[tuple[str, int, bool]]) -> Changed:
    present = [(name, tries) for name, tries, gone in rows if not gone]
    gone = tuple(name for name, _, removed in rows if removed)
    return Changed(slug, tuple(name for name, _ in present), sum(tries for _, tries in present), gone)


def plan_for(store: Store, school: str, lesson: Lesson, scope: Scope) -> Plan:
    """Grade what these learners answered to earlier versions, and compare."""
    (changed,) = changed_texts(store, school, {lesson.slug: lesson}) or [Changed(lesson.slug, (), 0, ())]
    items = {name: item for name in changed.questions if (item := lesson.item(name))}
    tries = store.regrades.tries(school, lesson.slug, changed.questions, scope)
    asked = [one for _, one in tries if grade_of(one).version != items[one.question].version]
    new = {_key(one): _graded(items[one.question].question, one) for one in asked}
    versions = {_key(one): items[one.question].version for one in asked}
    bodies = {name: (one.version, one.question.model_dump_json(by_alias=True)) for name, one in items.items()}
    return _plan(store, school, lesson, scope, changed.questions, tries, new, versions, bodies)


def plan_back(store: Store, school: str, lesson: Lesson, scope: Scope, batch: str) -> Plan:
    """What taking a batch back would do.

    StaleRegrade where something was graded anew since; KeyError where answers of it are out of the scope.
    """
    rows = store.regrades.rows(school, batch)
    questions = tuple(sorted({row["question"] for row in rows}))
    tries = store.regrades.tries(school, lesson.slug, questions, scope)
    there = {_key(one): one for _, one in tries}
    new: dict[tuple[str, str], Try | None] = {}
    versions = {}
    for row in rows:
        key, old = (row["learner"], row["try_id"]), row["old"]
        if not (one := there[key]).regraded or one.regraded.batch != batch:
            raise StaleRegrade(batch)
        new[key], versions[key] = _with(one, old), old.version
    return _plan(store, school, lesson, scope, questions, tries, new, versions, {})


def apply_plan(store: Store, school: str, lesson: Lesson, plan: Plan, batch: Batch) -> bool:
    """Apply all of it or nothing; False where this batch was applied before. StaleRegrade where it no longer holds."""

    def restand(question: str, tries: Sequence[Try]) -> Restood:
        counted = until_right(tries)
        last = counted[-1]
        done = settled(_rules(lesson, question), counted)
        return Restood(last.verdict, _mark(lesson, question, counted), last.possible, done, last.id)

    place = (batch, plan.scope, plan.questions, plan.seen)
    return store.regrades.apply(school, *place, plan.changes, plan.bodies, restand)


def fits(question: Question, response: Response) -> bool:
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
    tries: list[tuple[str, Try]],
    new: Mapping[tuple[str, str], Try | None],
    versions: Mapping[tuple[str, str], str],
    bodies: Mapping[str, tuple[str, str]],
) -> Plan:
    marks = store.reports.marks(school, {learner for learner, _ in tries}, lesson.slug)

    def stand(learner: str, question: str, history: Sequence[Try]) -> tuple[float, float]:
        counted = until_right(store.regrades.join(history, learner))
        points = counted[-1].possible
        mark = marks.get((learner, counted[-1].id))
        return (mark.points if mark else told(_mark(lesson, question, counted), points)), points

    diff = regrade_diff(tries, lambda one: _key(one) in new, lambda one: new[_key(one)], stand)
    shifts = {(line.learner, line.question): line.shift for line in diff.lines}
    changes = tuple(_change(one, versions[_key(one)], shifts[learner, one.question]) for learner, one in diff.graded)
    seen = seen_of(tries)
    rules = [(name, asdict(_rules(lesson, name))) for name in questions]
    stamp = short_digest([seen, rules, {name: version for name, (version, _) in bodies.items()}])
    kept = sum(one.verdict == "pending" for _, one in diff.graded)
    return Plan(lesson.slug, scope, questions, diff, changes, bodies, seen, stamp, kept)


def _change(one: Try, version: str, shift: Shift) -> Change:
    return Change(one, version, (shift.before, shift.most_before), (shift.after, shift.most_after))


def _key(one: Try) -> tuple[str, str]:
    return (one.learner, one.id)


def _rules(lesson: Lesson, question: str) -> Rules:
    item = lesson.item(question)
    return lesson.settings.rules_of(item.question) if item else lesson.settings.rules


def _mark(lesson: Lesson, question: str, counted: Sequence[Try]) -> float:
    return countback(_rules(lesson, question), [one.parts for one in costing(counted)], counted[-1].possible)


def _graded(question: Question, one: Try) -> Try | None:
    """A try as the present question grades it; None where it does not fit. What people mark is left to them."""
    if not fits(question, one.response):
        return None
    grade = question.grade(one.response)
    if "pending" in (grade.verdict, one.verdict):
        return one if grade.verdict == one.verdict else None
    return _with(one, Graded("", *(getattr(grade, name) for name in GRADE)))


GRADE = ("verdict", "earned", "possible", "why", "note", "rung", "parts")


def _with(one: Try, grade: Graded) -> Try:
    return replace(one, **{name: getattr(grade, name) for name in GRADE})
