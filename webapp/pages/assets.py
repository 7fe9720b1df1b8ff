"""Styles, scripts and fonts: addressed by their contents, so that a browser fetches each once."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask

YEAR = 365 * 24 * 60 * 60


def init_app(app: Flask) -> None:
    """Put a digest into the address of static files and let browsers keep them for a year.

    Fonts are named in the style sheet, without a digest, and so by the preload as well: their files never change.
    """
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    known: dict[str, str] = {}

    @app.url_defaults
    def stamp(endpoint: str, values: dict[str, Any]) -> None:
        name = str(values.get("filename", ""))
        if endpoint != "static" or name.startswith("fonts/") or "v" in values:
            return
        if name not in known or app.debug:
            known[name] = _digest(Path(str(app.static_folder)) / name)
        values["v"] = known[name]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "0"
