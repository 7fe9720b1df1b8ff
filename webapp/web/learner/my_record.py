"""A learner's own page: their texts, and the code that brings the record to another device."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.web.framework.current_learner import become, progress_of, reader_id, reader_or_new
from webapp.web.framework.services import current_services

bp = Blueprint("me", __name__)


@bp.get("/me")
def me() -> str:
    """The record of this device's reader."""
    services = current_services()
    learner_id = reader_id()
    learner = services.store.learner(services.config.school, learner_id) if learner_id else None
    lessons = services.library.snapshot.lessons
    slugs = services.store.texts_of(services.config.school, learner.id) if learner else []
    read = [progress_of(lessons[slug], learner_id) for slug in slugs if slug in lessons]
    classes = services.store.people.classes_of_learner(services.config.school, learner.id) if learner else []
    return render_template("learner/my_record.html", learner=learner, read=read, classes=classes)


@bp.post("/me/code")
def make_code() -> Reply:
    """Give a reader who has answered nothing yet a row, and so a code."""
    services = current_services()
    services.store.add_learner(services.config.school, reader_or_new())
    return redirect(url_for("me.me"), 303)


@bp.post("/me/resume")
def resume() -> Reply:
    """Continue on this device with the record that a code names. Guessing is limited by address."""
    services = current_services()
    school, address = services.config.school, request.remote_addr or "?"
    since = services.config.now() - timedelta(seconds=services.config.code_window_seconds)
    if services.store.code_failures_since(school, address, since) >= services.config.code_failures:
        abort(429)
    found = services.store.learner_by_code(school, request.form.get("code", "")[:64])
    if found is None:
        services.store.code_failure(school, address)
        flash("no-code")
        return redirect(url_for("me.me"), 303)
    before = reader_id()
    left = services.store.learner(school, before) if before and before != found.id else None
    become(found.id)
    flash(f"resumed:{left.code}" if left else "resumed")
    return redirect(url_for("me.me"), 303)
