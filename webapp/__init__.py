"""Fahm (فَهْم): an Arabic reading room. ``create_app`` wires the parts; it is meant to fit one screen."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from webapp.config import Config, from_env
from webapp.content import Library, Watcher
from webapp.pages import (
    assets,
    atonce,
    audio,
    components,
    data,
    drawn,
    errors,
    exam,
    flashes,
    hardening,
    health,
    joining,
    language,
    led,
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


def create_app(config: Config | None = None) -> Flask:
    """The whole application for one Config; from the environment when none is given."""
    config = config or from_env()
    secret = config.secret or read_or_make(config.data)
    app = Flask(__name__)
    app.config.update(hardening.cookies_and_limits(config, secret))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["slug"] = SlugConverter
    CSRFProtect(app)
    library = Library(config.content)
    if config.watch_seconds:
        Watcher(library, config.watch_seconds).start()
    app.extensions["fahm"] = Services(replace(config, secret=secret), library, open_store(config.database, config.now))
    for part in (
        shelf,
        reading,
        worksheet,
        audio,
        exam,
        review,
        me,
        settings,
        words,
        components,
        joining,
        led,
        data,
        health,
    ):
        app.register_blueprint(part.bp)
    result.init_app(app)
    prefs.init_app(app)
    flashes.init_app(app)
    drawn.init_app(app)
    language.init_app(app)
    assets.init_app(app)
    errors.init_app(app)
    offline.init_app(app)
    rooms.init_app(app)
    atonce.init_app(app, hardening.headers_of(config))
    hardening.init_app(app, config)
    return app
