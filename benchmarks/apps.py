"""The applications that are measured against each other; each is a factory that the server calls in its workers."""

from __future__ import annotations

import os

from flask import Flask

from webapp import create_app
from webapp.domain.attempt import Attempt
from webapp.store.protocols.store import Recorded


def hello() -> Flask:
    """The least that Flask can do."""
    app = Flask(__name__)

    @app.get("/")
    def greet() -> str:
        return "hello"

    return app


def fahm() -> Flask:
    """The whole application, as it is served."""
    return create_app()


def without_writing() -> Flask:
    """The same, but for the one transaction: answers are judged and not kept. Such an app would lose them all."""
    app = create_app()
    store = app.extensions["fahm"].store

    def judged_only(submissions):
        told = []
        for submission, judge in submissions:
            found = judge([])
            told.append(Recorded(found if isinstance(found, Attempt) else _as_if(submission)))
        return told

    store.record_all = judged_only
    return app


def _as_if(submission) -> Attempt:
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


FACTORIES = {"hello": hello, "fahm": fahm, "without-writing": without_writing}


def chosen() -> Flask:
    """The one that ``BENCH_APP`` names."""
    return FACTORIES[os.environ["BENCH_APP"]]()
