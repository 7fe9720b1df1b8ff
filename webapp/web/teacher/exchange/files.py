"""Files that the desk gives to take along."""

from __future__ import annotations

from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response as Reply


def attachment(raw: bytes, name: str, mimetype: str) -> Reply:
    """A file under a name of any script."""
    return send_file(BytesIO(raw), mimetype, as_attachment=True, download_name=name, etag=False)
