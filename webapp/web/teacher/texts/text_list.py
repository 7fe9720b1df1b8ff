"""The list of all texts, by state and by words of their titles."""

from __future__ import annotations

from flask import after_this_request, current_app, render_template, request
from werkzeug.wrappers import Response as Reply

from webapp.config import PACKAGED_CONTENT
from webapp.domain.people import Teacher
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.texts.text_rows import TextRow, text_rows

STATES = (
    ("published", N_("Published")),
    ("changed", N_("Published, with unpublished changes")),
    ("draft", N_("Draft")),
    ("archived", N_("Archived")),
    ("broken", N_("With errors")),
)
"""States that the list can be cut to, with their labels."""
NEW_TEXT = "desk.new_text"
MAX_SEARCHED = 100


@bp.get("/texts")
@teacher_only
def texts(teacher: Teacher) -> str:
    """List of the texts, or those of a ``state``, or with the words ``q`` in the title."""
    rows = text_rows(teacher)
    unchecked = sum(row.is_unchecked for row in rows)
    if unchecked:
        after_this_request(_come_again)
    state, words = request.args.get("state", ""), request.args.get("q", "").strip()[:MAX_SEARCHED]
    shown = [row for row in rows if _is_in(row, state) and row.matches(words)]
    return render_template(
        "teacher/texts/texts.html",
        rows=shown,
        all_rows=rows,
        unchecked=unchecked,
        states=STATES,
        state=state,
        words=words,
        new_text=NEW_TEXT if _begins_texts() else "",
    )


def _is_in(row: TextRow, state: str) -> bool:
    return state in ("", row.state) or (state == "broken" and row.state == "gone")


def _begins_texts() -> bool:
    """Tell whether texts can be begun at the desk here."""
    config = current_services().config
    own = config.content.resolve() != PACKAGED_CONTENT.resolve()
    return NEW_TEXT in current_app.view_functions and config.web_editing and own


def _come_again(reply: Reply) -> Reply:
    """Have the browser ask for the page again in a second; a script is not needed for it."""
    reply.headers["Refresh"] = "1"
    return reply
