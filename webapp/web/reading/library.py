"""The library page: what concerns this reader now, and every text with their progress in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Flask, render_template, request
from werkzeug.wrappers import Response as Reply

from webapp.assessment.known_words import ENOUGH_TEXTS, known_lemmas, shelf_coverage, texts_understood
from webapp.assessment.shelf import ShelfText, minutes_to_read
from webapp.assessment.words_to_review import words_to_review
from webapp.web.framework.current_learner import has_record, reader_id, record_of
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.http.etag import with_etag
from webapp.web.framework.services import current_services, school_store
from webapp.web.reading.learner_home import learner_home
from webapp.web.reading.next_for_you import reason
from webapp.web.reading.readers_shelf import readers_shelf
from webapp.web.reading.shelf_filter import asked_filter, genre_name, offered_choices

bp = Blueprint("shelf", __name__)
SOON = "1"
"""Seconds after which a browser asks again for a list with texts that are not compiled yet, just after the start."""
SEARCHED_FROM = 4
"""Number of texts from which the library has a search."""


@bp.get("/")
def library() -> Reply:
    """The texts that are asked for, in the order that suits the reader; above them, what concerns the reader now."""
    learner, asked = reader_id(), asked_filter(request.args)
    known = learner if learner and has_record(learner) else None
    (store, school), now = school_store(), current_services().config.now()
    words = words_to_review(store, school, known, now) if known else []
    shelf = readers_shelf(learner, words, complete=asked.active)
    exams = store.assignments.exam_texts(school) if asked.search else ()
    shown = [text for text in shelf if asked.fits(text, exams)]
    page = render_template(
        "reading/library.html",
        shelf=shown,
        asked=asked,
        total=len(shelf),
        searched=asked.active or len(shelf) >= SEARCHED_FROM,
        choices=offered_choices(shelf, known is not None),
        coverage=_coverage(shelf, known, now) if known else {},
        home=learner_home(known, shelf, len(words)) if known and not asked.active else None,
        at_desk=signed_in() is not None,
        assigned_only=known is not None and record_of(known).shelf == "assigned",
    )
    reply = with_etag(page)
    if not all(text.lesson for text in shelf):
        reply.headers["Refresh"] = SOON
    return reply


def _coverage(shelf: Sequence[ShelfText], learner: str, now: datetime) -> dict[str, int]:
    """Percent of the words of new texts that this reader knows; of none where too little is read to say it."""
    understood = texts_understood(shelf)
    if len(understood) < ENOUGH_TEXTS:
        return {}
    store, school = school_store()
    return shelf_coverage(shelf, known_lemmas(understood, store.kept_words(school, learner), now))


def init_app(app: Flask) -> None:
    """Add to the templates what cards of texts say."""
    app.jinja_env.globals.update(minutes_to_read=minutes_to_read, genre_name=genre_name, suggestion_reason=reason)
