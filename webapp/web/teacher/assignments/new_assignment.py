"""A new assignment: one form, in which a class and a text are enough."""

from __future__ import annotations

from collections.abc import Collection

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.content import Lesson
from webapp.domain.assignment import NewAssignment
from webapp.domain.people import Teacher
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.assignments.assignment_form import (
    AssignmentForm,
    checked,
    places_of,
    posted_form,
    values_of_faults,
)
from webapp.web.teacher.assignments.assignment_rights import OwnClass, own_classes
from webapp.web.teacher.assignments.told_learners import tell_all


@bp.get("/assignments/new")
@teacher_only
def new_assignment(teacher: Teacher) -> str:
    """Form of a new assignment, of a ``text``, to a ``class`` or a ``group`` of it where the address names them."""
    own = own_classes(teacher)
    named = request.args.get("class", "")
    learners = _learners_of_group(own, named, request.args.get("group", ""))
    classes = tuple(taught.klass.id for taught in own if taught.klass.id == named or len(own) == 1)
    form = AssignmentForm(text=request.args.get("text", ""), classes=() if learners else classes, learners=learners)
    return drawn_form(form, own, lesson_to_assign(form.text))


@bp.post("/assignments/new")
@teacher_only
def assign(teacher: Teacher) -> str | tuple[str, int] | Reply:
    """Give a text to classes and learners."""
    own = own_classes(teacher)
    form = posted_form(request.form.to_dict(flat=False), own)
    lesson = lesson_to_assign(form.text)
    new = checked(form, lesson)
    if new is None:
        return drawn_form(form, own, lesson), 422
    answered = answered_before(new, own) if lesson and not lesson.settings.exam else []
    if answered and not form.sure:
        return drawn_form(form, own, lesson, answered)
    store, school = school_store()
    added = store.assignments.add(school, new, teacher.id)
    tell_all("assignment-new", added, teacher)
    notify("assignment-given")
    return redirect(url_for("desk.assignment", assignment_id=added.id), 303)


def drawn_form(
    form: AssignmentForm,
    own: Collection[OwnClass],
    lesson: Lesson | None,
    answered: Collection[str] = (),
    assignment_id: str = "",
    changed: bool = False,
) -> str:
    """Draw the form; ``answered`` are names of those who have answered the text already.

    ``changed``: somebody else saved the assignment after this form was drawn.
    """
    # A long list of names stands in the page only once it is wished for, or has a name ticked.
    return render_template(
        "teacher/assignments/form.html",
        form=form,
        own=own,
        lesson=lesson,
        texts=[] if lesson else texts_to_assign(),
        places=places_of(lesson) if lesson else [],
        answered=answered,
        changed=changed,
        assignment_id=assignment_id,
        values=values_of_faults(),
        zone=current_services().config.timezone,
    )


def _learners_of_group(own: Collection[OwnClass], class_id: str, group: str) -> tuple[str, ...]:
    """Learners of a group of one of the teacher's classes, in the order of the class; none where it is not there."""
    store, school = school_store()
    klass = next((taught for taught in own if taught.klass.id == class_id), None) if group else None
    groups = store.groups.of_class(school, class_id) if klass else []
    chosen = next((known.learners for known in groups if known.id == group), frozenset[str]())
    return tuple(member.learner for member in klass.members if member.learner in chosen) if klass else ()


def texts_to_assign() -> list[Lesson]:
    """Texts that the library offers, by title."""
    lessons = current_services().library.snapshot.lessons.values()
    return sorted(
        (lesson for lesson in lessons if not lesson.settings.archived), key=lambda lesson: lesson.settings.title
    )


def lesson_to_assign(slug: str) -> Lesson | None:
    """The text with this slug, if the library offers it."""
    lesson = current_services().library.lesson(slug) if slug else None
    return lesson if lesson and not lesson.settings.archived else None


def answered_before(new: NewAssignment, own: Collection[OwnClass], known: Collection[str] = ()) -> list[str]:
    """Names of learners who have answered a practice text that is to be their exam, without those who are ``known``."""
    if not new.rules.exam:
        return []
    store, school = school_store()
    targets = {
        member.learner: member.name
        for taught in own
        for member in taught.members
        if (taught.klass.id in new.classes or member.learner in new.learners) and member.learner not in known
    }
    answered = {learner for learner, _ in store.reports.standings(school, list(targets), new.text)} if targets else ()
    return [name for learner, name in targets.items() if learner in answered]
