"""Larger requests for the pages of a text, which take a file or a whole text; all others keep their limit."""

from __future__ import annotations

import re
from typing import Any

from flask import request

from webapp.config import Config
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp

WITH_WHOLE_TEXTS = {"desk.save_text_outline", "desk.begin_new_text"}
"""Endpoints whose forms hold a whole text."""
_ADDRESS = re.compile(r"/desk/texts/(?:new|[^/]+/text)\Z")
"""Ends of their addresses, by which the server knows them before the application does."""
MAX_FIELDS = 8_000
"""Fields of a form: three for each block of a text."""


@bp.url_value_preprocessor
def allow_whole_texts(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Raise the limit before anything reads the form, as the check of its token does."""
    if endpoint in WITH_WHOLE_TEXTS:
        request.max_content_length = request.max_form_memory_size = current_services().config.max_upload_bytes
        request.max_form_parts = MAX_FIELDS


def most_bytes(config: Config, path: str) -> int:
    """Bytes of a body that the server reads for this path; a longer one is refused by its length."""
    return config.max_upload_bytes if _ADDRESS.search(path) else config.max_form_bytes
