"""Applications that are compared; each is a factory called in the server's workers."""

from __future__ import annotations

import os

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Reply

from webapp import create_app
from webapp.domain.attempt import Attempt
from webapp.store.protocols.store import Recorded


def hello() -> Flask:
    """The smallest Flask application."""
    app = Flask(__name__)

    @app.get("/")
    def greet() -> str:
        return "hello"

    return app


def bare() -> Flask:
    """Flask alone: it reads a form, redirects to the page, and replies with as many bytes as the address says."""
    app = Flask(__name__)
    filler = b"x" * 100_000

    @app.get("/texts/<slug>/<int:number>")
    def page(slug: str, number: int) -> Response:
        return Response(filler[: int(request.args.get("bytes", 0))], mimetype="text/html")

    @app.post("/texts/<slug>/<int:number>")
    def answer(slug: str, number: int) -> Reply:
        return redirect(f"{request.path}#q-{request.form['check']}", 303)

    return app


def fahm() -> Flask:
    """Fahm as it is served."""
    return create_app()


def without_writing() -> Flask:
    """Fahm without its write transaction: answers are marked and not stored."""
    app = create_app()
    store = app.extensions["fahm"].store

    def mark_only(submissions):
        results = []
        for submission, judge in submissions:
            attempt = judge([])
            results.append(Recorded(attempt if isinstance(attempt, Attempt) else _placeholder(submission)))
        return results

    store.record_all = mark_only
    return app


def _placeholder(submission) -> Attempt:
    return Attempt(
        submission.id,
        submission.school,
        submission.learner,
        submission.text,
        submission.question,
        submission.version,
        1,
        submission.response,
        submission.label,
        submission.shown,
        "refused",
        0.0,
        1.0,
        "",
        "",
        None,
        (),
        0,
        0.0,
        submission.at,
    )


FACTORIES = {"hello": hello, "bare": bare, "fahm": fahm, "without-writing": without_writing}


def chosen_app() -> Flask:
    """The application named by ``BENCH_APP``."""
    return FACTORIES[os.environ["BENCH_APP"]]()
