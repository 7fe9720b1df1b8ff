"""What a reader is to be told once, on the next page that they look at."""

from __future__ import annotations

from flask import Flask, get_flashed_messages, request

BACKGROUND = "X-Fahm-Background"
"""Sent with what a script fetches for later: nobody looks at it now."""


def flashes() -> list[str]:
    """The messages for this page; none for one fetched in the background, where they would be lost."""
    return [] if BACKGROUND in request.headers else [str(message) for message in get_flashed_messages()]


def init_app(app: Flask) -> None:
    """Let the templates ask."""
    app.jinja_env.globals.update(flashes=flashes)
