"""Name of the text that a question file is about, even where the rest of the file cannot be read."""

from __future__ import annotations

import re
from contextlib import suppress

from webapp.content.editing.question_edits import UneditableFile, file_settings

_LINE = re.compile(r"""^text:[ \t]*(["']?)([^"'#\r\n]+?)\1[ \t]*(?:#.*)?\r?$""", re.MULTILINE)


def text_name(raw: bytes) -> str | None:
    """The file name in seeds/ that a question file gives; None where it gives none, or one outside that folder."""
    found = _LINE.search(raw.decode("utf-8", "replace").removeprefix("\ufeff"))
    name = found[2] if found else ""
    if not found:
        with suppress(UneditableFile):
            name = str(file_settings(raw).get("text", ""))
    return name if name and not set("/\\") & set(name) and not name.startswith(".") else None
