"""Fahm (فَهْم): an Arabic reading room. ``create_app`` wires the parts; it is meant to fit one screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from webapp.config import Config, from_env
from webapp.content import Library, Watcher
from webapp.pages import (
    assets,
    audio,
    components,
    errors,
    exam,
    flashes,
    health,
    joining,
    language,
    me,
    offline,
    prefs,
    reading,
    result,
    review,
    settings,
    shelf,
    words,
    worksheet,
)
from webapp.pages.desk import rooms
from webapp.pages.services import Services, SlugConverter
from webapp.secret import read_or_make
from webapp.store import open_store

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def create_app(config: Config | None = None) -> Flask:
    """The whole application for one Config; from the environment when none is given."""
    config = config or from_env()
    secret = config.secret or read_or_make(config.data)
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=secret,
        MAX_CONTENT_LENGTH=config.max_form_bytes,
        MAX_FORM_MEMORY_SIZE=config.max_form_bytes,
        PERMANENT_SESSION_LIFETIME=timedelta(days=400),
        SESSION_COOKIE_NAME="__Host-fahm" if config.secure_cookies else "fahm",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a page left open over lunch is still good; the cookie's own life bounds it
        WTF_CSRF_SSL_STRICT=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["slug"] = SlugConverter
    CSRFProtect(app)
    library = Library(config.content)
    if config.watch_seconds:
        Watcher(library, config.watch_seconds).start()
    app.extensions["fahm"] = Services(replace(config, secret=secret), library, open_store(config.database, config.now))
    for part in (shelf, reading, worksheet, audio, exam, review, me, settings, words, components, joining, health):
        app.register_blueprint(part.bp)
    result.init_app(app)
    prefs.init_app(app)
    flashes.init_app(app)
    language.init_app(app)
    assets.init_app(app)
    errors.init_app(app)
    offline.init_app(app)
    rooms.init_app(app)
    app.after_request(_harden)
    return app


def _harden(response: Response) -> Response:
    """Security headers on every reply, errors included; pages are one reader's own."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
