"""The learner's news: marks, comments, regrades, told results, assignments, and notes of the teacher."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.current_learner import reader_id
from webapp.web.framework.http.safe_redirect import local_path
from webapp.web.framework.notices import BACKGROUND
from webapp.web.questions.reader_news import mark_as_read, news_lines

bp = Blueprint("news", __name__)


@bp.get("/me/news")
def page() -> str:
    """All news; what is shown here is read from now on."""
    learner = reader_id()
    lines = news_lines(learner) if learner else []
    if learner and BACKGROUND not in request.headers:
        with suppress(StoreUnavailable):  # it stays new
            mark_as_read(learner, lines)
    return render_template("learner/news.html", lines=lines)


@bp.post("/me/news")
def read_all() -> Reply:
    """Note that everything is read, from whatever page it was said on."""
    learner = reader_id()
    if learner:
        mark_as_read(learner, news_lines(learner, 1))
    return redirect(local_path(request.form.get("next", "")) or url_for("news.page"), 303)
