"""Archived texts: no page of them opens any more, but a reader who began one still sees the own result."""

from __future__ import annotations

from flask import render_template, request

from webapp.store.protocols.reading_state import ReadingState
from webapp.web.framework.current_learner import reader_id, reading_state
from webapp.web.framework.services import current_services

OPEN_TO_ITS_READERS = {"reading.result", "exam.review"}
"""Endpoints that stay open to those who began the text: an exam can still be handed in."""


def archived_page() -> tuple[str, int] | None:
    """Answer a request for a page of an archived text; None for other texts, and for answers, which are still taken."""
    slug = (request.view_args or {}).get("slug", "")
    lesson = current_services().library.lesson(slug) if request.method == "GET" else None
    if lesson is None or not lesson.settings.archived:
        return None
    state = reading_state(lesson, reader_id())
    began = any(getattr(state, name) != getattr(ReadingState(), name) for name in ("attempts", "hints", "drafts"))
    if began and request.endpoint in OPEN_TO_ITS_READERS:
        return None
    return render_template("reading/archived.html", lesson=lesson, began=began), 410
