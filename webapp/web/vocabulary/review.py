"""Saved words: save and drop them, review those due one card at a time, and export them to Anki."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.words_to_review import words_to_review
from webapp.content import Lesson
from webapp.domain.spaced_repetition import RATINGS, Rating, preview_intervals, review
from webapp.interchange.exports.anki import AnkiNote, anki_file
from webapp.store.protocols.store import WordHome
from webapp.web.framework.assignments_of_reader import lesson_of_reader_or_404
from webapp.web.framework.current_learner import progress_of, reader_id, reader_or_new
from webapp.web.framework.http.form_ids import form_id_or_new, new_form_id
from webapp.web.framework.http.safe_redirect import local_path
from webapp.web.framework.i18n import N_
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, lesson_or_404, school_store
from webapp.web.framework.write_limits import check_review, check_writing
from webapp.web.questions.text_words import home_of, may_keep
from webapp.web.vocabulary.word_cards import Card, cards

bp = Blueprint("review", __name__)
LABELS: dict[Rating, str] = {
    "again": N_("Again"),
    "hard": N_("Hard"),
    "good": N_("Good"),
    "easy": N_("Easy"),
}


@bp.post("/texts/<slug:slug>/keep")
def keep(slug: str) -> Reply:
    """Save a word of a text; where that is not allowed yet, say so."""
    lesson, learner = lesson_of_reader_or_404(slug), reader_or_new()
    home = _asked(lesson)
    if not may_keep(progress_of(lesson, learner), home.paragraph):
        notify("word-not-open")
    else:
        check_writing(learner)
        services = current_services()
        services.store.keep_word(services.config.school, learner, home, "kept")
        notify("word-saved", word=home.key)
    return _back(url_for("reading.front", slug=slug))


@bp.post("/texts/<slug:slug>/drop")
def drop(slug: str) -> Reply:
    """Drop a saved word of a text."""
    _drop(_asked(lesson_or_404(slug)).key)
    return _back(url_for("reading.front", slug=slug))


@bp.post("/words/drop")
def drop_card() -> Reply:
    """Drop a saved word by its card, whatever its text."""
    _drop(request.form.get("key", ""))
    return _back(url_for("review.every"))


@bp.post("/words/undo")
def undo() -> Reply:
    """Restore a word that was dropped."""
    services, learner, key = current_services(), reader_id(), request.form.get("key", "")
    kept = services.store.kept_word(services.config.school, learner, key) if learner else None
    if learner and kept:
        home = WordHome(kept.text, kept.paragraph, kept.position, kept.word, kept.lemma)
        services.store.keep_word(services.config.school, learner, home, "kept")
        notify("word-saved", word=key)
    return _back(url_for("review.every"))


@bp.get("/words")
def today() -> str:
    """The next card due, or a kind message when none is."""
    services, learner = current_services(), reader_id()
    now = services.config.now()
    kept = services.store.kept_words(services.config.school, learner) if learner else []
    queue = words_to_review(services.store, services.config.school, learner, now) if learner else []
    card = cards(queue[:1], learner)[0] if queue else None
    later = min((saved.due for saved in kept if saved.due > now), default=None)
    return render_template(
        "vocabulary/today.html",
        card=card,
        remaining=len(queue),
        kept=len(kept),
        waiting=any(saved.due <= now for saved in kept),
        later=later - now if later else None,
        ratings=_ratings(card, learner, now) if card and learner else [],
        form_id=new_form_id(now),
    )


@bp.post("/words")
def rate() -> Reply:
    """Record a rating of a card that is due. A form submitted twice, or from two windows, is one review."""
    services, learner = current_services(), reader_id()
    rating, key = request.form.get("rating", ""), request.form.get("key", "")
    if rating not in RATINGS:
        abort(400)
    now = services.config.now()
    form_id = form_id_or_new(request.form.get("form", ""), now)
    schedule = partial(review, rating=rating, now=now)
    school = services.config.school
    if learner:
        check_review(learner)
        card = services.store.kept_word(school, learner, key)
        # A rating beyond the due ones would fill the record with reviews that say nothing.
        if (
            card
            and card.removed_at is None
            and key not in {due.key for due in words_to_review(services.store, school, learner, now)}
        ):
            return redirect(url_for("review.today"), 303)
    if learner is None or services.store.review_word(school, learner, key, form_id, rating, schedule) is None:
        notify("word-gone")
    return redirect(url_for("review.today"), 303)


@bp.get("/words/all")
def every() -> str:
    """All saved words, the latest first."""
    services = current_services()
    return render_template("vocabulary/all.html", cards=_all_cards(), now=services.config.now())


@bp.get("/words/anki")
def anki() -> Reply:
    """All saved words as a file for Anki."""
    text = anki_file([_note(card) for card in _all_cards()])
    reply = Reply(text, mimetype="text/plain")
    reply.headers["Content-Disposition"] = "attachment; filename=fahm-words.txt"
    reply.headers["Cache-Control"] = "private, no-cache"
    return reply


def _asked(lesson: Lesson) -> WordHome:
    """Word that a form names by paragraph and index; the 404 where there is none."""
    number, position = (request.form.get(name, -1, type=int) for name in ("paragraph", "index"))
    return home_of(lesson, number, position) or abort(404)


def _back(otherwise: str) -> Reply:
    return redirect(local_path(request.form.get("next", "")) or otherwise, 303)


def _drop(key: str) -> None:
    services, learner = current_services(), reader_id()
    if learner and services.store.drop_word(services.config.school, learner, key):
        notify("word-dropped", word=key)


def _ratings(card: Card, learner: str, now: datetime) -> list[tuple[Rating, str, timedelta]]:
    """The four buttons: value, label, and the time until the card would be due again."""
    store, school = school_store()
    reviews = store.reviews(school, learner, card.kept.key)
    delays = preview_intervals(reviews[-1].state if reviews else None, now)
    return [(rating, LABELS[rating], delays[rating]) for rating in RATINGS]


def _all_cards() -> list[Card]:
    services, learner = current_services(), reader_id()
    return cards(services.store.kept_words(services.config.school, learner) if learner else [], learner)


def _note(card: Card) -> AnkiNote:
    entry = card.entry
    return AnkiNote(
        front=card.word,
        sentence=f"{card.before}{card.word}{card.after}" if entry else "",
        vowelled=entry.vowelled if entry else "",
        meaning=entry.meaning if entry else "",
        english=entry.english if entry else "",
        root=card.root,
        tags=("fahm", card.kept.text),
    )
