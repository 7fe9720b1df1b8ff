"""Larger requests for the pages of a text, which take a file or a whole text; all others keep their limit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.config import Config
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.error_pages import PAGES, error_page
from webapp.web.framework.http.whole_forms import MAX_FIELDS
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp

WITH_WHOLE_TEXTS = {
    "desk.save_text_outline",
    "desk.begin_new_text",
    "desk.preview_text_import",
    "desk.take_text_import",
    "desk.preview_import",
    "desk.take_import",
}
"""Endpoints whose forms hold a whole text, or a file."""
_ADDRESS = re.compile(r"/desk/texts/(?:new|import(?:/take)?|[^/]+/(?:text|import(?:/take)?))\Z")
"""Ends of their addresses, by which the server knows them before the application does."""
PAGES_WHEN_TOO_LARGE: dict[str, Callable[[], str]] = {}
"""Pages that say in their form that a file is too large, by the endpoint that it was sent to."""


@bp.url_value_preprocessor
def allow_whole_texts(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Raise the limit before anything reads the form, as the check of its token does."""
    if endpoint in WITH_WHOLE_TEXTS:
        request.max_content_length = request.max_form_memory_size = current_services().config.max_upload_bytes
        request.max_form_parts = MAX_FIELDS


@bp.errorhandler(413)
def too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    """Answer a request that is too large to be read: in the form where it is a file, else in the desk's frame."""
    if signed_in() is None:
        return error_page(413)
    if page := PAGES_WHEN_TOO_LARGE.get(str(request.endpoint)):
        return page(), 413
    title, words = PAGES[413]
    return render_template("teacher/too_large.html", title=title, message=words), 413


def most_bytes(config: Config, path: str) -> int:
    """Bytes of a body that the server reads for this path; a longer one is refused by its length."""
    return config.max_upload_bytes if _ADDRESS.search(path) else config.max_form_bytes
