"""The rooms of the desk: each puts its views on the one blueprint when it is imported."""

from __future__ import annotations

from flask import Flask

from webapp.pages.desk import account, accounts, bp, people, roster, signed_in, signing

ROOMS = (signing, account, accounts, people, roster)


def init_app(app: Flask) -> None:
    """Open the desk, and let its pages ask who is at it."""
    app.jinja_env.globals["signed_in"] = signed_in
    app.register_blueprint(bp)
