"""The assignments of a class, and how open its shelf is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.assignment import Assignment
from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.assignments.assignment_page import state_of
from webapp.web.teacher.assignments.learners_work import is_exam


@dataclass(frozen=True)
class ListedAssignment:
    """A row of the list."""

    given: Assignment
    title: str
    exam: bool
    state: str


@bp.get("/classes/<slug:class_id>/assignments")
@with_class
def class_assignments(teacher: Teacher, klass: SchoolClass) -> str:
    """Assignments of a class, those that are closed last."""
    store, school = school_store()
    library = current_services().library
    rows = []
    for given in store.assignments.of_class(school, klass.id):
        lesson = library.lesson(given.text)
        title = lesson.settings.title if lesson else given.text
        rows.append(ListedAssignment(given, title, is_exam(given, lesson), state_of(given)))
    rows.sort(key=lambda row: row.state == "closed")
    return render_template("teacher/assignments/class.html", klass=klass, teacher=teacher, rows=rows)


@bp.post("/classes/<slug:class_id>/shelf")
@with_class
def set_shelf(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Let the class open all texts, or assigned ones only."""
    store, school = school_store()
    store.people.set_shelf(school, klass.id, "assigned" if request.form.get("shelf") == "assigned" else "all")
    notify("shelf-set")
    return redirect(url_for("desk.class_assignments", class_id=klass.id, _anchor="shelf"), 303)
