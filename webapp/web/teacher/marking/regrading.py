"""Regrading: the effect of changed questions on earlier answers, previewed, applied, and undone.

A page that has more answers to grade than fit into a moment shows how far it is and comes again by itself; what it has
graded is remembered in this process. Applying goes part by part, and what is left shows as a preview of its own.

An admin regrades the whole school; another teacher only the learners of the teacher's classes. Names are shown of those
alone.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from flask import abort, after_this_request, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.apply_regrade import apply_plan
from webapp.assessment.authoring.regraded_questions import regraded_questions
from webapp.assessment.grade_memo import MAX_GRADES, GradeMemo
from webapp.assessment.regrade_diff import MarkChange, MarkChangeTotal
from webapp.assessment.regrading import (
    ChangedText,
    RegradePlan,
    changed_texts,
    grade_ahead,
    plan_regrade,
    plan_undo,
)
from webapp.content import Lesson
from webapp.domain.people import Teacher
from webapp.store.protocols.regrades import AppliedBatch, Batch, Scope, StaleRegrade
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, lesson_or_404, school_people, school_store
from webapp.web.teacher.access import bp, names_of, teacher_only
from webapp.web.teacher.marking.blind_marks import hidden_answers
from webapp.web.teacher.marking.forms import MAX_REASON, RegradeForm, UndoForm
from webapp.web.teacher.question_forms.form_view import of_both

MAX_BATCHES = 20
MAX_GRADED = 200
"""Different answers that one page grades: a second of work."""
MAX_APPLIED = 5000
"""Grades that one press of the button writes, part by part."""
MAX_ANSWERS_FOR_HINT = 5000
"""With more answers, the list of texts does not look whether the teacher's own learners gave any of them."""
KEY_REASON = "أُعيد النظر في الإجابات المقبولة عن هذا السؤال."
"""The reason that is proposed where an answer was accepted; learners read Arabic."""
MAX_ANSWERS_IN_PAGE = MAX_GRADES
"""More answers than are remembered are left to the command line."""
_memo = GradeMemo()


@dataclass(frozen=True)
class Who:
    """Changes of one learner; ``name`` is empty where the learner is in none of the teacher's classes."""

    name: str
    whole: MarkChangeTotal
    lines: tuple[MarkChange, ...]


@dataclass(frozen=True)
class RegradePreview:
    """Progress of the grading for a preview. ``plan`` is None before the end, and where there are ``too_many`` answers.

    ``names`` are those that the teacher may see, by learner.
    """

    plan: RegradePlan | None
    done: int
    total: int
    too_many: bool
    names: dict[str, str]

    @property
    def goes_on(self) -> bool:
        """Tell whether more is to be graded first."""
        return self.plan is None and not self.too_many


def preview_regrade(teacher: Teacher, lesson: Lesson) -> RegradePreview:
    """Grade the next part of the answers that a lesson would regrade; where none is left, the plan of all changes."""
    (store, school), (scope, names) = school_store(), _scope(teacher)
    done, total = grade_ahead(store, school, lesson, scope, _memo, MAX_GRADED)
    too_many = total > MAX_ANSWERS_IN_PAGE
    whole = done == total and not too_many
    plan = _without_hidden_marks(plan_regrade(store, school, lesson, scope, memo=_memo)) if whole else None
    return RegradePreview(plan, done, total, too_many, names)


@bp.get("/regrade")
@teacher_only
def regrade(teacher: Teacher) -> str:
    """Texts whose questions have changed since they were answered."""
    services = current_services()
    lessons = services.library.snapshot.lessons
    scope, _ = _scope(teacher)
    changed = [
        text
        for text in changed_texts(services.store, services.config.school, lessons)
        if text.removed or _concerns(text, scope)
    ]
    rows = [(text, lessons[text.slug].settings.title) for text in changed]
    return render_template("teacher/marking/regrade_texts.html", teacher=teacher, rows=rows)


@bp.get("/regrade/<slug:slug>")
@teacher_only
def regrade_text(teacher: Teacher, slug: str) -> str:
    """Preview of the changes; nothing is written."""
    return _page(teacher, lesson_or_404(slug), RegradeForm())


@bp.post("/regrade/<slug:slug>")
@teacher_only
def apply_regrade(teacher: Teacher, slug: str) -> Reply | tuple[str, int]:
    """Apply the changes that were shown; show a new preview where they are out of date, or where some are left."""
    current_services().library.refresh()  # another process may have shown the changes, with a key saved a moment ago
    lesson, services, form = lesson_or_404(slug), current_services(), RegradeForm()
    scope, _ = _scope(teacher)
    reason, token = form.reason.data, form.token.data
    if not form.has_token:
        abort(400)
    if not form.validate_on_submit():
        return _page(teacher, lesson, form), 422
    batches = services.store.regrades.batches(services.config.school, slug)
    begun = any(applied.batch.id == token and applied.batch.teacher == teacher.id for applied in batches)
    done, total = grade_ahead(services.store, services.config.school, lesson, scope, _memo, MAX_GRADED)
    if done < total or total > MAX_ANSWERS_IN_PAGE:
        notify("regrade-graded-anew")
        return _to_text(slug)
    plan = plan_regrade(services.store, services.config.school, lesson, scope, memo=_memo)
    if plan.stamp != form.stamp.data and not begun:
        return _page(teacher, lesson, form, stale=True), 409
    if plan.stamp == form.stamp.data:
        batch = Batch(token, slug, teacher.id, reason)
        try:
            apply_plan(services.store, services.config.school, lesson, plan, batch, go_on=begun, most=MAX_APPLIED)
        except StaleRegrade:
            return _page(teacher, lesson, form, stale=True), 409
        if len(plan.changes) > MAX_APPLIED:
            notify("regrade-goes-on")
            return redirect(url_for("desk.regrade_text", slug=slug, batch=token), 303)
    notify("regrade-applied")
    return _to_text(slug)


@bp.post("/regrade/<slug:slug>/undo")
@teacher_only
def undo_regrade(teacher: Teacher, slug: str) -> Reply:
    """Undo a batch by another batch: a teacher's own one, or any for an admin."""
    lesson, services, form = lesson_or_404(slug), current_services(), UndoForm()
    batches = {applied.batch.id: applied for applied in services.store.regrades.batches(services.config.school, slug)}
    applied, token = batches.get(form.batch.data), form.token.data
    if applied is None or not _may_undo(teacher, applied) or not form.has_token:
        abort(404)
    if token in batches:
        notify("regrade-undone")
        return _to_text(slug)
    scope, _ = _scope(teacher)
    try:
        plan = plan_undo(services.store, services.config.school, lesson, scope, applied.batch.id)
        reason = f"تراجع: {applied.batch.reason}"[:MAX_REASON]
        batch = Batch(token, slug, teacher.id, reason, applied.batch.id)
        apply_plan(services.store, services.config.school, lesson, plan, batch)
    except (StaleRegrade, KeyError):
        notify("regrade-not-undone")
        return _to_text(slug)
    notify("regrade-undone")
    return _to_text(slug)


def _scope(teacher: Teacher) -> tuple[Scope, dict[str, str]]:
    """Learners that this teacher regrades, and the names that this teacher may see."""
    people, school = school_people()
    classes = [
        own_class for away in (False, True) for own_class in people.classes_of(school, teacher.id, archived=away)
    ]
    names = {member.learner: member.name for klass in classes for member in people.members(school, klass.id)}
    return (None if teacher.is_admin else frozenset(names)), names


def _concerns(changed: ChangedText, scope: Scope) -> bool:
    """Tell whether these learners answered an earlier version of a changed question."""
    services = current_services()
    if scope is None or changed.tries > MAX_ANSWERS_FOR_HINT:
        return bool(changed.questions)
    lesson = services.library.snapshot.lessons[changed.slug]
    _, outdated = grade_ahead(services.store, services.config.school, lesson, scope, _memo, 0)
    return outdated > 0


def _page(teacher: Teacher, lesson: Lesson, form: RegradeForm, stale: bool = False) -> str:
    store, school = school_store()
    preview = preview_regrade(teacher, lesson)
    if preview.goes_on:
        after_this_request(_come_again)
    begun = _begun(teacher, lesson)
    changed = lesson.item(request.args.get("key", ""))
    reason = begun.batch.reason if begun else KEY_REASON if changed else ""
    removed = [text.removed for text in changed_texts(store, school, {lesson.slug: lesson})]
    batches = store.regrades.batches(school, lesson.slug)[:MAX_BATCHES]
    return render_template(
        "teacher/marking/regrade_text.html",
        teacher=teacher,
        lesson=lesson,
        prompts={item.question.id: item.question.prompt for item in lesson.items},
        plan=preview.plan,
        who=_who(preview.plan, preview.names) if preview.plan else [],
        questions=regraded_questions(store, school, lesson, preview.plan) if preview.plan else (),
        in_both=of_both,
        removed=removed[0] if removed else (),
        too_many=preview.too_many,
        done=preview.done,
        total=preview.total,
        begun=begun,
        batches=[(applied, _may_undo(teacher, applied)) for applied in batches],
        people=names_of(applied.batch.teacher for applied in batches),
        new_token=lambda: secrets.token_urlsafe(18),
        form=form,
        reason=form.reason.typed or reason,
        back=_question_page(teacher, lesson, changed.question.id) if changed else "",
        stale=stale,
    )


def _question_page(teacher: Teacher, lesson: Lesson, question: str) -> str:
    """Address of the results of a question in the class that the page's address names; empty for another's class."""
    people, school = school_people()
    class_id = request.args.get("class", "")
    if not people.teaches(school, teacher.id, class_id):
        return ""
    return url_for("desk.question_scores", class_id=class_id, slug=lesson.slug, question=question)


def _without_hidden_marks(plan: RegradePlan) -> RegradePlan:
    """The plan as this teacher may see it: without the points of marks that a second marker must not see yet."""
    answers = hidden_answers({line.learner for line in plan.diff.lines}, plan.slug)
    hidden = {(answer.learner, answer.attempt.question) for answer in answers}
    lines = tuple(line for line in plan.diff.lines if (line.learner, line.question) not in hidden)
    return replace(plan, diff=replace(plan.diff, lines=lines))


def _who(plan: RegradePlan, names: dict[str, str]) -> list[Who]:
    """Learners whose marks change."""
    changed = [line for line in plan.diff.lines if line.shift.changes]
    learners = []
    for whole in plan.diff.by_learner:
        lines = tuple(line for line in changed if line.learner == whole.name)
        if lines:
            learners.append(Who(names.get(whole.name, ""), whole, lines))
    return learners


def _come_again(reply: Reply) -> Reply:
    """Have the browser ask for the page again in a second; a script is not needed for it."""
    reply.headers["Refresh"] = "1"
    return reply


def _begun(teacher: Teacher, lesson: Lesson) -> AppliedBatch | None:
    """The batch that this page goes on with, where its address names one of this teacher."""
    store, school = school_store()
    batches, named = store.regrades.batches(school, lesson.slug), request.args.get("batch", "")
    mine = (applied for applied in batches if applied.batch.teacher == teacher.id and not applied.batch.undoes)
    return next((applied for applied in mine if applied.batch.id == named and not applied.undone), None)


def _may_undo(teacher: Teacher, applied: AppliedBatch) -> bool:
    mine = teacher.is_admin or applied.batch.teacher == teacher.id
    return mine and not applied.undone and applied.batch.undoes is None


def _to_text(slug: str) -> Reply:
    return redirect(url_for("desk.regrade_text", slug=slug), 303)
