"""The last page of an exam: what is answered, what is not, and handing in. Nothing is told before."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.content import Lesson
from webapp.web.framework.current_learner import progress_of, reader_id, reader_or_new
from webapp.web.framework.services import current_services, lesson_or_404
from webapp.web.reading.answer_form import hand_in_answers, new_form_id

bp = Blueprint("exam", __name__, url_prefix="/texts")


@bp.get("/<slug:slug>/review")
def review(slug: str) -> str | Reply:
    """Answered and unanswered questions by place, before handing in."""
    lesson = lesson_or_404(slug)
    progress = progress_of(lesson, reader_id())
    if _over(lesson, progress.handed_in):
        return redirect(url_for("reading.result", slug=slug), 303)
    form_id = new_form_id(current_services().config.now())
    return render_template("reading/exam_review.html", lesson=lesson, progress=progress, form_id=form_id)


@bp.post("/<slug:slug>/review")
def hand_in(slug: str) -> Reply:
    """Mark everything that was answered, once; what was not answered earns nothing."""
    return take(lesson_or_404(slug), reader_or_new(), request.form.get("form", ""))


def take(lesson: Lesson, learner: str, form_id: str) -> Reply:
    """Hand in this learner's exam, as the form with this id asks."""
    slug = lesson.slug
    if _over(lesson, progress_of(lesson, learner).handed_in):
        flash("handed-in")
        return redirect(url_for("reading.result", slug=slug), 303)
    services = current_services()
    kept = services.store.drafts(services.config.school, learner, slug)
    answers = {item.question.id: kept[item.question.id] for item in lesson.items if item.question.id in kept}
    if not answers:
        flash("none-answered")
        return redirect(url_for("exam.review", slug=slug), 303)
    hand_in_answers(services, lesson, learner, answers, form_id)
    return redirect(url_for("reading.result", slug=slug), 303)


def _over(lesson: Lesson, handed_in: bool) -> bool:
    """Practice has nothing to hand in, and an exam is handed in once."""
    return not lesson.settings.exam or handed_in
