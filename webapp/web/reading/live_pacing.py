"""Live lessons, the learner's side: the way in, the step up to which the class may read, and the learner's position."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from flask import Blueprint, current_app, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.progress import Progress
from webapp.domain.question import ParagraphRef
from webapp.store.protocols.live_lessons import LiveLesson
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.assignments_of_reader import lesson_of_reader_or_404
from webapp.web.framework.current_learner import progress_of, reader_id
from webapp.web.framework.notices import BACKGROUND
from webapp.web.framework.services import current_services, school_store
from webapp.web.questions.place_urls import place_url

bp = Blueprint("led", __name__, url_prefix="/led")


@bp.get("/<slug:slug>")
def open_to(slug: str) -> Reply:
    """``{"open": step}``, the step up to which this reader may go; 304 while the teacher has changed nothing.

    ``at`` is the step of the page that asks: whoever looks at a page that the browser has kept is present too.
    """
    lesson, learner, services = lesson_of_reader_or_404(slug), reader_id(), current_services()
    lessons = services.store.live.lessons_of_learner(services.config.school, learner, slug) if learner else []
    step = request.args.get("at", 0, type=int)
    if learner and lessons and 1 <= step <= len(lesson.text.paragraphs) + 1:
        _record(learner, slug, step)
    tag = pace_tag(lessons)
    if request.if_none_match.contains_weak(tag):
        reply = current_app.response_class(status=304)
    else:
        reply = jsonify(open=progress_of(lesson, learner).step)
    reply.set_etag(tag, weak=True)
    reply.headers["Cache-Control"] = "no-store"
    return reply


@bp.get("/<slug:slug>/place")
def join_in(slug: str) -> Reply:
    """Lead a reader to the place of the class: the one on the teacher's screen, or the last that is open."""
    lesson, learner, services = lesson_of_reader_or_404(slug), reader_id(), current_services()
    lessons = services.store.live.lessons_of_learner(services.config.school, learner, slug) if learner else []
    if not lessons:
        return redirect(url_for("reading.front", slug=slug), 303)
    live, progress = lessons[0], progress_of(lesson, learner)
    wished = live.shown_step or live.max_step or live.unlocked_step or 1
    step, last = min(wished, progress.step), len(lesson.text.paragraphs)
    whole = step > last and lesson.items_at("whole")
    return redirect(place_url(slug, "whole" if whole else min(step, last)), 303)


def pace_tag(lessons: Sequence[LiveLesson]) -> str:
    """An entity tag that changes when the learner's classes may read further, or less far."""
    tags = (f"{lesson.id}.{lesson.unlocked_step}.{lesson.max_step or 0}" for lesson in lessons)
    return "+".join(tags) or "free"


def note_place(progress: Progress, learner: str, place: ParagraphRef) -> None:
    """Record the position of a reader in a live lesson; a page that a script prefetches does not count."""
    if progress.pace is None or BACKGROUND in request.headers:
        return
    _record(learner, progress.lesson.slug, progress.step_of(place))


def _record(learner: str, slug: str, step: int) -> None:
    store, school = school_store()
    with suppress(StoreUnavailable):  # reading goes on
        store.live.record_position(school, learner, slug, step)
