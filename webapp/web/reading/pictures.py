"""Pictures of a text, behind the same gate as the paragraphs that describe them."""

from __future__ import annotations

from pathlib import PurePath

from flask import Blueprint, abort, request, send_from_directory
from werkzeug.wrappers import Response as Reply

from webapp.content.text_marks.pictures import PICTURE_TYPES, is_picture_name
from webapp.web.framework.assignments_of_reader import lesson_of_reader_or_404
from webapp.web.framework.current_learner import progress_of, reader_id
from webapp.web.questions.pictures import picture_path, picture_version

bp = Blueprint("pictures", __name__, url_prefix="/texts")
YEAR = 365 * 24 * 60 * 60
# Beside the policy of every reply: a drawing that is opened by itself runs nothing, and fetches nothing.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get("/<slug:slug>/pictures/<name>")
def picture(slug: str, name: str) -> Reply:
    """Send a picture of a text; an address with its version may be kept for good."""
    lesson = lesson_of_reader_or_404(slug)
    places = [paragraph.number for paragraph in lesson.text.paragraphs if paragraph.picture == name]
    if not places or not is_picture_name(name):
        abort(404)
    if places[0] > progress_of(lesson, reader_id()).last_open_paragraph:
        abort(404)
    path = picture_path(name)
    reply = send_from_directory(path.parent, name, mimetype=PICTURE_TYPES[PurePath(name).suffix], conditional=True)
    kept = request.args.get("v") == picture_version(name) != ""
    # What is behind a gate is one reader's own.
    reply.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable" if kept else "private, no-cache"
    reply.headers["Content-Security-Policy"] = ALONE
    return reply
