"""Results of an exam told to a class, and exams that members' names have handed in before with another record."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.content import Lesson
from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, lesson_or_404, school_store
from webapp.web.questions.exam_time import end_overdue
from webapp.web.questions.missed_words import add_missed
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.class_audit import log_for_class


@bp.post("/classes/<slug:class_id>/texts/<slug:slug>/told")
@with_class
def tell_results(teacher: Teacher, klass: SchoolClass, slug: str) -> Reply:
    """Tell the class an exam's results, which opens marks and answers to them, or take that back."""
    store, school = school_store()
    told, lesson = request.form.get("told") == "1", lesson_or_404(slug)
    if told:
        end_overdue(klass.id, lesson.slug)
    store.exams.tell_results(school, klass.id, lesson.slug, told)
    log_for_class("results-told" if told else "results-taken-back", teacher, klass, lesson.settings.title)
    if told:
        _save_missed_words(klass, lesson)
    notify("results-told" if told else "results-not-told")
    # From an assignment's page, back to it: it says itself which of its classes were told.
    if given := store.assignments.assignment(school, request.form.get("assignment", "")):
        return redirect(url_for("desk.assignment", assignment_id=given.id, _anchor="results"), 303)
    return redirect(url_for("desk.text_scores", class_id=klass.id, slug=slug), 303)


def _save_missed_words(klass: SchoolClass, lesson: Lesson) -> None:
    """Save the words that members have missed in an exam: at handing in, that would have told what was wrong."""
    services = current_services()
    questions = [item.question.id for item in lesson.items]
    for member in services.store.people.members(klass.school, klass.id):
        add_missed(services, lesson, member.learner, questions)
