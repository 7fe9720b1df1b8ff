"""The rooms of the desk: each puts its views on the one blueprint when it is imported."""

from __future__ import annotations

from flask import Flask

from webapp.pages.desk import (
    account,
    accounts,
    bp,
    data,
    help,
    items,
    live,
    marking,
    people,
    record,
    regrading,
    roster,
    scores,
    second_step,
    signed_in,
    signing,
)

ROOMS = (
    signing,
    second_step,
    account,
    accounts,
    people,
    roster,
    live,
    data,
    help,
    scores,
    record,
    items,
    marking,
    regrading,
)


def init_app(app: Flask) -> None:
    """Open the desk, and let its pages ask who is at it."""
    app.jinja_env.globals.update(signed_in=signed_in, help_address=help.help_address)
    app.jinja_env.globals["simulated"] = app.extensions["fahm"].config.simulated
    app.register_blueprint(bp)
