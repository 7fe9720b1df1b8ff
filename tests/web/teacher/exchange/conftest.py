"""A teacher who brings files of questions to the desk."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from conftest import Desk, Page
from web.teacher.editor.conftest import FormReader
from web.teacher.texts import conftest as rooms

GIFT = """
::which-day::في أي يوم خرجا؟{=السبت}

::who::من كان في القارب؟{=صياد ~سلمى ~أخوها}

::broken::ما هذا؟{=أ ~أ}
"""
TEXT = "خرجت سلمى مع أخيها إلى النهر صباح السبت.\n\nرأت سلمى قاربًا فيه صياد."


class Importer:
    """A teacher at the pages on which files come in."""

    def __init__(self, app: Flask, desk: Desk) -> None:
        self.app, self.desk = app, desk

    def brings(self, address: str, raw: bytes | str, name: str = "a.txt", **fields: str) -> Page:
        """Send a file to be looked at."""
        raw = raw.encode() if isinstance(raw, str) else raw
        return self.sends(address, file=FileStorage(BytesIO(raw), name), **fields)

    def takes(self, preview: Page, **typed: str) -> Page:
        """Press the button of a preview, with the form as a browser sends it."""
        forms = FormReader(preview.html).forms
        (address,) = [name for name in forms if name.endswith("/import/take")]
        return self.sends(address, **{**dict(forms[address]), **typed})

    def sends(self, address: str, **fields: object) -> Page:
        """Post a form with its token, as one with a file is sent."""
        boundary, body = encode_multipart({**fields, "csrf_token": self.desk.csrf_token()})
        kind = f"multipart/form-data; boundary={boundary}"
        return Page(self.desk.client.post(address, data=body, content_type=kind, follow_redirects=True))


content, texts = rooms.content, rooms.texts


@pytest.fixture
def importer(app: Flask) -> Importer:
    return Importer(app, Desk(app, "منى", "muna", "الصفّ الخامس"))
