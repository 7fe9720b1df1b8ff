"""Fahm (فَهْم): an Arabic reading room. ``create_app`` wires the parts; it is meant to fit one screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from webapp.config import Config, from_env

if TYPE_CHECKING:
    from flask import Flask

    from webapp.content import Library


def create_app(config: Config | None = None, library: Library | None = None) -> Flask:
    """The whole application for one Config; from the environment when none is given.

    ``library``: one that is open already, and that its owner watches.
    """
    # Here, and not above: every import of a part of this package comes by, and most commands need no page.
    from flask import Flask
    from flask_wtf.csrf import CSRFProtect

    from webapp.content import Kept, Library, Watcher
    from webapp.pages import (
        addresses,
        assets,
        audio,
        components,
        data,
        errors,
        exam,
        flashes,
        fragments,
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
        sessions,
        settings,
        shelf,
        times,
        words,
        worksheet,
    )
    from webapp.pages.desk import rooms
    from webapp.pages.services import Services, SlugConverter
    from webapp.secret import read_or_make
    from webapp.store import open_store

    config = config or from_env()
    secret = config.secret or read_or_make(config.data)
    app = Flask(__name__)
    app.config.update(hardening.cookies_and_limits(config, secret))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_rule_class = addresses.Route
    app.url_map.converters["slug"] = SlugConverter
    sessions.init_app(app)
    CSRFProtect(app)
    store = open_store(config.database, config.now, config.make_data)
    if library is None:
        library = Library(config.content, Kept(config.kept))
        if config.watch_seconds:
            Watcher(library, config.watch_seconds).start()
    app.extensions["fahm"] = Services(replace(config, secret=secret), library, store)
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
    addresses.init_app(app)
    fragments.init_app(app)
    language.init_app(app)
    times.init_app(app)
    assets.init_app(app)
    errors.init_app(app)
    offline.init_app(app)
    rooms.init_app(app)
    hardening.init_app(app, config)
    return app
