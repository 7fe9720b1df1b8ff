"""Texts that are closed to a reader for now: not open yet, over, not assigned, or in an exam of others."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from flask import Flask, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as Reply

from webapp.web.framework.i18n import N_

Closed = Literal["not-open", "exam-closed", "not-assigned", "in-exam", "not-begun"]
PAGES: dict[Closed, tuple[str, str]] = {
    "not-open": (N_("This text is not open yet"), N_("Your teacher has set an opening time. It opens automatically.")),
    "exam-closed": (
        N_("This exam is closed"),
        N_("The due date has passed. If you had a reason to be late, ask your teacher for an extension."),
    ),
    "not-assigned": (
        N_("This text is not assigned to you"),
        N_("Your class reads assigned texts only. Yours are in the library."),
    ),
    "in-exam": (
        N_("This text is in an exam right now"),
        N_("A class is taking an exam on this text. It reopens after the exam; other texts are available."),
    ),
    "not-begun": (N_("This exam has not started"), N_("This exam is timed. Start it from its front page.")),
}


class TextClosed(Forbidden):
    """A page of a text that this reader may not open now; ``opens``: the time from which it may be opened."""

    def __init__(self, why: Closed, opens: datetime | None = None) -> None:
        super().__init__()
        self.why: Closed = why
        self.opens = opens


def init_app(app: Flask) -> None:
    """Register the page of a closed text."""
    app.register_error_handler(TextClosed, _page)


def _page(closed: TextClosed) -> tuple[str, int] | Reply:
    slug = (request.view_args or {}).get("slug")
    if closed.why == "not-begun" and slug:
        return redirect(url_for("reading.front", slug=slug), 303)
    title, message = PAGES[closed.why]
    # What was typed in a form stays in the page: it can be sent once the text is open again.
    typed = [(name, value) for name, value in request.form.items(multi=True) if value] if request.form else []
    return render_template("framework/text_closed.html", title=title, message=message, closed=closed, typed=typed), 403
