"""Services of a request: settings, library and store, attached to the app by ``create_app``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import abort, current_app
from werkzeug.routing import BaseConverter

from webapp.config import Config
from webapp.content import Lesson, Library
from webapp.store.protocols.people import People
from webapp.store.protocols.store import Store


@dataclass(frozen=True)
class Services:
    """Parts of one application."""

    config: Config
    library: Library
    store: Store


class SlugConverter(BaseConverter):
    """URL converter for slugs: no NUL, no direction marks, no dots reach a view."""

    regex = r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}"


def current_services() -> Services:
    """Services of the app that handles this request."""
    return cast(Services, current_app.extensions["fahm"])


def school_store() -> tuple[Store, str]:
    """The store, and the id of the school of this request."""
    services = current_services()
    return services.store, services.config.school


def school_people() -> tuple[People, str]:
    """Teachers, classes and learners of the store, and the id of the school of this request."""
    store, school = school_store()
    return store.people, school


def lesson_or_404(slug: str) -> Lesson:
    """The lesson with this slug, else the friendly 404."""
    lesson = current_services().library.snapshot.lessons.get(slug)
    return lesson if lesson is not None else abort(404)
