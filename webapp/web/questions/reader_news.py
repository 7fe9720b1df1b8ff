"""News of the reader as lines of a page: what happened, to which question, and the address that leads there.

``unread_news`` is for the head of every page: it asks nothing where the look-up of the reader has found no news.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, g

from webapp.content import Lesson
from webapp.store.protocols.notes import Kind, Note
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.current_learner import own_record
from webapp.web.framework.http.url_cache import address
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services, school_store
from webapp.web.questions.place_urls import place_url

MESSAGES: Mapping[Kind, str] = {
    "mark": N_("Your answer was marked"),
    "regrade": N_("Your answer was regraded"),
    "results-told": N_("Results released"),
    "extra-time": N_("You have extra time"),
    "extra-try": N_("You have one more attempt"),
    "later-date": N_("You have more time"),
    "exam-reopened": N_("Your exam is open again, with what you had typed"),
    "assignment-new": N_("New assignment"),
    "assignment-changed": N_("An assignment was changed"),
    "note": N_("Note from your teacher"),
}
COMMENTED = N_("Your answer was marked, with a comment")
FEW_LINES = 3
"""Lines of news on the learner's home."""
MOST_LINES = 50
"""Lines of the page of news; the older ones are on the pages of their texts."""


@dataclass(frozen=True)
class NewsLine:
    """One line: ``title`` of the text and ``number`` of the question are empty where it is about none."""

    note: Note
    message: str
    title: str
    number: int
    address: str


def unread_news() -> int:
    """Number of things that the reader of this page has not read."""
    record = own_record()
    if record is None or not record.news:
        return 0
    if "unread_news" not in g:
        store, school = school_store()
        try:
            g.unread_news = store.notes.unread(school, record.learner)
        except StoreUnavailable:  # the error page is drawn for a reader too
            g.unread_news = 0
    return int(g.unread_news)


def news_lines(learner: str, limit: int = MOST_LINES) -> list[NewsLine]:
    """The latest news of a learner, the newest first."""
    store, school = school_store()
    return [_line(note) for note in store.notes.of_learner(school, learner, limit)]


def unread_lines() -> list[NewsLine]:
    """The latest lines that the reader of this page has not read, a few."""
    record = own_record()
    if record is None or not unread_news():
        return []
    return [line for line in news_lines(record.learner, FEW_LINES) if line.note.unread]


def mark_as_read(learner: str, lines: list[NewsLine]) -> None:
    """Note that these lines were read; nothing is written where none is new."""
    if any(line.note.unread for line in lines):
        store, school = school_store()
        store.notes.read_up_to(school, learner, lines[0].note.at)
    g.unread_news = 0


def _line(note: Note) -> NewsLine:
    lesson = current_services().library.snapshot.lessons.get(note.text)
    message = COMMENTED if note.kind == "mark" and note.words else MESSAGES[note.kind]
    title = lesson.settings.title if lesson else ""
    number = lesson.numbers.get(note.question, 0) if lesson else 0
    return NewsLine(note, message, title, number, _address(note, lesson) if lesson else "")


def _address(note: Note, lesson: Lesson) -> str:
    """Address of the question; else of the results, or of the text."""
    item = lesson.item(note.question)
    if item and not lesson.settings.archived:
        return place_url(lesson.slug, item.question.place, f"q-{note.question}")
    if note.kind in ("mark", "regrade", "results-told"):
        return address("reading.result", slug=lesson.slug)
    return address("reading.front", slug=lesson.slug)


def init_app(app: Flask) -> None:
    """Add the unread news to the templates."""
    app.jinja_env.globals.update(unread_news=unread_news, unread_lines=unread_lines)
