"""Recordings of paragraphs, behind the same gate as the paragraphs themselves."""

from __future__ import annotations

from pathlib import PurePath

from flask import Blueprint, abort, redirect, send_from_directory
from werkzeug.wrappers import Response as Reply

from webapp.web.framework.assignments_of_reader import lesson_of_reader_or_404
from webapp.web.framework.current_learner import progress_of, reader_id
from webapp.web.framework.services import current_services
from webapp.web.questions.place_urls import place_url

bp = Blueprint("audio", __name__, url_prefix="/texts")

# Named here, because a system's table of media types varies, and browsers must not guess (nosniff).
TYPES = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".opus": "audio/ogg", ".wav": "audio/wav"}


@bp.get("/<slug:slug>/audio/<int:number>")
def recording(slug: str, number: int) -> Reply:
    """Send the recording of paragraph ``number`` (whole, a range, or 304); redirect to the text where it is closed."""
    lesson = lesson_of_reader_or_404(slug)
    name = lesson.settings.recording(number) or abort(404)
    progress = progress_of(lesson, reader_id())
    if number > progress.last_open_paragraph:
        return redirect(place_url(slug, progress.last_open_paragraph), 303)
    folder = (current_services().config.content / "questions" / "audio").absolute()
    reply = send_from_directory(folder, name, mimetype=TYPES[PurePath(name).suffix], conditional=True)
    # The address says nothing of the contents, and what is behind a gate is one reader's own.
    reply.headers["Cache-Control"] = "private, no-cache"
    return reply
