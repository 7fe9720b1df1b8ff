"""Error pages in plain words, Arabic first. Posted fields are kept on them."""

from __future__ import annotations

from flask import Flask, current_app, render_template, request
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.wrappers import Response as Reply

from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services
from webapp.web.framework.write_limits import WritingPaused

PAGES = {
    400: (
        N_("Request not understood"),
        N_("The request could not be processed. Go back, reload the page and send it again."),
    ),
    404: (
        N_("Page not found"),
        N_("This page does not exist. All texts are in the library."),
    ),
    405: (
        N_("This page can’t be opened directly"),
        N_("This address only receives answers. Start from the library."),
    ),
    413: (
        N_("That answer is too long"),
        N_("That is too long. Go back (what you typed is still there), shorten it and send it again."),
    ),
    429: (
        N_("Too many attempts"),
        N_("Too many attempts. Wait 15 minutes, then type the code again."),
    ),
    500: (
        N_("Something went wrong"),
        N_("Something went wrong on the server. Go back and send it again; saved answers are safe."),
    ),
    503: (
        N_("This page can’t be opened right now"),
        N_("Answers can’t be loaded right now. Try again in a moment."),
    ),
}
UNSAVED = (
    N_("Couldn’t save"),
    N_("What you sent has not been saved yet. It is still on this page; send it again in a moment."),
)
UNSAVED_SECRET = (UNSAVED[0], N_("It has not been saved yet. Go back and send it again in a moment."))
WAIT_SECONDS = 5
"""Seconds before a retry (Retry-After): as long as a database locked by another program is waited for."""
SECRETS = {"password", "again", "old", "of"}
"""Posted fields that no page shows again."""
NEAREST = {401: 404, 403: 404, 410: 404, 414: 413, 415: 400, 422: 400, 502: 503, 504: 503}

Headers = dict[str, str]


def init_app(app: Flask) -> None:
    """Register a page for every error."""
    app.register_error_handler(StoreUnavailable, store_unavailable)
    for code in default_exceptions:
        app.register_error_handler(code, _http)


def _http(error: HTTPException) -> tuple[str, int, Headers] | Reply:
    code = error.code or 500
    reply = error.get_response()
    if code < 400:
        return reply
    # Other headers of the error, such as the methods that an address takes (Allow).
    more = {name: value for name, value in reply.headers if name not in {"Content-Type", "Content-Length"}}
    return *error_page(code), more


def store_unavailable(error: StoreUnavailable) -> tuple[str, int, Headers]:
    """Error page with the posted fields, to be sent again unchanged: the form's id makes them one attempt."""
    more = {"Retry-After": str(WAIT_SECONDS)}
    _log(str(error))
    if request.method != "POST":
        return *error_page(503), more
    fields = [] if request.files or SECRETS & set(request.form) else list(request.form.items(multi=True))
    title, message = UNSAVED if fields else UNSAVED_SECRET
    if isinstance(error, WritingPaused):
        title, message = error.title, error.message
    return render_template("framework/error.html", code=503, title=title, message=message, fields=fields), 503, more


def _log(why: str) -> None:
    """Log an error at most once a minute, however many requests meet it: logs may be what fills a disk."""
    minute = f"{why} {current_services().config.now():%Y-%m-%d %H:%M}"
    if current_app.extensions.get("fault") != minute:
        current_app.extensions["fault"] = minute
        current_app.logger.error("The store is not available: %s", why)


def error_page(code: int) -> tuple[str, int]:
    """Render the page of an error, by its status code."""
    known = code if code in PAGES else NEAREST.get(code, 400 if code < 500 else 500)
    title, message = PAGES[known]
    return render_template("framework/error.html", code=code, title=title, message=message), code
