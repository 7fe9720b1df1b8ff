"""The library page: what concerns this reader now, and every text with their progress in it."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response as Reply

from webapp.content import ListedText
from webapp.web.framework.assignments_of_reader import as_assigned, is_offered
from webapp.web.framework.current_learner import has_record, progress_of, reader_id
from webapp.web.framework.http.etag import with_etag
from webapp.web.framework.services import current_services
from webapp.web.reading.learner_home import learner_home

bp = Blueprint("shelf", __name__)
SOON = "1"
"""Seconds after which a browser asks again for a list with texts that are not compiled yet, just after the start."""


@bp.get("/")
def library() -> Reply:
    """All texts by title. One that may still turn out to have faults is named, and not offered."""
    library, learner = current_services().library, reader_id()
    # A reader's progress needs the questions of each text.
    listed = [text for text in library.listed(complete=learner is not None) if not text.settings.archived]
    on_shelf = [text for text in listed if is_offered(text.slug, learner)]
    texts = [_by_rules(text, learner) for text in sorted(on_shelf, key=lambda text: text.settings.title)]
    shelf = [(text, progress_of(text.lesson, learner, even_closed=True) if text.lesson else None) for text in texts]
    known = learner is not None and has_record(learner)
    home = learner_home(learner, [progress for _, progress in shelf if progress]) if learner and known else None
    reply = with_etag(render_template("reading/library.html", shelf=shelf, home=home))
    if not all(text.lesson for text in texts):
        reply.headers["Refresh"] = SOON
    return reply


def _by_rules(text: ListedText, learner: str | None) -> ListedText:
    """The text with its rules for this reader."""
    if text.lesson is None:
        return text
    lesson = as_assigned(text.lesson, learner)
    return text._replace(lesson=lesson, settings=lesson.settings)
