"""Forms read in one piece, with no more fields than any form has.

Werkzeug 3.1 parses them in pieces of 64 KB, and where a piece ends inside the sign that closes the form, the last
field gets a carriage return more, or the form is lost. Each request is in memory whole already, within the limits.

It counts the fields of multipart forms alone. Of the other kind two bytes are a field, and a page that gives fields
back would be twenty times as long.
"""

from __future__ import annotations

import io
from typing import IO, Any

from flask import Flask, Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

MAX_FIELDS = 8_000
"""Fields of any form: a list of the words of a text has the most."""


class _OnePiece(io.BytesIO):
    """A body that is read at once, whatever number of bytes is asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read()


class WholeFormParser(FormDataParser):
    """Parser of forms that hands a multipart body on in one piece."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Any:
        """Parse a form, as :meth:`FormDataParser.parse` does."""
        if mimetype == "multipart/form-data":
            stream = _OnePiece(stream.read())
        elif mimetype == "application/x-www-form-urlencoded":
            body = stream.read()
            if body.count(b"&") >= MAX_FIELDS:
                raise RequestEntityTooLarge
            stream = io.BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)


class WholeFormRequest(Request):
    """Request whose forms are parsed in one piece."""

    form_data_parser_class = WholeFormParser


def init_app(app: Flask) -> None:
    """Read the forms of all requests so."""
    app.request_class = WholeFormRequest
