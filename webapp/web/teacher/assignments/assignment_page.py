"""The page of an assignment: who has done it, its times and rules; changing, opening, closing and removing it."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.assignment import Assignment, LearnersAssignment, NewAssignment
from webapp.domain.people import Teacher
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.questions.exam_time import end_overdue
from webapp.web.teacher.access import bp
from webapp.web.teacher.assignments.assignment_form import checked, form_of, name_of, posted_form, with_others
from webapp.web.teacher.assignments.assignment_rights import SeenAssignment, changing, own_part, with_assignment
from webapp.web.teacher.assignments.exam_times import times_of
from webapp.web.teacher.assignments.learners_work import LABELS, counts_of, has_opened, is_exam, works_on
from webapp.web.teacher.assignments.new_assignment import answered_before, drawn_form
from webapp.web.teacher.assignments.told_learners import tell_all


@bp.get("/assignments/<slug:assignment_id>")
@with_assignment
def assignment(teacher: Teacher, seen: SeenAssignment) -> str:
    """An assignment with the work of its learners."""
    given = seen.assignment
    lesson = current_services().library.lesson(given.text)
    exam = is_exam(given, lesson)
    overdue = sum(end_overdue(own.klass.id, given.text) for own in seen.classes) if exam else 0
    works = works_on(seen, lesson)
    return render_template(
        "teacher/assignments/assignment.html",
        given=given,
        seen=seen,
        lesson=lesson,
        title=lesson.settings.title if lesson else given.text,
        exam=exam,
        overdue=overdue,
        times=times_of(seen, lesson, works) if exam and lesson else {},
        state=state_of(given),
        works=works,
        counts=counts_of(works),
        told=_told(seen) if exam else {},
        labels=LABELS,
    )


@bp.get("/assignments/<slug:assignment_id>/change")
@changing
def change_assignment(teacher: Teacher, seen: SeenAssignment) -> str:
    """Form of an assignment that is there."""
    given = seen.assignment
    return drawn_form(form_of(given), seen.own, current_services().library.lesson(given.text), (), given.id)


@bp.post("/assignments/<slug:assignment_id>")
@changing
def save_assignment(teacher: Teacher, seen: SeenAssignment) -> str | tuple[str, int] | Reply:
    """Change an assignment; those whom it touches are told, once it has begun."""
    given = seen.assignment
    form = posted_form(request.form.to_dict(flat=False), seen.own)
    lesson = current_services().library.lesson(given.text)
    form.text = given.text
    new = checked(form, lesson, given)
    if form.base and form.base != name_of(given):
        form.base = name_of(given)
        return drawn_form(form, seen.own, lesson, (), given.id, True), 409
    if new is None:
        return drawn_form(form, seen.own, lesson, (), given.id), 422
    before = {member.learner for own in seen.classes for member in own.members} if given.rules.exam else ()
    answered = answered_before(new, seen.own, before) if lesson and not lesson.settings.exam else []
    if answered and not form.sure:
        return drawn_form(form, seen.own, lesson, answered, given.id)
    saved = _save(teacher, seen, with_others(new, given, seen.own))
    notify("assignment-changed")
    return _back(saved)


@bp.post("/assignments/<slug:assignment_id>/now")
@changing
def open_or_close(teacher: Teacher, seen: SeenAssignment) -> Reply:
    """Open an assignment now, close it now (``what=close``), or open one that is closed again."""
    given, now = seen.assignment, current_services().config.now()
    if request.form.get("what") == "close":
        # It must stay in the order opens, due, closes.
        opens = given.opens if given.opens is None or given.opens < now else now
        due = given.due if given.due is None or given.due < now else now
        saved = _save(teacher, seen, replace(given.as_new(), opens=opens, due=due, closes=now))
        notify("assignment-closed")
    else:
        opens = now if given.opens and given.opens > now else given.opens
        closes = None if given.closes and given.closes <= now else given.closes
        saved = _save(teacher, seen, replace(given.as_new(), opens=opens, closes=closes))
        notify("assignment-opened")
    return _back(saved)


@bp.post("/assignments/<slug:assignment_id>/remove")
@changing
def remove_assignment(teacher: Teacher, seen: SeenAssignment) -> Reply:
    """Remove an assignment, or restore it (``removed=0``). Answers and allowances stay."""
    store, school = school_store()
    removed = request.form.get("removed", request.args.get("removed")) != "0"
    given = own_part(teacher, seen)
    store.assignments.remove(school, given.id, teacher.id, removed)
    if not removed:
        notify("assignment-restored")
        return _back(given)
    undo = url_for("desk.remove_assignment", assignment_id=given.id, removed=0)
    notify("assignment-removed", undo=undo)
    class_id = next((own.klass.id for own in seen.classes), "")
    target = url_for("desk.class_assignments", class_id=class_id) if class_id else url_for("desk.home")
    return redirect(target, 303)


def state_of(given: Assignment) -> str:
    """State of an assignment for a learner without an allowance; ``removed`` for one that was removed."""
    if given.removed:
        return "removed"
    return LearnersAssignment(given, "", None).state(current_services().config.now())


def _told(seen: SeenAssignment) -> dict[str, bool]:
    """Tell for each class, by its id, whether it was told the results of this exam."""
    store, school = school_store()
    given = seen.assignment
    since = {own.klass.id: store.exams.told_since(school, own.klass.id, given.text) for own in seen.classes}
    return {class_id: at is not None and at >= given.created for class_id, at in since.items()}


def _save(teacher: Teacher, seen: SeenAssignment, new: NewAssignment) -> Assignment:
    """Save what a teacher changes, in the part of the assignment that is theirs to change; return that."""
    store, school = school_store()
    given = own_part(teacher, seen)
    others = ({*seen.assignment.classes} - {*given.classes}) | ({*seen.assignment.learners} - {*given.learners})
    classes, learners = (tuple(id for id in ids if id not in others) for ids in (new.classes, new.learners))
    changed = store.assignments.change(school, given.id, replace(new, classes=classes, learners=learners), teacher.id)
    if changed and changed.as_new() != given.as_new() and has_opened(given):
        tell_all("assignment-changed", changed, teacher)
    return changed or given


def _back(given: Assignment) -> Reply:
    return redirect(url_for("desk.assignment", assignment_id=given.id), 303)
