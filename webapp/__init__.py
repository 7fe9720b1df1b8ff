"""Fahm (فَهْم): an Arabic reading room. :func:`create_app` wires its parts together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from webapp.config import Config, from_env

if TYPE_CHECKING:
    from flask import Flask

    from webapp.content import Library


def create_app(config: Config | None = None, library: Library | None = None) -> Flask:
    """Build the application for ``config``; from the environment when none is given.

    ``library``: one that is open already and that its owner watches for changes.
    """
    # Imported here and not above: every import of a part of this package comes by, and most commands need no page.
    from flask import Flask

    from webapp import web
    from webapp.assessment.unnoted_hand_ins import note_unnoted_hand_ins
    from webapp.content import Library, Watcher
    from webapp.secret_key import read_or_create
    from webapp.store import open_store
    from webapp.web.framework.services import Services

    config = config or from_env()
    config = replace(config, secret=config.secret or read_or_create(config.data))
    store = open_store(config.database_url, config.now, config.make_data)
    if library is None:
        library = Library(config.content)
        if config.watch_seconds:
            Watcher(library, config.watch_seconds).start()
    note_unnoted_hand_ins(store, config.school, library.listed())
    app = Flask(__name__)
    web.register(app, Services(config, library, store))
    return app
