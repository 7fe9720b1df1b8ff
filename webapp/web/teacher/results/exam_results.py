"""Results of an exam told to a class, and exams that members' names have handed in before with another record."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.notices import notify
from webapp.web.framework.services import lesson_or_404, school_store
from webapp.web.teacher.access import bp, with_class


@bp.post("/classes/<slug:class_id>/texts/<slug:slug>/told")
@with_class
def tell_results(teacher: Teacher, klass: SchoolClass, slug: str) -> Reply:
    """Tell the class an exam's results, which opens its key sheet to them, or take that back."""
    store, school = school_store()
    told = request.form.get("told") == "1"
    store.exams.tell_results(school, klass.id, lesson_or_404(slug).slug, told)
    notify("results-told" if told else "results-not-told")
    return redirect(url_for("desk.text_scores", class_id=klass.id, slug=slug), 303)
