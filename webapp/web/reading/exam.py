"""The last page of an exam: a list of answered questions, and handing in. No result is shown before."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.web.framework.assignments_of_reader import assignment_in_force, lesson_of_reader_or_404
from webapp.web.framework.current_learner import progress_of, reader_id, reader_or_new
from webapp.web.framework.exam_sitting import start
from webapp.web.framework.http.form_ids import new_form_id
from webapp.web.framework.services import current_services
from webapp.web.questions.place_urls import place_url
from webapp.web.questions.submit_answers import finish_exam, may_finish, redirect_after
from webapp.web.reading.archived_texts import archived_page

bp = Blueprint("exam", __name__, url_prefix="/texts")
bp.before_request(archived_page)


@bp.get("/<slug:slug>/review")
def review(slug: str) -> str | Reply:
    """Answered and unanswered questions by place, before handing in."""
    lesson = lesson_of_reader_or_404(slug)
    progress = progress_of(lesson, reader_id())
    if not may_finish(lesson, progress):
        return redirect(url_for("reading.result", slug=slug), 303)
    form_id = new_form_id(current_services().config.now())
    return render_template("reading/exam_review.html", lesson=lesson, progress=progress, form_id=form_id)


@bp.post("/<slug:slug>/review")
def hand_in(slug: str) -> Reply:
    """Mark everything that was answered, once; unanswered questions earn nothing."""
    lesson = lesson_of_reader_or_404(slug, after=True)
    return redirect_after(finish_exam(lesson, reader_or_new(), request.form.get("form", "")))


@bp.post("/<slug:slug>/begin")
def begin(slug: str) -> Reply:
    """Begin an exam with a time limit, or go on with it on a second device."""
    lesson = lesson_of_reader_or_404(slug, before=True)
    own = assignment_in_force(slug, reader_id())
    if own is None or not lesson.settings.exam:
        return redirect(url_for("reading.front", slug=slug), 303)
    if own.minutes is not None:
        start(own)
    return redirect(place_url(slug, 1), 303)
