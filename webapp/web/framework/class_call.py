"""The call to a live lesson: on every page of a learner whose class reads a text together now."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from webapp.content import Lesson
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.assignments_of_reader import as_assigned
from webapp.web.framework.current_learner import own_record
from webapp.web.framework.services import current_services, school_store


@dataclass(frozen=True)
class ClassCall:
    """A text that a class of the reader reads now."""

    slug: str
    title: str


def class_calls(besides: str = "") -> list[ClassCall]:
    """Texts to be called to but one; asks nothing where the look-up of the reader has found no lesson."""
    record = own_record()
    if record is None or not record.reads_together:
        return []
    store, school = school_store()
    lessons = current_services().library.snapshot.lessons
    try:
        texts = dict.fromkeys(live.text for live in store.live.lessons_of_learner(school, record.learner))
        # Whoever writes an exam of the text is not called to read it together.
        together = [slug for slug in texts if slug in lessons and not _is_exam(lessons[slug], record.learner)]
    except StoreUnavailable:  # the error page is drawn for a reader too
        return []
    return [ClassCall(text, lessons[text].settings.title) for text in together if text != besides]


def _is_exam(lesson: Lesson, learner: str) -> bool:
    return as_assigned(lesson, learner).settings.exam


def init_app(app: Flask) -> None:
    """Add the call to the templates."""
    app.jinja_env.globals.update(class_calls=class_calls)
