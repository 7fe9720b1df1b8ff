"""Multipart forms longer than a piece of Werkzeug's parser, whose closing boundary lies across its end."""

from __future__ import annotations

import pytest
from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.web.framework.http.whole_forms import MAX_FIELDS

PIECE = 64 * 1024
"""Bytes that Werkzeug's parser reads at a time."""
BOUNDARY = b"----WebKitFormBoundaryAbCdEfGhIjKlMnOp"
OPENING = b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
CLOSING = b"\r\n--" + BOUNDARY + b"--\r\n"


@pytest.mark.parametrize("split", range(-2, len(CLOSING) + 1))
def test_a_boundary_across_the_end_of_a_piece_leaves_a_form_as_it_was_sent(app: Flask, split: int) -> None:
    """One piece once ended before the last sign but one of the boundary: the value got a carriage return."""
    value = b"x" * (PIECE - len(OPENING) - split)
    body = OPENING + value + CLOSING
    with app.test_request_context(
        "/", method="POST", data=body, content_type=f"multipart/form-data; boundary={BOUNDARY.decode()}"
    ):
        assert request.form.to_dict() == {"text": value.decode()}


def test_a_form_has_no_more_fields_than_any_form_needs(app: Flask) -> None:
    kind = "application/x-www-form-urlencoded"
    with app.test_request_context("/", method="POST", data="x&" * (MAX_FIELDS - 1), content_type=kind):
        assert len(request.form.getlist("x")) == MAX_FIELDS - 1
    longer = app.test_request_context("/", method="POST", data="x&" * MAX_FIELDS, content_type=kind)
    with longer, pytest.raises(RequestEntityTooLarge):
        assert request.form
