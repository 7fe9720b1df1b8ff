"""The library page: every text, and how far this reader is in each."""

from __future__ import annotations

from flask import Blueprint, render_template

from webapp.pages.reader import progress_of, reader_id
from webapp.pages.services import services

bp = Blueprint("shelf", __name__)


@bp.get("/")
def library() -> str:
    """All texts by title."""
    lessons = sorted(services().library.shelf.lessons.values(), key=lambda lesson: lesson.settings.title)
    learner = reader_id()
    return render_template("shelf/library.html", shelf=[(lesson, progress_of(lesson, learner)) for lesson in lessons])
