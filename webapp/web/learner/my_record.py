"""A learner's own page: their texts, and the code that brings the record to another device."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.web.framework.assignments_of_reader import as_assigned
from webapp.web.framework.current_learner import progress_of, reader_id, reader_or_new, switched
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.framework.write_limits import check_writing
from webapp.web.learner.resume_record import learner_by_code, resume_record

bp = Blueprint("me", __name__)


@bp.get("/me")
def me() -> str:
    """Record of this device's reader."""
    services = current_services()
    store, school = school_store()
    learner_id = reader_id()
    learner = store.learner(school, learner_id) if learner_id else None
    lessons = services.library.snapshot.lessons
    slugs = store.texts_of(school, learner.id) if learner else []
    texts = [as_assigned(lessons[slug], learner_id) for slug in slugs if slug in lessons]
    read = [progress_of(text, learner_id, even_closed=True) for text in texts]
    classes = store.people.classes_of_learner(school, learner.id) if learner else []
    return render_template("learner/my_record.html", learner=learner, read=read, classes=classes)


@bp.post("/me/code")
def make_code() -> Reply:
    """Create the row of a reader without any answer, and so a record code."""
    store, school = school_store()
    learner = reader_or_new()
    check_writing(learner)
    store.add_learner(school, learner)
    return redirect(url_for("me.me"), 303)


@bp.post("/me/resume")
def resume() -> Reply:
    """Continue on this device with the record that a code names. Guessing is limited by address."""
    learner = learner_by_code(request.form.get("code", ""))
    reply = redirect(url_for("me.me"), 303)
    if learner is None:
        notify("unknown-record-code")
        return reply
    notify("record-resumed", code=resume_record(learner))
    return switched(reply)
