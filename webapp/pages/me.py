"""A learner's own page: their texts, and the code that brings the record to another device."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.pages.reader import become, progress_of, reader_id, reader_or_new
from webapp.pages.services import services

bp = Blueprint("me", __name__)


@bp.get("/me")
def me() -> str:
    """The record of this device's reader."""
    here = services()
    learner_id = reader_id()
    learner = here.store.learner(here.config.school, learner_id) if learner_id else None
    lessons = here.library.shelf.lessons
    slugs = here.store.texts_of(here.config.school, learner.id) if learner else []
    read = [progress_of(lessons[slug], learner_id) for slug in slugs if slug in lessons]
    classes = here.store.people.classes_of_learner(here.config.school, learner.id) if learner else []
    return render_template("me/me.html", learner=learner, read=read, classes=classes)


@bp.post("/me/code")
def make_code() -> Reply:
    """Give a reader who has answered nothing yet a row, and so a code."""
    here = services()
    here.store.add_learner(here.config.school, reader_or_new())
    return redirect(url_for("me.me"), 303)


@bp.post("/me/resume")
def resume() -> Reply:
    """Continue on this device with the record that a code names. Guessing is limited by address."""
    here = services()
    school, address = here.config.school, request.remote_addr or "?"
    since = here.config.now() - timedelta(seconds=here.config.code_window_seconds)
    if here.store.code_failures_since(school, address, since) >= here.config.code_failures:
        abort(429)
    found = here.store.learner_by_code(school, request.form.get("code", "")[:64])
    if found is None:
        here.store.code_failure(school, address)
        flash("no-code")
        return redirect(url_for("me.me"), 303)
    before = reader_id()
    left = here.store.learner(school, before) if before and before != found.id else None
    become(found.id)
    flash(f"resumed:{left.code}" if left else "resumed")
    return redirect(url_for("me.me"), 303)
