"""Being led: a reader whose class reads a text together, and the question whether the class may go on."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify, request
from werkzeug.wrappers import Response as Reply

from webapp.assessment.progress import Progress
from webapp.domain.question import ParagraphRef
from webapp.store.protocols.live_lessons import LiveLesson
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.current_learner import progress_of, reader_id
from webapp.web.framework.flash_messages import BACKGROUND
from webapp.web.framework.services import current_services, lesson_or_404

bp = Blueprint("led", __name__, url_prefix="/led")


@bp.get("/<slug:slug>")
def open_to(slug: str) -> Reply:
    """``{"open": step}``, up to where this reader may go; 304 as long as the teacher has changed nothing."""
    lesson, learner, services = lesson_or_404(slug), reader_id(), current_services()
    found = services.store.live.led(services.config.school, learner, slug) if learner else None
    tag = pace_tag(found)
    if request.if_none_match.contains_weak(tag):
        reply = current_app.response_class(status=304)
    else:
        reply = jsonify(open=progress_of(lesson, learner).step)
    reply.set_etag(tag, weak=True)
    reply.headers["Cache-Control"] = "no-store"
    return reply


def pace_tag(found: LiveLesson | None) -> str:
    """What stays the same as long as the class may go just as far."""
    return f"{found.id}.{found.opened_to}.{found.held_at or 0}" if found else "free"


def note_place(progress: Progress, learner: str, place: ParagraphRef) -> None:
    """Let the teacher see where a reader is whose class reads this now; a page fetched for later is not read."""
    if progress.pace is None or BACKGROUND in request.headers:
        return
    services = current_services()
    try:
        services.store.live.stand(services.config.school, learner, progress.lesson.slug, progress.step_of(place))
    except StoreUnavailable:
        return  # reading goes on
