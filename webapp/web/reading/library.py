"""The library page: every text, with this reader's progress in each."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response as Reply

from webapp.web.framework.current_learner import progress_of, reader_id
from webapp.web.framework.http.etag import with_etag
from webapp.web.framework.services import current_services

bp = Blueprint("shelf", __name__)


@bp.get("/")
def library() -> Reply:
    """All texts by title."""
    lessons = sorted(current_services().library.snapshot.lessons.values(), key=lambda lesson: lesson.settings.title)
    learner = reader_id()
    progress = [(lesson, progress_of(lesson, learner)) for lesson in lessons]
    return with_etag(render_template("reading/library.html", shelf=progress))
