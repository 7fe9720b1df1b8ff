"""Regrading: what changed questions make of earlier answers, shown first, applied as a whole, and taken back.

An admin regrades the whole school; another teacher the learners of the own classes. Names are shown of those alone.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.regrade_diff import MarkChange, MarkChangeTotal
from webapp.assessment.regrading import (
    MAX_ANSWERS_IN_PAGE,
    ChangedText,
    RegradePlan,
    apply_plan,
    changed_texts,
    plan_regrade,
    plan_undo,
)
from webapp.content import Lesson
from webapp.domain.people import Teacher
from webapp.store.protocols.regrades import Applied, Batch, Scope, StaleRegrade
from webapp.web.framework.services import current_services, lesson_or_404
from webapp.web.teacher.access import bp, names_of, teacher_only

LONGEST_REASON = 500
MOST_BATCHES = 20
_TOKEN = re.compile(r"^[A-Za-z0-9_-]{16,64}$")


@dataclass(frozen=True)
class Who:
    """One learner's changes; ``name`` is empty where the learner is in none of the teacher's classes."""

    name: str
    whole: MarkChangeTotal
    lines: tuple[MarkChange, ...]


@bp.get("/regrade")
@teacher_only
def regrade(teacher: Teacher) -> str:
    """The texts whose questions are no longer those that were answered."""
    services = current_services()
    lessons = services.library.snapshot.lessons
    scope, _ = _scope(teacher)
    changed = [
        one
        for one in changed_texts(services.store, services.config.school, lessons)
        if one.removed or _concerns(one, scope)
    ]
    rows = [(one, lessons[one.slug].settings.title) for one in changed]
    return render_template("teacher/marking/regrade_texts.html", teacher=teacher, rows=rows)


@bp.get("/regrade/<slug:slug>")
@teacher_only
def regrade_text(teacher: Teacher, slug: str) -> str:
    """What would change; nothing is written."""
    return _page(teacher, lesson_or_404(slug))


@bp.post("/regrade/<slug:slug>")
@teacher_only
def apply_regrade(teacher: Teacher, slug: str) -> Reply | tuple[str, int]:
    """Apply what was shown, all of it or nothing; what no longer holds is shown anew instead."""
    lesson, services, form = lesson_or_404(slug), current_services(), request.form
    scope, _ = _scope(teacher)
    reason, token = " ".join(form.get("reason", "").split())[:LONGEST_REASON], form.get("token", "")
    if not _TOKEN.match(token):
        abort(400)
    if not reason:
        return _page(teacher, lesson, fault="reason"), 422
    if any(one.batch.id == token for one in services.store.regrades.batches(services.config.school, slug)):
        return _to(slug, "desk-regraded")
    if _too_many(lesson, scope):
        abort(400)
    plan = plan_regrade(services.store, services.config.school, lesson, scope)
    if plan.stamp != form.get("stamp"):
        return _page(teacher, lesson, fault="stale", reason=reason), 409
    try:
        apply_plan(services.store, services.config.school, lesson, plan, Batch(token, slug, teacher.id, reason))
    except StaleRegrade:
        return _page(teacher, lesson, fault="stale", reason=reason), 409
    return _to(slug, "desk-regraded")


@bp.post("/regrade/<slug:slug>/undo")
@teacher_only
def undo_regrade(teacher: Teacher, slug: str) -> Reply:
    """Take a batch back, as a batch of its own: one's own, or any as an admin."""
    lesson, services, form = lesson_or_404(slug), current_services(), request.form
    batches = {one.batch.id: one for one in services.store.regrades.batches(services.config.school, slug)}
    found, token = batches.get(form.get("batch", "")), form.get("token", "")
    if found is None or not _may_undo(teacher, found) or not _TOKEN.match(token):
        abort(404)
    if token in batches:
        return _to(slug, "desk-regrade-undone")
    scope, _ = _scope(teacher)
    try:
        plan = plan_undo(services.store, services.config.school, lesson, scope, found.batch.id)
        reason = f"رُجع عن: {found.batch.reason}"[:LONGEST_REASON]
        batch = Batch(token, slug, teacher.id, reason, found.batch.id)
        apply_plan(services.store, services.config.school, lesson, plan, batch)
    except (StaleRegrade, KeyError):
        return _to(slug, "desk-regrade-kept")
    return _to(slug, "desk-regrade-undone")


def _scope(teacher: Teacher) -> tuple[Scope, dict[str, str]]:
    """Whom this teacher regrades, and the names that this teacher may see."""
    services = current_services()
    people, school = services.store.people, services.config.school
    classes = [one for away in (False, True) for one in people.classes_of(school, teacher.id, archived=away)]
    names = {one.learner: one.name for klass in classes for one in people.members(school, klass.id)}
    return (None if teacher.is_admin else frozenset(names)), names


def _concerns(changed: ChangedText, scope: Scope) -> bool:
    """Whether anything of it is an answer of these learners to an earlier version."""
    services = current_services()
    if scope is None or changed.tries > MAX_ANSWERS_IN_PAGE:
        return bool(changed.questions)
    lesson = services.library.snapshot.lessons[changed.slug]
    return bool(plan_regrade(services.store, services.config.school, lesson, scope).changes)


def _too_many(lesson: Lesson, scope: Scope) -> bool:
    """Whether a page would take too long. Of the own classes' learners there are never that many."""
    services = current_services()
    found = changed_texts(services.store, services.config.school, {lesson.slug: lesson})
    return scope is None and sum(one.tries for one in found) > MAX_ANSWERS_IN_PAGE


def _page(teacher: Teacher, lesson: Lesson, fault: str = "", reason: str = "") -> str:
    services = current_services()
    school, (scope, names) = services.config.school, _scope(teacher)
    too_many = _too_many(lesson, scope)
    plan = None if too_many else plan_regrade(services.store, school, lesson, scope)
    removed = [one.removed for one in changed_texts(services.store, school, {lesson.slug: lesson})]
    batches = services.store.regrades.batches(school, lesson.slug)[:MOST_BATCHES]
    return render_template(
        "teacher/marking/regrade_text.html",
        teacher=teacher,
        lesson=lesson,
        prompts={item.question.id: item.question.prompt for item in lesson.items},
        plan=plan,
        who=_who(plan, names) if plan else [],
        removed=removed[0] if removed else (),
        most=MAX_ANSWERS_IN_PAGE,
        batches=[(one, _may_undo(teacher, one)) for one in batches],
        people=names_of(one.batch.teacher for one in batches),
        new_token=lambda: secrets.token_urlsafe(18),
        fault=fault,
        reason=reason,
    )


def _who(plan: RegradePlan, names: dict[str, str]) -> list[Who]:
    """Those whose marks change."""
    changed = [line for line in plan.diff.lines if line.shift.changes]
    found = []
    for whole in plan.diff.by_learner:
        lines = tuple(line for line in changed if line.learner == whole.name)
        if lines:
            found.append(Who(names.get(whole.name, ""), whole, lines))
    return found


def _may_undo(teacher: Teacher, applied: Applied) -> bool:
    mine = teacher.is_admin or applied.batch.teacher == teacher.id
    return mine and not applied.undone and applied.batch.undoes is None


def _to(slug: str, said: str) -> Reply:
    flash(said)
    return redirect(url_for("desk.regrade_text", slug=slug), 303)
