"""A content folder that texts may be begun in, and a teacher who begins them."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from conftest import Desk, Page
from web.teacher.texts import conftest as rooms
from webapp.assessment.authoring.working_copy import AuthoredText, WorkingCopy


class Author:
    """A teacher at the pages of new texts."""

    def __init__(self, app: Flask, desk: Desk) -> None:
        self.app, self.desk = app, desk

    def begins(self, text: str = "", raw: bytes = b"", name: str = "a.txt", **fields: object) -> Page:
        """Hand in the form of a new text."""
        more = {"file": FileStorage(BytesIO(raw), name)} if raw else {}
        token = self.desk.csrf_token()
        boundary, body = encode_multipart({"csrf_token": token, "text": text, **fields, **more})
        kind = f"multipart/form-data; boundary={boundary}"
        return Page(self.desk.client.post("/desk/texts/new", data=body, content_type=kind, follow_redirects=True))

    def authored(self, slug: str) -> AuthoredText:
        """A text with its drafts."""
        services = self.app.extensions["fahm"]
        return AuthoredText(services.store.versions, services.config.school, services.library, slug)

    def copy(self, slug: str) -> WorkingCopy:
        """The working copy of a text."""
        copy = self.authored(slug).working()
        assert copy
        return copy

    def content(self, slug: str) -> str:
        """The text of the working copy."""
        return self.copy(slug).text.decode()

    def presses(self, slug: str, step: str, page: Page | None = None, follow: bool = True, **changed: object) -> Page:
        """Press a button of the outline, with the form as a browser sends it."""
        page = page or self.desk.opens(f"/desk/texts/{slug}/text")
        fields = {**sent(page), "step": step, **changed}
        return self.desk.posts(f"/desk/texts/{slug}/text", follow, **fields)


def sent(page: Page) -> dict[str, object]:
    """The fields of the outline's form with what stands in them."""
    words = re.findall(r'<textarea name="words"[^>]*>\n(.*?)</textarea>', page.html, re.DOTALL)
    fields: dict[str, object] = {
        name: [unescape(value) for value in re.findall(f'name="{name}" value="([^"]*)"', page.html)]
        for name in ("kind", "origins")
    }
    for name in ("base", "undo", "title"):
        found = re.search(f'name="{name}" value="([^"]*)"', page.html)
        fields |= {name: unescape(found[1])} if found else {}
    chosen = re.search(r'<option value="([^"]*)" selected', page.html)
    return {**fields, "words": [unescape(word) for word in words], "level": chosen[1] if chosen else ""}


content = rooms.content


@pytest.fixture
def author(app: Flask) -> Author:
    return Author(app, Desk(app, "منى", "muna", "الصفّ الخامس"))
