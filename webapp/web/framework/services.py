"""Services of a request: settings, library and store, attached to the app by ``create_app``."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, current_app
from werkzeug.routing import BaseConverter, ValidationError

from webapp.arabic.unicode_forms import composed
from webapp.config import Config
from webapp.content import Lesson, Library
from webapp.content.files.slugs import slug_fault
from webapp.store.protocols.people import People
from webapp.store.protocols.store import Store

UNASKED = object()
"""Value in Flask's ``g`` for what was not looked up yet in this request, where None is an answer."""


@dataclass(frozen=True)
class Services:
    """Parts of one application."""

    config: Config
    library: Library
    store: Store


class SlugConverter(BaseConverter):
    """URL converter for slugs and ids: no control character, no direction mark, no dot in front reaches a view."""

    regex = r"[^/]{1,400}"

    def to_python(self, value: str) -> str:
        """Compose the letters of a slug; refuse what is no slug."""
        slug = composed(value)
        if slug_fault(slug):
            raise ValidationError
        return slug


def current_services() -> Services:
    """Services of the app that handles this request."""
    services: Services = current_app.extensions["fahm"]
    return services


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
    lesson = current_services().library.lesson(slug)
    return lesson if lesson is not None else abort(404)
